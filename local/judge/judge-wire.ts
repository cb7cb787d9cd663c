import type { EventDetail } from '../../src/contract/event.ts';
import { type Accounted, accountFor } from './account-for.ts';
import type { Objection } from './evidence.ts';
import { askedBy, fromTheWire } from './from-the-wire.ts';
import { judge } from './judge.ts';
import { isNewer } from './order.ts';
import { distinctEvents, moveCalls, rightsOf, type Wire } from './wire.ts';

export interface WireVerdict {
  /** Every move, and the outcome that reports it. */
  accounted: readonly Accounted[];
  objections: string[];
}

/**
 * Judges a run from outside: by the invariants, and by what Direct Connect answered and why requests were rejected. The
 * simulation has those last rules otherwise: it has no wire that answers go over, and it knows of each rejection whether it
 * was right, of which here only the clearest can be known.
 */
export function judgeWire(wire: Wire): WireVerdict {
  const events = distinctEvents(wire.received);
  const accounted = accountFor(wire.journal.moves, events);
  const broken = [...judge(fromTheWire(wire, accounted)), ...misreported(events, wire)];
  const unfounded = [...wronglyForbidden(events, wire), ...wronglySuperseded(events, wire)];
  return { accounted, objections: [...broken, ...unfounded].map(({ rule, what }) => `${rule}: ${what}`) };
}

/** I8: what is published about an answer is what Direct Connect answered. */
function misreported(events: readonly EventDetail[], { journal }: Wire): Objection[] {
  const byId = new Map(moveCalls(journal).map((call) => [call.requestId, call]));
  const objection = (event: EventDetail, what: string) => [toObjection('I8', event, what)];
  return events.flatMap((event) => {
    const { outcome, disposition, awsRequestId, reason } = event.data;
    const call = byId.get(awsRequestId ?? '');
    if (disposition === 'moved' && call?.answer.kind !== 'success')
      return objection(event, 'was published as moved without an answer');
    const isAnswered = outcome === 'FAILED' && reason?.code !== 'RESOLVED_NOT_MOVED';
    return isAnswered && call?.answer.kind !== 'error'
      ? objection(event, 'was published as failed, but no call was refused')
      : [];
  });
}

/** A dry run is answered from one observation, which may show a connection on no parent while it is being moved. */
function wronglyForbidden(events: readonly EventDetail[], wire: Wire): Objection[] {
  const hasRight = rightsOf(wire);
  return events
    .filter(({ data }) => data.outcome !== 'PLANNED' && data.reason?.code === 'NOT_PERMITTED')
    .filter(hasRight)
    .map((event) => toObjection('rejection', event, 'was not permitted, with the right to it'));
}

/** Superseded needs a request of the same tenant and connection that is as new or newer. */
function wronglySuperseded(events: readonly EventDetail[], wire: Wire): Objection[] {
  const askedOf = askedBy(wire);
  const rivals = Map.groupBy(events, ({ data }) => `${data.tenant} ${data.request?.connectionId}`);
  return events.flatMap((event) => {
    const { tenant, reason } = event.data;
    const request = askedOf(event);
    if (reason?.code !== 'SUPERSEDED' || !request) return [];
    const others = rivals.get(`${tenant} ${request.connectionId}`) ?? [];
    const isPassed = others
      .map(askedOf)
      .some((other) => other && other.key !== request.key && !isNewer(request, other));
    return isPassed ? [] : [toObjection('rejection', event, 'was superseded by nothing')];
  });
}

function toObjection(rule: string, { data, metadata }: EventDetail, what: string): Objection {
  return { rule, what: `${data.tenant} ${data.request?.requestId} ${what}`, at: Date.parse(metadata.occurredAt) };
}
