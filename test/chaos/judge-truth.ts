import type { EventDetail } from '../../src/contract/event.ts';
import { type ChaosEvidence, distinctEvents } from './evidence.ts';

/** A connection's place from a time on. */
interface Placement {
  from: number;
  parent: string;
}

type Timeline = ReadonlyMap<string, readonly Placement[]>;

/** How old the observation behind an outcome can be: the local stage's STALE and function timeout. */
const LOOK_MS = 17_000;

/** Objections to what was told of where connections are, held against where they were in truth. */
export function judgeTruth(evidence: ChaosEvidence): string[] {
  const timeline = timelineOf(evidence);
  return distinctEvents(evidence.received).flatMap((event) => {
    const objection = unseen(event, timeline) ?? misplaced(event, timeline);
    const name = `${event.data.tenant} ${event.data.request?.requestId}`;
    return objection === undefined ? [] : [`${name}: ${objection}`];
  });
}

function timelineOf({ before, journal }: ChaosEvidence): Timeline {
  const start = before.parents.flatMap(({ id: parent, hostedConnections }) =>
    hostedConnections.map(({ id }) => ({ id, from: Number.NEGATIVE_INFINITY, parent })),
  );
  const moves = journal.moves.map(({ connectionId, time, to }) => ({ id: connectionId, from: time, parent: to }));
  return Map.groupBy([...start, ...moves], ({ id }) => id);
}

/** Whether the connection was on the parent at any moment from `from` to `until`. */
function wasOn(timeline: Timeline, connectionId: string, parent: string, from: number, until: number): boolean {
  const placements = timeline.get(connectionId) ?? [];
  return placements.some((placement, index) => {
    const end = placements[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    return placement.parent === parent && placement.from <= until && end >= from;
  });
}

/** Seen on the target: without slack, between the observation and the outcome. */
function unseen({ metadata, data }: EventDetail, timeline: Timeline): string | undefined {
  const { request, observedAt } = data;
  if (!request || observedAt === undefined) return undefined;
  const { connectionId, parentConnectionId } = request;
  const there = wasOn(
    timeline,
    connectionId,
    parentConnectionId,
    Date.parse(observedAt),
    Date.parse(metadata.occurredAt),
  );
  return there ? undefined : `told as ${data.disposition}, but not on ${parentConnectionId} at ${observedAt}`;
}

/** Refused for being elsewhere: it was, at a moment that the observation can have shown. */
function misplaced({ metadata, data }: EventDetail, timeline: Timeline): string | undefined {
  const { request, reason } = data;
  if (!request || reason?.code !== 'UNEXPECTED_PARENT') return undefined;
  const { connectionId, expectedParentConnectionId: expected } = request;
  const until = Date.parse(metadata.occurredAt);
  const others = new Set((timeline.get(connectionId) ?? []).map(({ parent }) => parent));
  others.delete(expected);
  const elsewhere = [...others].some((parent) => wasOn(timeline, connectionId, parent, until - LOOK_MS, until));
  return elsewhere ? undefined : `was on ${expected} all the time`;
}
