import { BEFORE_CALL_MS } from '../../settings/rules.ts';

/** How often the schedule invokes `dispatch`, in milliseconds (serverless.yml). */
const EVERY_MS = 60_000;
/** What is under way is over by then, mostly, in milliseconds. */
const HAND_OVER_MS = 1_500;

/**
 * What is left of a run that ends just before the schedule invokes the next one, which then begins at once. Without that,
 * Lambda would try the next run's event again ever more rarely, and no one would call meanwhile.
 *
 * @param remaining milliseconds left of the invocation
 * @param room milliseconds that a run keeps free before its end
 * @param scheduledAtMs when the schedule last did, in milliseconds since the epoch; undefined if that is not known
 * @param clock milliseconds since the epoch
 */
export function untilNextRun(
  remaining: () => number,
  room: number,
  scheduledAtMs: number | undefined,
  clock: () => number,
): () => number {
  if (scheduledAtMs === undefined) return remaining;
  const now = clock();
  const lastStart = now + remaining() - room;
  const runs = Math.floor((lastStart - scheduledAtMs + HAND_OVER_MS) / EVERY_MS);
  const endsAtMs = scheduledAtMs + runs * EVERY_MS - HAND_OVER_MS;
  // The schedule has changed, or a clock.
  if (endsAtMs <= now + BEFORE_CALL_MS) return remaining;
  return () => Math.min(remaining(), endsAtMs + room - clock());
}
