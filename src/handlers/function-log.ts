import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { type LogLine, ruleOf } from '../migration/model/log-lines.ts';

/** A function's log: lines of the table, at their levels, and no others. */
export interface FunctionLog {
  write(line: LogLine, members: Record<string, unknown>): void;
  /** Puts the invocation's id into every line, until it is cleared. */
  addContext(context: Context): void;
  clearContext(): void;
}

const METHODS = { INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

export function functionLog(logger = new Logger({ serviceName: 'dx-migrator' })): FunctionLog {
  return {
    write: (line, members) => logger[METHODS[ruleOf(line).level]](line, members),
    addContext: (context) => logger.addContext(context),
    clearContext: () => logger.resetKeys(),
  };
}
