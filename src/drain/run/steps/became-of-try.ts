import type { EventDetail } from '../../../contract/event.ts';
import type { ReasonCode } from '../../../contract/reason.ts';
import type { RequestItem } from '../../../migration/model/request-item.ts';
import type { Verification } from '../../../migration/verification/verification.ts';
import type { LineState } from '../line.ts';

/** What the ledger has of a try; the request is undefined while its message is on its way, or lost. */
export interface Evidence {
  request?: RequestItem;
  verification?: Verification;
}

/** Where that brings the line. */
export interface Became {
  state: LineState;
  cause?: ReasonCode | string;
  /** Its time was over before it was called for. */
  isExpired?: true;
  /** Stops the drain, beside what its state does: the target takes no line, or no one has foreseen it. */
  stops?: 'target' | 'fault';
}

/** The line is where it was, and may stay there. */
const UNTOUCHED: readonly ReasonCode[] = [
  'UNEXPECTED_VLAN',
  'CONNECTION_STATE',
  'VLAN_CONFLICT',
  'IP_CONFLICT',
  'PARENT_CAPACITY',
  'DIRECT_CONNECT_REFUSED',
  // A person has looked at what was held, and wants no further call.
  'RESOLVED_NOT_MOVED',
];

/** Somebody else has moved, ordered or taken it. */
const DRIFTED: readonly ReasonCode[] = ['UNEXPECTED_PARENT', 'SUPERSEDED', 'NOT_PERMITTED'];

const TARGET: readonly ReasonCode[] = ['PARENT_NOT_FOUND', 'PARENT_CANNOT_HOST'];

/** The table of what became of a try. */
export function becameOf(evidence: Evidence, now: number, { verifyWithinMs }: { verifyWithinMs: number }): Became {
  const { request } = evidence;
  if (!request) return { state: 'released' };
  if (request.state === 'RECEIVED' || request.state === 'CALLING') {
    const cause = request.waitsFor?.cause;
    return { state: 'released', ...(cause === undefined ? {} : { cause }) };
  }
  if (request.state === 'HELD') return { state: 'held', cause: 'OUTCOME_UNKNOWN' };
  const { disposition, reason } = outcomeOf(request);
  if (request.state !== 'MIGRATED') return withoutMove(reason?.code);
  // An earlier try that had moved it has ended as such: this one found what others did, and they verify it.
  if (disposition === 'alreadyThere') return { state: 'drifted', cause: 'ALREADY_THERE' };
  return evidence.verification
    ? afterMove(evidence.verification)
    : notLookedAt(request.ended?.atMs ?? now, now, verifyWithinMs);
}

function withoutMove(code: ReasonCode | undefined): Became {
  if (code === undefined) return { state: 'failed', cause: 'UNFORESEEN', stops: 'fault' };
  if (code === 'EXPIRED') return { state: 'planned', cause: code, isExpired: true };
  if (DRIFTED.includes(code)) return { state: 'drifted', cause: code };
  if (TARGET.includes(code)) return { state: 'planned', cause: code, stops: 'target' };
  return { state: 'failed', cause: code, ...(UNTOUCHED.includes(code) ? {} : { stops: 'fault' as const }) };
}

const BY_VERDICT = {
  HEALTHY: 'healthy',
  UNHEALTHY: 'unhealthy',
  UNKNOWN: 'unknown',
  OVERTAKEN: 'overtaken',
  GONE: 'gone',
  MOVED_AWAY: 'movedAway',
} as const;

function afterMove({ verdict, firstGoodAtMs, failings }: Verification): Became {
  if (verdict === undefined) return { state: firstGoodAtMs === undefined ? 'moved' : 'seen' };
  const isBad = verdict === 'UNHEALTHY' || verdict === 'UNKNOWN';
  return { state: BY_VERDICT[verdict], ...(isBad && failings[0] ? { cause: failings[0] } : {}) };
}

/** It begins with the outcome, or a moment later. What no one looks at is not taken for well. */
function notLookedAt(movedAtMs: number, now: number, verifyWithinMs: number): Became {
  return now > movedAtMs + verifyWithinMs ? { state: 'unknown', cause: 'NOT_LOOKED_AT' } : { state: 'moved' };
}

function outcomeOf({ event }: RequestItem): Partial<EventDetail['data']> {
  return event ? (JSON.parse(event.detail) as EventDetail).data : {};
}
