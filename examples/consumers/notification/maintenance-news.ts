import { isCancelled, isSame, type LineEnd, type Maintenance, type Told } from './maintenance-state.ts';

/**
 * Whether the customer is to be told. Not before all their lines are known: one message for all of them. Then of a new window, of a
 * line that was added or is not moved after all, and when all is over, but not of each line that was moved: the whole is what they
 * wait for, and it needs no timer. When a drain has ended, each of its lines comes to an end, so for that they are told once too.
 */
export function isNews(told: Told | undefined, { isComplete, ...now }: Maintenance): boolean {
  if (!isComplete) return false;
  // What they were never told of need not be cancelled.
  if (!told) return now.status !== 'CANCELLED';
  if (!isSame(told.window, now.window) || told.status !== now.status) return true;
  return now.lines.some(({ announced: { connectionId }, end }) => isNewsOf(told.ends[connectionId], end));
}

/** @param before undefined if the line was not in the message */
function isNewsOf(before: LineEnd | undefined, end: LineEnd): boolean {
  if (before === undefined) return true;
  if (isCancelled(before)) return !isCancelled(end);
  return isCancelled(end) && end !== 'DRAIN_ENDED';
}
