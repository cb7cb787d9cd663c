import type { EventDetail } from '../../src/contract/event.ts';
import type { Tenant } from '../../src/migration/tenants.ts';
import type { MoveEntry } from '../direct-connect/journal.ts';
import type { TopologyView } from '../direct-connect/topology-view.ts';
import type { Received, Result } from './sent-request.ts';

export interface Evidence {
  results: readonly Result[];
  received: readonly Received[];
  /** Direct Connect's own journal of what really moved. */
  moves: readonly MoveEntry[];
  before: TopologyView;
  tenants: readonly Tenant[];
}

export interface Audit {
  messages: number;
  moves: number;
  /** Messages without any outcome. */
  lost: number;
  /** Effective moves that no outcome accounts for: a second one of a request is among them. */
  unaccounted: number;
  /** Deliveries of an event beyond the first, which consumers drop by its id. */
  repeated: number;
  /** What breaks the service's promise, in words; empty if all is well. */
  objections: string[];
}

/** Judges a run from outside: it sees what was sent, what Direct Connect did, and what the consumers received. */
export function audit(evidence: Evidence): Audit {
  const events = distinctEvents(evidence.received);
  const lost = evidence.results.filter(({ event }) => event === undefined);
  const unaccounted = unaccountedMoves(evidence.moves, events);
  const objections = [
    ...lost.map(({ line }) => `the message of line ${line} has no outcome`),
    ...unaccounted.map(({ move, why }) => `${move.connectionId} moved from ${move.from} to ${move.to}: ${why}`),
    ...untrueEvents(evidence.moves, events),
    ...changedEvents(evidence.received),
    ...secondOutcomes(events),
    ...outOfOrder(evidence.moves, events),
    ...withoutRight(evidence, events),
    ...unequalConsumers(evidence.received),
  ];
  const deliveries = new Set(evidence.received.map(({ consumer, detail }) => `${consumer} ${detail.metadata.eventId}`));
  return {
    messages: evidence.results.length,
    moves: evidence.moves.length,
    lost: lost.length,
    unaccounted: unaccounted.length,
    repeated: evidence.received.length - deliveries.size,
    objections,
  };
}

function distinctEvents(received: readonly Received[]): EventDetail[] {
  return [...new Map(received.map(({ detail }) => [detail.metadata.eventId, detail])).values()];
}

/** Whether an outcome tells of this move; each can tell of one only. */
function tells({ data }: EventDetail, move: MoveEntry): boolean {
  return (
    data.outcome === 'MIGRATED' &&
    data.disposition !== 'alreadyThere' &&
    data.request?.connectionId === move.connectionId &&
    data.previousParentConnectionId === move.from &&
    data.parentConnectionId === move.to
  );
}

/** A HELD request may have moved: that is what being held says. */
function mayTell({ data }: EventDetail, move: MoveEntry): boolean {
  const { request } = data;
  return (
    data.outcome === 'HELD' && request?.connectionId === move.connectionId && request.parentConnectionId === move.to
  );
}

function unaccountedMoves(moves: readonly MoveEntry[], events: EventDetail[]): { move: MoveEntry; why: string }[] {
  const free = new Set(events);
  const unaccounted = [];
  for (const move of moves) {
    const teller = [...free].find((event) => tells(event, move)) ?? [...free].find((event) => mayTell(event, move));
    if (teller) free.delete(teller);
    else unaccounted.push({ move, why: 'no outcome of its own tells of it' });
  }
  return unaccounted;
}

function untrueEvents(moves: readonly MoveEntry[], events: EventDetail[]): string[] {
  const free = new Set(moves);
  return events.flatMap((event) => {
    const { outcome, disposition, request } = event.data;
    if (outcome !== 'MIGRATED' || disposition === 'alreadyThere') return [];
    const move = [...free].find((candidate) => tells(event, candidate));
    if (!move) return [`${request?.requestId} was told as ${disposition}, but nothing moved`];
    free.delete(move);
    return [];
  });
}

function changedEvents(received: readonly Received[]): string[] {
  const first = new Map<string, string>();
  return received.flatMap(({ detail }) => {
    const { eventId } = detail.metadata;
    const text = JSON.stringify(detail);
    const known = first.get(eventId) ?? text;
    first.set(eventId, known);
    return known === text ? [] : [`event ${eventId} was told with two different details`];
  });
}

function secondOutcomes(events: EventDetail[]): string[] {
  const finals = events.filter(({ data }) => data.outcome !== 'HELD' && data.reason?.code !== 'CONFLICTING_REQUEST');
  const byRequest = Map.groupBy(finals, ({ data }) => data.request && `${data.tenant} ${data.request.requestId}`);
  return [...byRequest].flatMap(([key, outcomes]) =>
    key !== null && outcomes.length > 1 ? [`request ${key} has ${outcomes.length} final outcomes`] : [],
  );
}

function outOfOrder(moves: readonly MoveEntry[], events: EventDetail[]): string[] {
  const lastOf = new Map<string, string>();
  return moves.flatMap((move) => {
    const requestedAt = events.find((event) => tells(event, move))?.data.request?.requestedAt;
    if (requestedAt === undefined) return [];
    const last = lastOf.get(move.connectionId);
    lastOf.set(move.connectionId, requestedAt);
    return last !== undefined && last >= requestedAt ? [`${move.connectionId} was moved out of order`] : [];
  });
}

function withoutRight({ before, tenants, moves }: Evidence, events: EventDetail[]): string[] {
  const owners = new Map(
    before.parents.flatMap(({ hostedConnections }) =>
      hostedConnections.map(({ id, ownerAccount }) => [id, ownerAccount]),
    ),
  );
  const mayTouch = (tenantName: string | null, connectionId: string) =>
    tenants.find(({ name }) => name === tenantName)?.ownerAccounts.includes(owners.get(connectionId) ?? '') ?? false;
  return events.flatMap((event) => {
    const { tenant, request, connection } = event.data;
    const connectionId = request?.connectionId ?? connection?.connectionId ?? '';
    if (mayTouch(tenant, connectionId)) return [];
    const moved = moves.some((move) => tells(event, move)) ? [`${connectionId} was moved without the right to it`] : [];
    return connection
      ? [...moved, `${connectionId} was shown to ${tenant ?? 'a stranger'} without the right to it`]
      : moved;
  });
}

/** Billing hears every MIGRATED that notification hears, and nothing else. */
function unequalConsumers(received: readonly Received[]): string[] {
  const heardBy = (wanted: Received['consumer']) =>
    new Set(
      received
        .filter(({ consumer, detail }) => consumer === wanted && detail.data.outcome === 'MIGRATED')
        .map(({ detail }) => detail.metadata.eventId),
    );
  const different = heardBy('billing').symmetricDifference(heardBy('notification'));
  return [...different].map((eventId) => `event ${eventId} reached only one of billing and notification`);
}
