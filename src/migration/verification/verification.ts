import type { Failing, Verdict } from '../../contract/operations/names.ts';
import type { VerifiedEvent } from '../../contract/operations/verified.ts';

/**
 * `VERIFICATION#<tenant>#<requestId>`: what has been seen of a line since a request moved it. What the move was, its request's item
 * says, which changes no more. Times in milliseconds since the epoch.
 */
export interface Verification {
  connectionId: string;
  source: string;
  target: string;
  /** When the move's outcome was recorded (W4). */
  movedAtMs: number;
  /** Looks that counted. */
  looks: number;
  lastLookAtMs?: number;
  /** Looks of the run of good ones that goes on; 0 if the last was not good. */
  goodLooks: number;
  /** The first of the last run of good ones, and for how long before it the line may have been good already. */
  firstGoodAtMs?: number;
  resolutionMs?: number;
  lastBadAtMs?: number;
  /** What was not as it should be then. */
  failings: Failing[];
  /** Since when it has been listed nowhere, or deleted. */
  missingSinceMs?: number;
  verdict?: Verdict;
  verdictAtMs?: number;
  /** The verdict's event, until the bus has accepted it. */
  event?: VerifiedEvent;
}

/** After these, nothing more is looked at. */
const FINAL: readonly (Verdict | undefined)[] = ['HEALTHY', 'OVERTAKEN', 'GONE', 'MOVED_AWAY'];

export function isDecided({ verdict }: Pick<Verification, 'verdict'>): boolean {
  return FINAL.includes(verdict);
}
