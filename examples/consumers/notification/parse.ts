import { type MigrationEvent, parseEvent } from 'dx-migrator/contract';
import {
  MAINTENANCE_ANNOUNCED,
  MAINTENANCE_CANCELLED,
  MAINTENANCE_DONE,
  OPERATIONS_SOURCE,
  type OperationsEvent,
  parseOperationsEvent,
  VERIFIED,
} from 'dx-migrator/operations';
import type { Parsed } from '../consume.ts';

/** What the queue of notification gets: outcomes, what became of the lines that were moved, and the maintenance of lines. */
export type NotifiedEvent = RequestEvent | MaintenanceEvent;

/** About a request. */
export type RequestEvent = MigrationEvent | VerdictEvent;

export type VerdictEvent = Extract<OperationsEvent, { 'detail-type': typeof VERIFIED }>;

/** About the maintenance of a line. */
export type MaintenanceEvent = Extract<
  OperationsEvent,
  { 'detail-type': typeof MAINTENANCE_ANNOUNCED | typeof MAINTENANCE_CANCELLED | typeof MAINTENANCE_DONE }
>;

const OF_MAINTENANCE = new Set<unknown>([MAINTENANCE_ANNOUNCED, MAINTENANCE_CANCELLED, MAINTENANCE_DONE]);

export function isMaintenance(event: NotifiedEvent): event is MaintenanceEvent {
  return event.source === OPERATIONS_SOURCE && OF_MAINTENANCE.has(event['detail-type']);
}

/**
 * By the contract of its source. What has neither is read as an outcome, and so is not as the contract says. Undefined where it is
 * of another type of the events about operations: people are not told of those, and there may be more than this consumer knows.
 */
export function parseNotified(body: string | undefined): Parsed<NotifiedEvent | undefined> {
  const { source, 'detail-type': type } = envelopeIn(body);
  if (source !== OPERATIONS_SOURCE) return parseEvent(body);
  if (typeof type === 'string' && type !== VERIFIED && !OF_MAINTENANCE.has(type)) return { ok: true, event: undefined };
  return parseOperationsEvent(body) as Parsed<VerdictEvent | MaintenanceEvent>;
}

function envelopeIn(body = ''): { source?: unknown; 'detail-type'?: unknown } {
  try {
    return (JSON.parse(body) as object | null) ?? {};
  } catch {
    return {};
  }
}
