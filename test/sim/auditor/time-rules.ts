import { conclusiveAfter, type Settings } from '../../../src/migration/model/settings.ts';
import { MINUTE, visibilityTimeout } from '../settings.ts';
import { ownerOf } from '../topology.ts';
import type { Evidence, KnownRequest } from './evidence.ts';
import { areListsTooLong } from './wait-rules.ts';

/**
 * How long a request may take from quiet to its outcome, at most, with no one ahead of it on its line; stated in
 * docs/reliability.md. In turn: until it is visited again, by the ledger or by SQS; until an old call is decided or the
 * circuit breaker lets a trial through, and a trial that died is given up; until two observations have counted; and the
 * polls in between.
 * Where the call's timeout leaves reconcile next to nothing of the function's, a run takes no more than those that it works
 * on side by side: of many requests that wait, each has its turn every so many polls.
 */
export function longestToOutcome(settings: Settings, waiting: number): number {
  const { postponeLimitMs, effectTimeoutMs, clockSkewMs, pollIntervalMs } = settings;
  const visited = Math.max(postponeLimitMs, visibilityTimeout(settings));
  return (
    visited +
    2 * (effectTimeoutMs + clockSkewMs) +
    2 * conclusiveAfter(0, settings) +
    10 * Math.ceil(waiting / SIDE_BY_SIDE) * pollIntervalMs
  );
}

/** As in reconcile.ts. */
const SIDE_BY_SIDE = 8;

/** More requests than a run has without one. */
const FLOOD = 20;

/** Each request that was open when all faults were over, or came later, ends within the bound; so do those ahead of it. */
export function judgeTimes(evidence: Evidence): void {
  // A request whose lists fill an invocation holds up whatever the same run of reconcile would do after it.
  if ([...evidence.requests.values()].some((one) => areListsTooLong(evidence, one, evidence.quietAtMs))) return;
  for (const request of evidence.requests.values()) {
    const { publishedAtMs, sentAtMs, draft, key } = request;
    const others = evidence.othersOn(request);
    // What waits for a person is theirs, and what Direct Connect contradicts itself about.
    if (publishedAtMs === undefined || publishedAtMs <= evidence.quietAtMs || others.some(({ wasHeld }) => wasHeld))
      continue;
    if (evidence.world.anyKeptSince(evidence.quietAtMs) || mayWaitForGroup(evidence, request)) continue;
    const took = publishedAtMs - Math.max(evidence.quietAtMs, sentAtMs, draft.notBefore ?? 0);
    evidence.timesToOutcome.push(took);
    if (evidence.requests.size - others.length > FLOOD) evidence.count('outcomes from quiet beside a flood');
    const bound =
      longestToOutcome(evidence.settings, evidence.requests.size) * (1 + others.length) +
      timeForTurns(evidence, request) +
      restAfterDeaths([request, ...others]);
    if (took > bound) evidence.object('time', `${key} took ${took / 1000} s from quiet, more than ${bound / 1000} s`);
  }
}

/** How long another line of its owner takes to become healthy, if it ever does, no one knows. */
function mayWaitForGroup({ settings, requests }: Evidence, { draft }: KnownRequest): boolean {
  if (settings.redundancyLock === 'off' || draft.dryRun) return false;
  const owner = ownerOf(draft.connectionId);
  return [...requests.values()].some(
    ({ draft: other, calls }) =>
      calls.length > 0 && other.connectionId !== draft.connectionId && ownerOf(other.connectionId) === owner,
  );
}

/** As in visit.ts: what was visited when processes died rests for long, and may hold the line meanwhile. */
function restAfterDeaths(requests: readonly KnownRequest[]): number {
  const rests = requests.map(({ deaths }) => (deaths === 0 ? 0 : 10 * MINUTE * 2 ** deaths));
  return rests.reduce((sum, rest) => sum + rest, 0);
}

/** Each call of the run may have its turn before it, slowly; and until `dispatch` begins, or begins again, a few polls. */
function timeForTurns({ settings, requests }: Evidence, { draft }: KnownRequest): number {
  if (draft.dryRun) return 0;
  const { callsPerSecond, pollIntervalMs, dispatchTimeoutMs } = settings;
  return (requests.size * SLOWER * 1000) / callsPerSecond + 3 * (pollIntervalMs + dispatchTimeoutMs);
}

/** How much slower than the setting calls may be made after throttles. */
const SLOWER = 4;
