import type { EventDetail } from '../../src/contract/event.ts';
import { toSortable } from '../../src/contract/time.ts';
import type { Accounted } from './account-for.ts';
import type { Asked, Evidence, Outcome, SeenCall, SeenMove } from './evidence.ts';
import { distinctEvents, type MoveCall, moveCalls, rightsOf, timelineOf, type Wire } from './wire.ts';

/** How old the observation behind an outcome can be: the local stage's staleness bound, the time that a listing serves at most, and the function timeout. */
const OBSERVATION_AGE_MS = 47_000;

/**
 * What a run has shown from outside, as the judge takes it. Which request a call is of has to be found out: by the outcome
 * that names it, or reports its move.
 */
export function fromTheWire(wire: Wire, accounted: readonly Accounted[]): Evidence {
  const { received, journal, before } = wire;
  const events = distinctEvents(received);
  const askedOf = askedBy(wire);
  const hasRight = rightsOf(wire);
  const reportOf = reportsByCall(accounted, events);
  const timeline = timelineOf(before, journal.moves);
  return {
    calls: moveCalls(journal).map((call) => seenCall(call, reportOf(call.requestId), askedOf, hasRight)),
    moves: accounted.map((one) => seenMove(one, askedOf)),
    outcomes: events.map((event) => outcomeOf(event, askedOf, hasRight(event))),
    events: received.map(({ detail }) => eventText(detail)),
    parentsWithin: (connectionId, from, until) => {
      const places = timeline.get(connectionId) ?? [];
      const isWithin = (place: { from: number }, index: number) =>
        place.from <= until && (places[index + 1]?.from ?? Number.POSITIVE_INFINITY) >= from;
      return places.filter(isWithin).map(({ parent }) => parent);
    },
    // On the local stack no one else moves anything.
    changedByOthers: () => false,
  };
}

/** By AWS's id of a call, the event that reports it. */
function reportsByCall(accounted: readonly Accounted[], events: readonly EventDetail[]) {
  const named = events.map((event) => [event.data.awsRequestId, event] as const);
  const moved = accounted.flatMap(({ move, report }) => (report ? [[move.requestId, report] as const] : []));
  const byCall = new Map<string | null, EventDetail>([...named, ...moved]);
  return (awsRequestId: string) => byCall.get(awsRequestId);
}

function seenCall(
  call: MoveCall,
  report: EventDetail | undefined,
  askedOf: AskedOf,
  hasRight: (event: EventDetail) => boolean,
): SeenCall {
  const { seq, connectionId, time } = call;
  return {
    ...{ name: `call ${seq} for ${connectionId}`, connectionId, at: time, closedAtMs: closedAt(call) },
    request: report && askedOf(report),
    hasRight: report === undefined || hasRight(report),
    ...{ seenFrom: time, isBeyond: false },
  };
}

/** It was answered, or given up by its caller, and its effect has shown. */
function closedAt({ time, answer, answeredAt, hiddenEffect }: MoveCall): number {
  const effectAtMs = hiddenEffect === null ? time : 'at' in hiddenEffect ? hiddenEffect.at : hiddenEffect.dueAt;
  const answered = answer.kind === 'pending' ? Number.POSITIVE_INFINITY : (answeredAt ?? time);
  return Math.max(answered, effectAtMs);
}

function seenMove({ move: { connectionId, from, to, time }, report }: Accounted, askedOf: AskedOf): SeenMove {
  return { connectionId, from, to, at: time, request: report && askedOf(report), seenFrom: time, isBeyond: false };
}

function outcomeOf(event: EventDetail, askedOf: AskedOf, hasRight: boolean): Outcome {
  const at = Date.parse(event.metadata.occurredAt);
  const isOfRequest = event.data.reason?.code !== 'CONFLICTING_REQUEST';
  const request = isOfRequest ? askedOf(event) : undefined;
  return {
    event,
    at,
    request,
    hasRight,
    seenFrom: at - OBSERVATION_AGE_MS,
    seenBeforeCallFrom: at - OBSERVATION_AGE_MS,
  };
}

type AskedOf = (event: EventDetail) => Asked | undefined;

/** What the request of an event asked for, and when the message that the event names as its cause was sent. */
export function askedBy({ sent }: Pick<Wire, 'sent'>): AskedOf {
  const sentAt = new Map(sent.map(({ messageId, sentAtMs }) => [messageId, sentAtMs]));
  return ({ data: { tenant, request }, metadata }) => {
    if (!request) return undefined;
    const { requestId, connectionId, expectedParentConnectionId: from, parentConnectionId: to, dryRun } = request;
    const requestedAt = toSortable(request.requestedAt);
    // A message out of a dead-letter queue is a new one, long after its time.
    const sentAtMs = sentAt.get(metadata.causationId) ?? Date.parse(requestedAt);
    return { key: `${tenant} ${requestId}`, connectionId, from, to, requestedAt, sentAtMs, dryRun };
  };
}

function eventText(detail: EventDetail) {
  const { eventId, occurredAt } = detail.metadata;
  return { eventId, detail: JSON.stringify(detail), at: Date.parse(occurredAt) };
}
