import { drainEvent } from '../../contract/operations/drain-event.ts';
import type { DrainEventName } from '../../contract/operations/names.ts';
import { formatTime } from '../../contract/time.ts';
import type { BusEvent } from '../../migration/ports/bus.ts';
import type { Decision, Drain, DrainHistoryEntry } from './drain.ts';
import { isOpen, type LineProgress, type LineState } from './line.ts';
import type { Stop } from './stop.ts';

/** The item must not grow without end while the bus is away: then nothing more is released. */
export const MOST_UNPUBLISHED = 32;

/** History entries that are kept. */
const MOST_HISTORY = 60;

/** With an entry in its history. */
export function withHistory(drain: Drain, what: string, { atMs, by, why }: Decision): Drain {
  const entry: DrainHistoryEntry = { what, atMs, by, why };
  return { ...drain, history: [...drain.history, entry].slice(-MOST_HISTORY) };
}

/**
 * When something is decided that is told: later than all that was told before, whatever the clocks say, for an event is known by its
 * time. Its history entry has the same time.
 */
export function timeOfEvent({ history }: Pick<Drain, 'history'>, now: number): number {
  return history.reduce((time, { atMs }) => Math.max(time, atMs + 1), now);
}

/** With an event to publish. */
export function withEvent(drain: Drain, event: BusEvent): Drain {
  return { ...drain, unpublished: [...drain.unpublished, event] };
}

/**
 * With an event about the drain as it is now.
 *
 * @param stops those that it is about: all that there are, or those that are lifted
 */
export function withDrainEvent(
  drain: Drain,
  name: DrainEventName,
  {
    atMs,
    source,
    serviceVersion,
    stops = drain.stops,
  }: { atMs: number; source: string; serviceVersion: string; stops?: readonly Stop[] },
): Drain {
  const data = {
    drainId: drain.drainId,
    ...(drain.rollbackOf === undefined ? {} : { rollbackOf: drain.rollbackOf }),
    ...{ parentConnectionId: source, rev: drain.rev, digest: drain.digest, wave: drain.wave.number },
    waived: (['notice', 'approval'] as const).filter((what) => drain.waivers[what] !== undefined),
    stops: stops.map(({ id, kind, about }) => ({ id, kind, ...(about === undefined ? {} : { about }) })),
    lines: summaryOf(Object.values(drain.lines)),
  };
  return withEvent(drain, drainEvent(name, { occurredAt: formatTime(atMs), serviceVersion }, data));
}

const LEFT: readonly LineState[] = ['failed', 'drifted', 'setAside'];
const OTHER: readonly LineState[] = ['overtaken', 'gone', 'movedAway'];

/** How many lines are where, for others. */
function summaryOf(lines: readonly LineProgress[]) {
  const count = (isMeant: (line: LineProgress) => boolean) => lines.filter(isMeant).length;
  return {
    planned: count(({ state }) => state === 'planned' || state === 'waits'),
    open: count(isOpen),
    healthy: count(({ state }) => state === 'healthy'),
    left: count(({ state }) => LEFT.includes(state)),
    other: count(({ state }) => OTHER.includes(state)),
  };
}
