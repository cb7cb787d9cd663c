import type { Verdict } from '../../contract/operations/names.ts';
import { conclusiveAfter, type Settings } from '../model/settings.ts';
import type { Look } from './judge.ts';
import type { Verification } from './verification.ts';

/** A verification after a look, and the verdict that it has come to by that. */
export interface Progress {
  verification: Verification;
  verdict?: Verdict;
}

/** Fewer looks prove nothing, however far apart they are. */
const SOAK_LOOKS = 3;

/** Of a line that is not well, how long the time between two looks may be, as a share of the time since the move. */
const SHARE_OF_AGE = 1 / 10;

type Times = Pick<Settings, 'staleMs' | 'clockSkewMs' | 'verifyWithinMs' | 'soakMs'>;

/** What a look that counts comes to. */
export function afterLook(verification: Verification, look: Look, settings: Times): Progress {
  const looked = { ...verification, looks: verification.looks + 1, lastLookAtMs: look.atMs };
  if (look.kind === 'good') return afterGood(withoutMissing(looked), look, settings);
  if (look.kind === 'missing') return afterMissing(looked, look, settings);
  const isElsewhere = look.kind === 'elsewhere';
  const bad: Verification = {
    ...withoutMissing(looked),
    goodLooks: 0,
    lastBadAtMs: look.atMs,
    failings: isElsewhere ? ['NOT_ON_TARGET'] : look.failings,
  };
  return isElsewhere ? { verification: bad, verdict: 'MOVED_AWAY' } : afterBad(bad, verification, settings);
}

/** Where there was none that counts: a line that cannot be looked at for long is told of too. */
export function withoutLook(verification: Verification, now: number, { verifyWithinMs }: Times): Progress {
  const { verdict, movedAtMs, lastLookAtMs = movedAtMs } = verification;
  if (verdict !== undefined || now <= lastLookAtMs + verifyWithinMs) return { verification };
  return { verification: { ...verification, failings: ['NOT_LOOKED_AT'] }, verdict: 'UNKNOWN' };
}

/** When it is looked at next: each poll interval as long as a verdict is near, and ever more rarely while a line is not well. */
export function nextLookAt(
  { verdict, goodLooks, movedAtMs }: Verification,
  now: number,
  { pollIntervalMs, postponeLimitMs }: Pick<Settings, 'pollIntervalMs' | 'postponeLimitMs'>,
): number {
  const isNear = verdict === undefined || goodLooks > 0;
  const rare = Math.min((now - movedAtMs) * SHARE_OF_AGE, postponeLimitMs);
  const gap = isNear ? pollIntervalMs : Math.max(pollIntervalMs, rare);
  // Runs do not come to the second: due well before the one that is meant.
  return now + gap - pollIntervalMs / 2;
}

function afterGood(looked: Verification, look: Look, settings: Times): Progress {
  const isFirst = looked.goodLooks === 0;
  const verification: Verification = {
    ...looked,
    goodLooks: looked.goodLooks + 1,
    ...(isFirst ? { firstGoodAtMs: look.atMs, resolutionMs: look.atMs - maybeGoodFrom(looked, settings) } : {}),
  };
  const { firstGoodAtMs = look.atMs, goodLooks } = verification;
  const isSoaked = look.atMs - firstGoodAtMs >= settings.soakMs && goodLooks >= SOAK_LOOKS;
  return isSoaked ? { verification, verdict: 'HEALTHY' } : { verification };
}

/** What was seen last before may have been as old as the staleness bound. */
function maybeGoodFrom({ movedAtMs, lastBadAtMs = movedAtMs }: Verification, { staleMs }: Times): number {
  return Math.max(movedAtMs, lastBadAtMs - staleMs);
}

/** Not good in time, or no longer good: told once. */
function afterBad(verification: Verification, before: Verification, { verifyWithinMs }: Times): Progress {
  const { verdict, movedAtMs, lastBadAtMs = movedAtMs } = verification;
  const isTold = verdict !== undefined && verdict !== 'UNKNOWN';
  const isOver = before.goodLooks > 0 || verdict === 'UNKNOWN' || lastBadAtMs > movedAtMs + verifyWithinMs;
  return !isTold && isOver ? { verification, verdict: 'UNHEALTHY' } : { verification };
}

/** Gone only if a second look agrees whose listings show what was after all those of the first. */
function afterMissing(looked: Verification, look: Look, settings: Times): Progress {
  const verification: Verification = {
    ...looked,
    goodLooks: 0,
    lastBadAtMs: look.atMs,
    failings: ['NOT_ON_TARGET'],
    missingSinceMs: looked.missingSinceMs ?? look.atMs,
  };
  if (looked.missingSinceMs !== undefined && look.fromMs > conclusiveAfter(looked.missingSinceMs, settings))
    return { verification, verdict: 'GONE' };
  return afterBad(verification, looked, settings);
}

function withoutMissing({ missingSinceMs: _, ...verification }: Verification): Verification {
  return verification;
}
