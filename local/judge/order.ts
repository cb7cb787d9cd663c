import { formatTime, toSortable } from '../../src/contract/time.ts';
import type { Asked } from './evidence.ts';

/** docs/contract.md: further ahead of its sending than this, a request counts as of its sending. In milliseconds. */
const ORDERED_AHEAD = 5_000;

/** Whether a request is newer than another, by what both say and when they were sent. */
export function isNewer(one: Asked, other: Asked): boolean {
  const [at, otherAt] = [countsAs(one), countsAs(other)];
  return at === otherAt ? one.requestedAt > other.requestedAt : at > otherAt;
}

/** The time that a request counts as given at. */
export function countsAs({ requestedAt, sentAtMs }: Asked): string {
  const isAhead = requestedAt > toSortable(formatTime(sentAtMs + ORDERED_AHEAD));
  return isAhead ? toSortable(formatTime(sentAtMs)) : requestedAt;
}
