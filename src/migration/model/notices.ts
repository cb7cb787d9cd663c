import { type CordonedEvent, cordonedEvent } from '../../contract/operations/cordoned.ts';
import { formatTime } from '../../contract/time.ts';

/** An event about what an operator did. */
export interface Notice {
  /** When it was decided, in milliseconds since the epoch. */
  atMs: number;
  event: CordonedEvent;
}

/** What operators did and others are still to be told: each is stored by the write that does it, until the bus has accepted it. */
export interface Notices {
  /** When the last of them was decided, in milliseconds since the epoch. It stays, so that no notice is like an earlier one. */
  lastAtMs: number;
  unpublished: readonly Notice[];
}

/** The control item is read before each call, and written for each turn: while the bus is away, it must not grow for long. */
export const MOST_NOTICES = 30;

export function isFull(notices: Notices | undefined): boolean {
  return notices !== undefined && notices.unpublished.length >= MOST_NOTICES;
}

/** When a change is decided that is told: later than what was told before, whatever the clocks say. */
export function timeOfNotice(notices: Notices | undefined, now: number): number {
  return notices ? Math.max(now, notices.lastAtMs + 1) : now;
}

/** With the event of a parent that is cordoned, or no longer. */
export function withCordonNotice(
  notices: Notices | undefined,
  atMs: number,
  { serviceVersion, ...data }: { parentConnectionId: string; cordoned: boolean; serviceVersion: string },
): Notices {
  const event = cordonedEvent({ occurredAt: formatTime(atMs), serviceVersion }, data);
  return { lastAtMs: atMs, unpublished: [...(notices?.unpublished ?? []), { atMs, event }] };
}

/** Without those that the bus has accepted; the same where there are none of them. */
export function withoutPublished(notices: Notices, eventIds: ReadonlySet<string>): Notices {
  const unpublished = notices.unpublished.filter(({ event }) => !eventIds.has(event.eventId));
  return unpublished.length === notices.unpublished.length ? notices : { ...notices, unpublished };
}
