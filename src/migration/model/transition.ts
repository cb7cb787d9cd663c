import type { LogFields } from '../ports/log.ts';
import type { OutcomePorts } from '../ports/ports.ts';
import type { HistoryEntry } from './history.ts';
import type { LogLine, Transition } from './log-lines.ts';
import type { RequestItem } from './request-item.ts';

/** One log line for one transition of a request. */
export function logTransition(
  { log }: Pick<OutcomePorts, 'log'>,
  { tenant, request, traceparent, attempt, attempts }: RequestItem,
  what: LogLine,
  details: Pick<LogFields, 'cause' | 'obstacle' | 'until' | 'circuit' | 'eventId' | 'error' | 'by' | 'age'> = {},
): void {
  const { requestId, connectionId, correlationId } = request;
  log(what, {
    tenant,
    requestId,
    connectionId,
    correlationId,
    traceparent,
    attempt: attempts,
    awsRequestId: attempt?.awsRequestId,
    ...details,
  });
}

/** A person's doing. */
export interface Person {
  by: string;
  why: string;
}

/** The same transition for the request's history. */
export function entryFor(
  { attempt, attempts }: RequestItem,
  what: Transition,
  at: number,
  { cause, person }: { cause?: string | undefined; person?: Person | undefined } = {},
): HistoryEntry {
  return {
    atMs: at,
    what,
    attempts,
    ...(cause === undefined ? {} : { cause }),
    ...(attempt?.awsRequestId === undefined ? {} : { awsRequestId: attempt.awsRequestId }),
    ...person,
  };
}
