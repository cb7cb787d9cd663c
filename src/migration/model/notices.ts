import { type CordonedEvent, cordonedEvent } from '../../contract/operations/cordoned.ts';
import { type ReleasedEvent, releasedEvent } from '../../contract/operations/released.ts';
import type { ReleasedData } from '../../contract/operations/released-schema.ts';
import { formatTime } from '../../contract/time.ts';

/** An event about what an operator did. */
export interface Notice {
  /** When it was decided, in milliseconds since the epoch. */
  atMs: number;
  event: CordonedEvent | ReleasedEvent;
}

/** What operators did to cordons and others are still to be told: each is stored by the write that does it, until the bus has accepted it. */
export interface Notices {
  /** When the last of them was decided, in milliseconds since the epoch. It stays, so that no notice is like an earlier one. */
  lastAtMs: number;
  unpublished: readonly Notice[];
}

/** The item that they are on is read and written again and again: while the bus is away, it must not grow for long. */
export const MOST_NOTICES = 30;

export function isFull(unpublished: readonly Notice[] = []): boolean {
  return unpublished.length >= MOST_NOTICES;
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

/** With the event of a line that holds up others no more. */
export function withReleaseNotice(
  unpublished: readonly Notice[] = [],
  atMs: number,
  { serviceVersion, ...data }: ReleasedData & { serviceVersion: string },
): Notice[] {
  return [...unpublished, { atMs, event: releasedEvent({ occurredAt: formatTime(atMs), serviceVersion }, data) }];
}

/** Those that the bus has not accepted. */
export function stillUntold(unpublished: readonly Notice[], published: ReadonlySet<string>): readonly Notice[] {
  return unpublished.filter(({ event }) => !published.has(event.eventId));
}
