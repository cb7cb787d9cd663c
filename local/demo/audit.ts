import type { MoveEntry, TopologyView } from '#direct-connect-simulator';
import type { BillingLine } from '../../examples/consumers/billing/line.ts';
import type { EventDetail } from '../../src/contract/event.ts';
import { isBefore } from '../../src/contract/time.ts';
import type { Tenant } from '../../src/migration/model/tenants.ts';
import { type Accounted, accountFor, claimsMove } from './account-for.ts';
import { judgeLines } from './judge-lines.ts';
import type { Received, Result } from './sent-request.ts';

export interface Evidence {
  results: readonly Result[];
  received: readonly Received[];
  /** Direct Connect's own journal of what really moved. */
  moves: readonly MoveEntry[];
  before: TopologyView;
  tenants: readonly Tenant[];
  /** Where the reference consumers ran: what billing keeps, and what they could not do, in words. */
  consumers?: { lines: readonly BillingLine[]; failures: readonly string[] };
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
  const accounted = accountFor(evidence.moves, events);
  const unaccounted = accounted.filter(({ teller }) => teller === undefined);
  const objections = [
    ...lost.map(({ line }) => `the message of line ${line} has no outcome`),
    ...unaccounted.map(({ move }) => `${describe(move)}: no outcome of its own tells of it`),
    ...untrueEvents(accounted, events),
    ...changedEvents(evidence.received),
    ...secondOutcomes(events),
    ...outOfOrder(accounted),
    ...withoutRight(evidence, accounted, events),
    ...unequalConsumers(evidence.received),
    ...(evidence.consumers ? judgeLines(accounted, evidence.consumers.lines) : []),
    ...(evidence.consumers?.failures ?? []),
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

function describe({ connectionId, from, to }: MoveEntry): string {
  return `${connectionId} moved from ${from} to ${to}`;
}

function untrueEvents(accounted: readonly Accounted[], events: EventDetail[]): string[] {
  const tellers = new Set(accounted.map(({ teller }) => teller));
  return events
    .filter((event) => claimsMove(event) && !tellers.has(event))
    .map(({ data }) => `${data.request?.requestId} was told as ${data.disposition}, but nothing moved`);
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

function outOfOrder(accounted: readonly Accounted[]): string[] {
  const lastOf = new Map<string, string>();
  return accounted.flatMap(({ move, teller }) => {
    const requestedAt = teller?.data.request?.requestedAt;
    if (requestedAt === undefined) return [];
    const last = lastOf.get(move.connectionId);
    lastOf.set(move.connectionId, requestedAt);
    return last !== undefined && !isBefore(last, requestedAt) ? [`${move.connectionId} was moved out of order`] : [];
  });
}

function withoutRight({ before, tenants }: Evidence, accounted: readonly Accounted[], events: EventDetail[]): string[] {
  const owners = new Map(
    before.parents.flatMap(({ hostedConnections }) =>
      hostedConnections.map(({ id, ownerAccount }) => [id, ownerAccount]),
    ),
  );
  const mayTouch = (tenantName: string | null, connectionId: string) =>
    tenants.find(({ name }) => name === tenantName)?.ownerAccounts.includes(owners.get(connectionId) ?? '') ?? false;
  const moved = accounted
    .filter(({ move, teller }) => teller && !mayTouch(teller.data.tenant, move.connectionId))
    .map(({ move }) => `${move.connectionId} was moved without the right to it`);
  const shown = events.flatMap(({ data: { tenant, connection } }) =>
    connection && !mayTouch(tenant, connection.connectionId ?? '')
      ? [`${connection.connectionId} was shown to ${tenant ?? 'a stranger'} without the right to it`]
      : [],
  );
  return [...moved, ...shown];
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
