import type { Drain } from '../../../src/drain/run/drain.ts';
import { requestIdOf } from '../../../src/drain/run/request-of.ts';
import { DRAINS_TENANT } from '../../../src/migration/model/drains-tenant.ts';
import type { Evidence, KnownRequest } from './evidence.ts';

/** What has become of a try, apart from what its drain says: by the core's own writes and by what Direct Connect did. */
export interface TryFate {
  /**
   * - open: not claimed yet, waiting, or under a call
   * - held
   * - left: ended, and not moved by it
   * - moved: not seen on its target yet
   * - seen: well there once
   * - bad: UNHEALTHY or UNKNOWN
   * - healthy, other: at its end
   */
  kind: 'open' | 'held' | 'left' | 'moved' | 'seen' | 'bad' | 'healthy' | 'other';
  /** Since when it is known, by the ledger; of an open one, since when it is held no more, or 0. */
  sinceMs: number;
  code?: string | undefined;
}

export function requestOfTry(evidence: Evidence, drainId: string, connectionId: string, number: number) {
  const requestId = requestIdOf({ drainId, connectionId, try: number });
  return evidence.requests.get(`${DRAINS_TENANT}#${requestId}`);
}

export function fateOfTry(evidence: Evidence, { drainId, lines }: Drain, connectionId: string): TryFate | undefined {
  const last = lines[connectionId]?.try;
  return last && fateOf(evidence, requestOfTry(evidence, drainId, connectionId, last.number));
}

export function fateOf(evidence: Evidence, request: KnownRequest | undefined): TryFate {
  const recorded = request?.recorded;
  const state = request && evidence.item(request.key)?.state;
  if (!request || !recorded || state === undefined || state === 'RECEIVED' || state === 'CALLING')
    return { kind: 'open', sinceMs: recorded?.state === 'HELD' ? (request?.reopenedAtMs ?? 0) : 0 };
  const { at: sinceMs, data } = recorded;
  if (state === 'HELD') return { kind: 'held', sinceMs };
  if (state !== 'MIGRATED' || data.disposition === 'alreadyThere')
    return { kind: 'left', sinceMs, code: data.reason?.code ?? data.disposition };
  const verified = evidence.verifications.verified.get(request.key);
  const said = evidence.verdicts.get(request.key);
  if (said) {
    const kind = KINDS[said.verdict];
    return { kind, sinceMs: said.atMs };
  }
  return { kind: verified && verified.firstGoodAtMs > 0 ? 'seen' : 'moved', sinceMs };
}

const KINDS = {
  HEALTHY: 'healthy',
  UNHEALTHY: 'bad',
  UNKNOWN: 'bad',
  OVERTAKEN: 'other',
  GONE: 'other',
  MOVED_AWAY: 'other',
} as const;
