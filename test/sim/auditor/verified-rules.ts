import { formatKey } from '../../../src/migration/model/request-item.ts';
import type { Evidence, KnownRequest } from './evidence.ts';
import { hasMoved, type Verified } from './verification-rules.ts';
import { areListsTooLong } from './wait-rules.ts';

/** Whether all moves are verified as far as they ever will be. */
export function areVerified(evidence: Evidence): boolean {
  return unverified(evidence).length === 0;
}

/** When all had its time: each move has a final verdict that is published; or one that is not, and the reason still holds. */
export function judgeVerifications(evidence: Evidence): void {
  for (const { key } of unverified(evidence)) {
    const verified = evidence.verifications.verified.get(key);
    const verdicts = verified?.verdicts.join(', ') ?? 'never begun';
    evidence.object('verification', `${key} has moved a line, and is not verified to the end: ${verdicts}`);
  }
  for (const { verdicts } of evidence.verifications.verified.values()) {
    if (verdicts.includes('UNHEALTHY') && verdicts.includes('HEALTHY')) evidence.count('lines healthy after all');
    if (verdicts.at(-1) === 'UNHEALTHY') evidence.count('lines left unhealthy');
  }
}

function unverified(evidence: Evidence): KnownRequest[] {
  if (evidence.settings.verifyWithinMs === 0) return [];
  return [...evidence.requests.values()].filter((request) => hasMoved(request) && !isAtEnd(evidence, request));
}

function isAtEnd(evidence: Evidence, request: KnownRequest): boolean {
  if (request.key === evidence.unpublishable) return true;
  const verified = evidence.verifications.verified.get(request.key);
  if (!verified) return false;
  const isTold = [...evidence.verifications.events.values()].every(
    ({ key, isPublished }) => key !== request.key || isPublished,
  );
  if (!isTold) return false;
  if (!verified.isDue) return true;
  return verified.verdicts.length > 0 && isStillSo(evidence, verified, request);
}

/** The line is still not well, or cannot be looked at: lists that fill an invocation, another request that no one decides. */
function isStillSo(evidence: Evidence, verified: Verified, request: KnownRequest): boolean {
  const { connectionId, target, stateBefore } = verified;
  const { world, time } = evidence;
  const states = world.statesWithin(connectionId, time.now - 2 * 3_600_000, time.now);
  const wasWell = states.every(
    ({ parent, state }) => parent === target && (state === 'available' || state === stateBefore),
  );
  if (!wasWell || areListsTooLong(evidence, request) || world.anyKeptSince(time.now)) return true;
  const active = evidence.ledger.connections.get(connectionId)?.active;
  return active !== undefined && formatKey(active) !== request.key;
}
