import type { ConnectionRecord } from '../../contract/connection-record.ts';
import { outcomeEvent, outcomeEventId } from '../../contract/event.ts';
import type { EventData } from '../../contract/event-schema.ts';
import type { Reason, ReasonCode } from '../../contract/reason.ts';
import { formatTime } from '../../contract/time.ts';
import type { RequestItem } from '../model/request-item.ts';
import type { RecordedOutcome } from '../ports/requests.ts';
import type { Found } from '../steps/find-connection.ts';

/** An outcome before it is an event: what happened, and what was seen of the connection. */
export type Verdict =
  | { state: 'MIGRATED'; disposition: NonNullable<EventData['disposition']>; seen: Seen; observedAtMs?: number }
  | { state: 'FAILED' | 'HELD'; reason: Reason; seen: Seen }
  | { state: 'REJECTED'; reason: Reason; seen?: Seen }
  | { state: 'PLANNED'; reason: Reason | null; seen?: Seen };

/** What goes into the event of an observation or a call; only of connections that the tenant has the right to. */
export interface Seen {
  previousParent: string;
  parent: string | null;
  record: ConnectionRecord;
}

export function reason(code: ReasonCode, message: string, awsError: string | null = null): Reason {
  return { code, message, awsError };
}

/** What an observation showed of a connection that nothing was done to. */
export function seenIn({ parent, record }: Found): Seen {
  return { previousParent: parent, parent, record };
}

/** What W4 writes: the state, the event with all that consumers get, and what W5 will need. */
export function buildOutcome(item: RequestItem, verdict: Verdict, at: number, serviceVersion: string): RecordedOutcome {
  const { tenant, request, attempts } = item;
  const metadata = {
    eventId: outcomeEventId(tenant, request.requestId, verdict.state, attempts),
    occurredAt: formatTime(at),
    serviceVersion,
    correlationId: request.correlationId,
    causationId: item.messageId,
    ...(item.traceparent === undefined ? {} : { traceparent: item.traceparent }),
  };
  return {
    state: verdict.state,
    ended: { atMs: at, parent: parentAfter(verdict) },
    event: outcomeEvent(metadata, eventData(item, verdict)),
  };
}

function eventData(item: RequestItem, verdict: Verdict): EventData {
  const { attempt, attempts, tenant, request } = item;
  const migrated = verdict.state === 'MIGRATED' ? verdict : undefined;
  return {
    outcome: verdict.state,
    ...(migrated ? { disposition: migrated.disposition } : {}),
    tenant,
    request,
    previousParentConnectionId: verdict.seen?.previousParent ?? null,
    parentConnectionId: verdict.seen?.parent ?? null,
    connection: verdict.seen?.record ?? null,
    attempts,
    startedAt: formatOptional(attempt?.startedAtMs),
    finishedAt: formatOptional(attempt?.finishedAtMs),
    ...(migrated?.observedAtMs === undefined ? {} : { observedAt: formatTime(migrated.observedAtMs) }),
    awsRequestId: attempt?.awsRequestId ?? null,
    reason: verdict.state === 'MIGRATED' ? null : verdict.reason,
  };
}

/**
 * Where the connection is after the outcome. Later observations are checked against it, so it must be proven as of now: by the
 * move, by Direct Connect's refusal of it, or by the observations that a rejection after a call rests on, which come more than
 * STALE after it. Null where nothing says so: where the connection was before an earlier call is no proof, for others may have
 * moved it since.
 */
function parentAfter(verdict: Verdict): string | null {
  return verdict.seen?.parent ?? null;
}

function formatOptional(time: number | undefined): string | null {
  return time === undefined ? null : formatTime(time);
}
