import { type MigrationEvent, parseEvent } from 'dx-migrator/contract';
import { OPERATIONS_SOURCE, type OperationsEvent, parseOperationsEvent } from 'dx-migrator/operations';
import type { Parsed } from '../consume.ts';

/** What the queue of notification gets: outcomes, and what became of the lines that were moved. */
export type NotifiedEvent = MigrationEvent | OperationsEvent;

/** By the contract of its source. What has neither is read as an outcome, and so is not as the contract says. */
export function parseNotified(body: string | undefined): Parsed<NotifiedEvent> {
  return sourceIn(body) === OPERATIONS_SOURCE ? parseOperationsEvent(body) : parseEvent(body);
}

function sourceIn(body = ''): unknown {
  try {
    return (JSON.parse(body) as { source?: unknown } | null)?.source;
  } catch {
    return undefined;
  }
}
