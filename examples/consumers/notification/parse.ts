import { type MigrationEvent, parseEvent } from 'dx-migrator/contract';
import { OPERATIONS_SOURCE, type OperationsEvent, parseOperationsEvent, VERIFIED } from 'dx-migrator/operations';
import type { Parsed } from '../consume.ts';

/** What the queue of notification gets: outcomes, and what became of the lines that were moved. */
export type NotifiedEvent = MigrationEvent | VerdictEvent;

export type VerdictEvent = Extract<OperationsEvent, { 'detail-type': typeof VERIFIED }>;

/**
 * By the contract of its source. What has neither is read as an outcome, and so is not as the contract says. Undefined where it is
 * of another type of the events about operations: people are not told of those, and there may be more than this consumer knows.
 */
export function parseNotified(body: string | undefined): Parsed<NotifiedEvent | undefined> {
  const { source, 'detail-type': type } = envelopeIn(body);
  if (source !== OPERATIONS_SOURCE) return parseEvent(body);
  if (typeof type === 'string' && type !== VERIFIED) return { ok: true, event: undefined };
  return parseOperationsEvent(body) as Parsed<VerdictEvent>;
}

function envelopeIn(body = ''): { source?: unknown; 'detail-type'?: unknown } {
  try {
    return (JSON.parse(body) as object | null) ?? {};
  } catch {
    return {};
  }
}
