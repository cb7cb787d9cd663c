import type { BriefCause } from './progress.ts';

/** The longest brief wait, in seconds: longer ones are the ledger's. */
export const LONGEST_BRIEF_WAIT = 45;

/** First step of the backoff in seconds, by cause: a throttled API needs more rest than a lost race. */
const BASE: Record<BriefCause | 'fault', number> = {
  contended: 1,
  outOfTime: 1,
  throttled: 2,
  unreachable: 4,
  lookUnavailable: 4,
  fault: 4,
};

/** After so many receives a message is acknowledged and the ledger goes on alone: receives are not burnt without end. */
export const MAX_BRIEF_RECEIVES = 12;

/**
 * Full jitter: uniform between nothing and an exponentially growing limit, in whole seconds as ChangeMessageVisibility
 * takes them ("Exponential Backoff And Jitter", AWS Architecture Blog).
 *
 * @param receives how often the message was received, from 1 (ApproximateReceiveCount)
 * @param random uniform in [0, 1)
 */
export function backoffSeconds(cause: BriefCause | 'fault', receives: number, random: number): number {
  const limit = Math.min(LONGEST_BRIEF_WAIT, BASE[cause] * 2 ** Math.min(receives - 1, 10));
  return Math.ceil(random * limit);
}
