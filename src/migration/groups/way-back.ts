import type { Verdict } from '../../contract/operations/names.ts';
import type { Entry, Group } from './group.ts';
import { isSettled } from './leave.ts';

/** A line's last move, as its connection remembers it. */
export interface LastMove {
  /** The request's key as one text. */
  request: string;
  /** Where it came from. */
  from: string;
}

/**
 * Whether a request moves its line back to where its last move came from, while that has not settled and its entry stands:
 * since that was made, only lines have entered that go together with it.
 *
 * @param verdict of the last move, read after the group
 */
export function mayGoBack(
  { entries }: Group,
  { connectionId, target }: { connectionId: string; target: string },
  last: LastMove | undefined,
  verdict: Verdict | undefined,
): boolean {
  if (!last || last.from !== target || isSettled(verdict)) return false;
  const isOfLastMove = (entry: Entry) => entry.connectionId === connectionId && entry.request === last.request;
  return entries.some(isOfLastMove);
}
