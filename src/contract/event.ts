import { DETAIL_TYPES, type Outcome, SERVICE } from './event-names.ts';
import type { EventData, EventMetadata } from './event-schema.ts';
import { hashOf } from './hash-of.ts';
import { toSqsJson } from './text.ts';

/** `detail` of any event, before it is known which. */
export interface EventDetail {
  metadata: EventMetadata;
  data: EventData;
}

/** One event as it is stored and published: `detail` is JSON text, so that a republication is the same to the letter. */
export interface OutcomeEvent {
  eventId: string;
  source: typeof SERVICE;
  detailType: (typeof DETAIL_TYPES)[Outcome];
  detail: string;
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
  return { eventId, source: SERVICE, detailType: DETAIL_TYPES[data.outcome], detail: toSqsJson(detail) };
}

/** The identity of a request's outcome; a request can be held once an attempt, so HELD also carries its number. */
export function outcomeEventId(tenant: string, requestId: string, outcome: Outcome, attempts: number): string {
  return hashOf(outcome === 'HELD' ? [tenant, requestId, outcome, String(attempts)] : [tenant, requestId, outcome]);
}

/**
 * The identity of an answer to one message: to a conflict, and where there is no request to name. All that it says is part
 * of it: what another tenants file or another version of the service would say at a redelivery is another event.
 */
export function messageEventId(messageId: string, data: EventData): string {
  return hashOf(['message', messageId, JSON.stringify(data)]);
}
