import { createHash } from 'node:crypto';
import type { ConnectionRecord } from './connection-record.ts';
import type { Reason } from './reason.ts';
import type { MigrationRequest } from './request.ts';

/** `source` of every event, and `metadata.service`. */
export const SERVICE = 'dx-migrator';

/** The outcomes and the `detail-type` that tells each. All are final but HELD. */
export const DETAIL_TYPES = {
  MIGRATED: 'Hosted Connection Migrated',
  FAILED: 'Hosted Connection Migration Failed',
  REJECTED: 'Hosted Connection Migration Rejected',
  HELD: 'Hosted Connection Migration Held',
  PLANNED: 'Hosted Connection Migration Planned',
} as const;

export type Outcome = keyof typeof DETAIL_TYPES;

/** How a MIGRATED connection came to its parent: by the answered call, by an unclear one, or before any call. */
export type Disposition = 'moved' | 'observed' | 'alreadyThere';

/** `detail.data` of an event; times are RFC 3339 in UTC with milliseconds. */
export interface EventData {
  outcome: Outcome;
  /** Present with MIGRATED only. */
  disposition?: Disposition;
  tenant: string | null;
  request: MigrationRequest | null;
  previousParentConnectionId: string | null;
  parentConnectionId: string | null;
  connection: ConnectionRecord | null;
  attempts: number;
  startedAt: string | null;
  finishedAt: string | null;
  /** Present with the dispositions observed and alreadyThere. */
  observedAt?: string;
  awsRequestId: string | null;
  reason: Reason | null;
}

export interface EventMetadata {
  eventId: string;
  schemaVersion: '1';
  occurredAt: string;
  service: typeof SERVICE;
  serviceVersion: string;
  correlationId: string | null;
  causationId: string;
  traceparent?: string;
}

/** One event as it is stored and published: `detail` is JSON text, so that a republication is the same to the letter. */
export interface OutcomeEvent {
  eventId: string;
  detailType: (typeof DETAIL_TYPES)[Outcome];
  detail: string;
}

export interface EventDetail {
  metadata: EventMetadata;
  data: EventData;
}

/** What a data-less event leaves out: nothing was looked up and nothing called. */
export const NOTHING_SEEN = {
  previousParentConnectionId: null,
  parentConnectionId: null,
  connection: null,
  attempts: 0,
  startedAt: null,
  finishedAt: null,
  awsRequestId: null,
} as const satisfies Partial<EventData>;

export function outcomeEvent(
  metadata: Omit<EventMetadata, 'schemaVersion' | 'service'>,
  data: EventData,
): OutcomeEvent {
  const { eventId, ...rest } = metadata;
  const detail: EventDetail = { metadata: { eventId, schemaVersion: '1', service: SERVICE, ...rest }, data };
  return { eventId, detailType: DETAIL_TYPES[data.outcome], detail: JSON.stringify(detail) };
}

/** The identity of a request's outcome; a request can be held once an attempt, so HELD also carries its number. */
export function outcomeEventId(tenant: string, requestId: string, outcome: Outcome, attempts: number): string {
  return hashOf(outcome === 'HELD' ? [tenant, requestId, outcome, String(attempts)] : [tenant, requestId, outcome]);
}

/** The identity of an answer to one message: to a conflict, and where there is no request to name. */
export function messageEventId(messageId: string, reasonCode: string): string {
  return hashOf(['message', messageId, reasonCode]);
}

/** 128 bits of SHA-256 in hex; as JSON, so that no two lists of parts run together to one text. */
function hashOf(parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
