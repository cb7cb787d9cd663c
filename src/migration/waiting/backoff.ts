import type { RetryCause } from '../step-result.ts';

/** The longest brief wait, in seconds: longer ones are the ledger's. */
export const LONGEST_BRIEF_WAIT_SECONDS = 45;

/**
 * The longest rest of a message that only the queue has, in seconds: with the queue's 100 receives it outlasts an outage of
 * ten hours (88 rests of 450 s on average).
 */
const LONGEST_REST_SECONDS = 900;

/** First step of the backoff in seconds, by cause: a throttled API needs more rest than a lost race. */
const BASE_SECONDS: Record<BackoffCause, number> = {
  contended: 1,
  outOfTime: 1,
  throttled: 2,
  unreachable: 4,
  observationUnavailable: 4,
  fault: 4,
  onlyInQueue: 4,
};

/** Why a message comes again: `fault`, an exception; `onlyInQueue`, one before it was stored or answered. */
export type BackoffCause = RetryCause | 'fault' | 'onlyInQueue';

/** After so many receives a message is acknowledged and the ledger goes on alone: receives are not burnt without end. */
export const MAX_BRIEF_RECEIVES = 12;

/**
 * Full jitter: uniform between nothing and an exponentially growing limit, in whole seconds as ChangeMessageVisibility
 * takes them ("Exponential Backoff And Jitter", AWS Architecture Blog).
 *
 * @param receives how often the message was received, from 1 (ApproximateReceiveCount)
 * @param random uniform in [0, 1)
 */
export function backoffSeconds(cause: BackoffCause, receives: number, random: number): number {
  const longest = cause === 'onlyInQueue' ? LONGEST_REST_SECONDS : LONGEST_BRIEF_WAIT_SECONDS;
  const limit = Math.min(longest, BASE_SECONDS[cause] * 2 ** Math.min(receives - 1, 10));
  return Math.ceil(random * limit);
}
