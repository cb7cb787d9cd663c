import type { CallEntry, JournalView, MoveEntry, TopologyView } from '#direct-connect-simulator';
import type { EventDetail } from '../../src/contract/event.ts';
import { owns, type Tenant } from '../../src/migration/model/tenants.ts';

/** A run as anyone can see it who stands at Direct Connect and at the consumers' queues. */
export interface Wire {
  /** Events as often as they were delivered. */
  received: readonly { detail: EventDetail }[];
  /** Every message that was sent, and when: just before SQS took it. */
  sent: readonly { messageId: string; sentAtMs: number }[];
  /** Direct Connect's own: what was called, and what really moved. */
  journal: Pick<JournalView, 'calls' | 'moves'>;
  before: TopologyView;
  tenants: readonly Tenant[];
}

/** A call of AssociateHostedConnection, of whichever request. */
export interface MoveCall extends CallEntry {
  connectionId: string;
  parentId: string;
}

/** The calls that asked for a move, oldest first. */
export function moveCalls({ calls }: Wire['journal']): MoveCall[] {
  return calls.flatMap((call) => {
    if (call.operation !== 'AssociateHostedConnection') return [];
    const { connectionId, parentConnectionId } = Object(call.parameters) as Record<string, unknown>;
    return [{ ...call, connectionId: String(connectionId), parentId: String(parentConnectionId) }];
  });
}

/** Each event once, however often it was delivered. */
export function distinctEvents(received: Wire['received']): EventDetail[] {
  return [...new Map(received.map(({ detail }) => [detail.metadata.eventId, detail])).values()];
}

/** Whether the tenant of an event may move the connection that its request names, between those parents. */
export function rightsOf({ before, tenants }: Wire): (event: EventDetail) => boolean {
  const owners = new Map(
    before.parents.flatMap(({ hostedConnections }) =>
      hostedConnections.map(({ id, ownerAccount }) => [id, ownerAccount]),
    ),
  );
  return ({ data: { tenant: name, request } }) => {
    const tenant = tenants.find((one) => one.name === name);
    if (!tenant || !request) return false;
    const { connectionId, expectedParentConnectionId, parentConnectionId } = request;
    const knows = [expectedParentConnectionId, parentConnectionId].every((parent) => tenant.parents.includes(parent));
    return knows && owns(tenant, owners.get(connectionId));
  };
}

/** Where each connection was, from when on. */
export function timelineOf(before: TopologyView, moves: readonly MoveEntry[]): Timeline {
  const start = before.parents.flatMap(({ id: parent, hostedConnections }) =>
    hostedConnections.map(({ id }) => ({ id, from: Number.NEGATIVE_INFINITY, parent })),
  );
  return Map.groupBy(
    [...start, ...moves.map(({ connectionId: id, time: from, to: parent }) => ({ id, from, parent }))],
    ({ id }) => id,
  );
}

export type Timeline = ReadonlyMap<string, readonly { from: number; parent: string }[]>;
