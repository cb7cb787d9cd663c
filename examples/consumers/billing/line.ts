import type { MigrationEvent } from 'dx-migrator/contract';

/** One effective change of a connection's parent. Times are RFC 3339, UTC. */
export interface BillingLine {
  /** Identity of the line: the event's, which is the same however often it is delivered. */
  eventId: string;
  connectionId: string;
  /** The account that the connection belongs to; null where Direct Connect did not say, as with the bandwidth. */
  ownerAccount: string | null;
  bandwidth: string | null;
  /** The interconnect or LAG that it was on, and the one that it is on since. */
  from: string;
  to: string;
  /**
   * No one knows the moment of the change, only its bounds: until `changedAfter` (the call began) the connection was
   * surely on the old parent, from `changedBy` on (the call was answered, or an observation showed the effect) surely on the new.
   */
  changedAfter: string;
  changedBy: string;
  /** When the order was given: changes of one connection happen in the order of this, if the senders' clocks are right to 5 s. */
  requestedAt: string;
  tenant: string;
  requestId: string;
  orderId: string | null;
  correlationId: string;
}

/**
 * The line of an event; undefined if it reports no change: alreadyThere is one that someone else made, or no one.
 * Throws if the event reports a change but not when.
 */
export function lineOf({ detail: { metadata, data } }: MigrationEvent): BillingLine | undefined {
  if (data.outcome !== 'MIGRATED' || data.disposition === 'alreadyThere') return undefined;
  const { request, connection, startedAt, finishedAt, observedAt } = data;
  const changedBy = data.disposition === 'moved' ? finishedAt : observedAt;
  if (!startedAt || !changedBy) throw new Error(`event ${metadata.eventId} does not say when the change happened`);
  return {
    eventId: metadata.eventId,
    connectionId: request.connectionId,
    ownerAccount: connection.ownerAccount ?? null,
    bandwidth: connection.bandwidth ?? null,
    from: data.previousParentConnectionId,
    to: data.parentConnectionId,
    changedAfter: startedAt,
    changedBy,
    requestedAt: request.requestedAt,
    tenant: data.tenant,
    requestId: request.requestId,
    orderId: request.orderId ?? null,
    correlationId: request.correlationId,
  };
}
