import type { Verdict } from '../../../src/contract/operations/names.ts';
import type { VerifiedDetail } from '../../../src/contract/operations/verified.ts';
import { formatKey, type RequestKey } from '../../../src/migration/model/request-item.ts';
import type { BusEvent } from '../../../src/migration/ports/bus.ts';
import type { Verification } from '../../../src/migration/verification/verification.ts';
import type { Invocation } from '../invocation.ts';
import type { Evidence, KnownRequest } from './evidence.ts';

/** A move that is verified, and what the auditor has counted of it itself. */
export interface Verified {
  key: string;
  connectionId: string;
  source: string;
  target: string;
  /** The state of the line before its move. */
  stateBefore: string | undefined;
  /** When it was moved, in truth; where that was by hand, when it was called for. */
  movedAtMs: number;
  looks: number;
  lastLookAtMs: number;
  /** Of the run of good looks that goes on. */
  goodLooks: number;
  firstGoodAtMs: number;
  missing: number;
  verdicts: Verdict[];
  isDue: boolean;
}

/** What the auditor knows of the verification of moves: by Direct Connect's listings, and by what is stored and published. */
export class Verifications {
  /** By tenant and request id. */
  readonly verified = new Map<string, Verified>();
  /** Verdicts that were stored: the event's id, and whether the bus has had it. */
  readonly events = new Map<string, { key: string; detail: string; isPublished: boolean }>();
  /** When each parent was granted for a listing. */
  readonly grants = new Map<string, number[]>();
  /** By invocation: when it has listed each parent for verification. */
  readonly listed = new Map<Invocation, Map<string, number>>();
}

/** As invocations of the simulation are slow. */
const LONGEST_WRITE = 20_000;

/** A parent may be listed now, by this invocation. Each grant has a poll interval of its own, by clocks that may differ. */
export function judgeGrant(evidence: Evidence, parentId: string, invocation: Invocation): void {
  const { settings, time, verifications } = evidence;
  const grants = verifications.grants.get(parentId) ?? [];
  verifications.grants.set(parentId, grants);
  // Whoever was frozen meanwhile lists later than it was granted.
  if (invocation.frozenFor === 0) grants.push(time.now);
  // A claim may be held up on its way for longer than a drain's looks are apart.
  const heldUp = evidence.lookIntervalMs < settings.pollIntervalMs ? LONGEST_WRITE : 0;
  const [last, room] = [grants.length - 1, time.now + settings.clockSkewMs + heldUp];
  const tooMany = grants.some((at, first) => (last - first - 1) * evidence.lookIntervalMs > room - at);
  if (tooMany) evidence.object('listings', `${parentId} is listed more than once a poll interval to verify moves`);
  const listed = verifications.listed.get(invocation) ?? new Map<string, number>();
  verifications.listed.set(invocation, listed.set(parentId, time.now));
  evidence.count('listings to verify moves');
}

export function isGranted(evidence: Evidence, parentId: string, invocation: Invocation): boolean {
  return evidence.verifications.listed.get(invocation)?.has(parentId) ?? false;
}

export function begun(evidence: Evidence, requestKey: RequestKey, verification: Verification): void {
  const key = formatKey(requestKey);
  const request = evidence.requests.get(key);
  const isMove = request && hasMoved(request);
  if (!isMove || evidence.settings.verifyWithinMs === 0) {
    evidence.object('verification', `${key} is verified, and has moved nothing`);
    return;
  }
  const { recorded, draft } = request;
  const { connectionId, source, target } = verification;
  if (
    connectionId !== draft.connectionId ||
    target !== draft.to ||
    source !== recorded?.data.previousParentConnectionId
  )
    evidence.object('verification', `${key} is verified as another move than its own`);
  evidence.count('verifications');
  evidence.verifications.verified.set(key, {
    ...{ key, connectionId: draft.connectionId, source, target: draft.to, stateBefore: undefined },
    ...{ movedAtMs: movedAt(request), looks: 0, lastLookAtMs: knownSince(request) },
    ...{ goodLooks: 0, firstGoodAtMs: 0, missing: 0, verdicts: [], isDue: true },
  });
}

/** What is written down of a look, and the verdict that it leads to: each is checked against the truth of the time of its listings. */
export function judgeSet(
  evidence: Evidence,
  requestKey: RequestKey,
  verification: Verification,
  isDue: boolean,
  invocation: Invocation,
): void {
  const verified = evidence.verifications.verified.get(formatKey(requestKey));
  if (!verified) return;
  verified.isDue = isDue;
  verified.stateBefore = evidence.item(verified.key)?.attempt?.seen.connectionState;
  const isLook = verification.looks > verified.looks;
  if (isLook) judgeLook(evidence, verified, verification, invocation);
  const { event, verdict } = verification;
  if (!event || evidence.verifications.events.has(event.eventId)) return;
  if (verdict !== undefined) judgeVerdict(evidence, verified, verdict, isLook, invocation);
  evidence.verifications.events.set(event.eventId, { key: verified.key, detail: event.detail, isPublished: false });
}

/** Only listings of both parents that begin more than the staleness bound after the move show what it has come to; and no other's. */
function judgeLook(evidence: Evidence, verified: Verified, { looks, goodLooks }: Verification, by: Invocation): void {
  const { settings, time } = evidence;
  const from = lookedFrom(evidence, verified, by);
  const name = `a look at ${verified.connectionId} for ${verified.key}`;
  if (from === undefined || from <= verified.movedAtMs + settings.staleMs)
    evidence.object('D15', `${name} counts, though its listings may show what was before the move`);
  // What others move besides may hide it from the request whose call did.
  const isDisturbed = evidence.isDisturbed(verified.connectionId, verified.movedAtMs);
  const other = from === undefined || isDisturbed ? undefined : moverBefore(evidence, verified, from);
  if (other) evidence.object('D15', `${name} counts, though ${other.key} has moved it since`);
  const isGood = goodLooks > 0;
  if (from !== undefined && !couldShow(evidence, verified, from, isGood))
    evidence.object('D15', `${name} is ${isGood ? 'good' : 'bad'}, which it never was`);
  verified.looks = looks;
  // However long it took to write that down.
  verified.lastLookAtMs = from ?? time.now;
  if (!isGood) verified.goodLooks = 0;
  else if (verified.goodLooks++ === 0) verified.firstGoodAtMs = from ?? time.now;
  evidence.count(isGood ? 'good looks' : 'bad looks');
}

/** When the listings of this invocation began that show the line; undefined if it has not listed both parents. */
function lookedFrom({ verifications }: Evidence, { source, target }: Verified, by: Invocation): number | undefined {
  const listed = verifications.listed.get(by);
  const times = [source, target].map((parent) => listed?.get(parent) ?? Number.NaN);
  return times.some(Number.isNaN) ? undefined : Math.min(...times);
}

/** A request that has moved the line after this one, by the time when the listings began. */
function moverBefore(
  evidence: Evidence,
  { key, connectionId, movedAtMs }: Verified,
  from: number,
): KnownRequest | undefined {
  return [...evidence.requests.values()].find(
    (other) =>
      other.key !== key &&
      other.calls.every(({ isBeyond }) => !isBeyond) &&
      other.moves.some((move) => move.connectionId === connectionId && move.at > movedAtMs && move.at <= from),
  );
}

/** Whether the line was so at any moment that listings can show which began then. */
function couldShow(evidence: Evidence, verified: Verified, from: number, isGood: boolean): boolean {
  const { connectionId, target, stateBefore } = verified;
  const since = from - evidence.settings.staleMs;
  // Lines are listed where they are not: no one can tell.
  if (evidence.world.anyKeptSince(since)) return true;
  const states = evidence.world.statesWithin(connectionId, since, evidence.time.now);
  return states.some(({ parent, state }) => {
    const isWell = state === 'available' || state === stateBefore;
    return (parent === target && isWell) === isGood;
  });
}

function judgeVerdict(evidence: Evidence, verified: Verified, verdict: Verdict, isLook: boolean, by: Invocation): void {
  const { key, verdicts } = verified;
  evidence.count(`verdict ${verdict}`);
  if (verdicts.includes(verdict)) evidence.object('verdict', `${key} is told twice to be ${verdict}`);
  const last = verdicts.at(-1);
  if (last !== undefined && !['UNHEALTHY', 'UNKNOWN'].includes(last))
    evidence.object('verdict', `${key} is ${verdict} after ${last}`);
  for (const stored of evidence.verifications.events.values())
    if (stored.key === key && !stored.isPublished)
      evidence.object('verdict', `${key} is ${verdict}, though an earlier verdict is not published`);
  const problem = VERDICT_RULES[verdict](evidence, verified, by);
  if (problem !== undefined)
    evidence.object(verdict === 'HEALTHY' ? 'D15' : 'verdict', `${key} is ${verdict}, ${problem}`);
  if (!isLook && !['UNKNOWN', 'OVERTAKEN'].includes(verdict))
    evidence.object('verdict', `${key} is ${verdict} without a look`);
  verdicts.push(verdict);
}

type VerdictRule = (evidence: Evidence, verified: Verified, by: Invocation) => string | undefined;

/** What else must be so of each verdict; gives what is not. */
const VERDICT_RULES: Record<Verdict, VerdictRule> = {
  HEALTHY: ({ settings, time }, { goodLooks, firstGoodAtMs }) => {
    if (goodLooks < 3) return `after ${goodLooks} good looks`;
    const soaked = time.now - firstGoodAtMs + settings.clockSkewMs;
    return soaked >= settings.soakMs ? undefined : `after a soak of ${soaked / 1000} s`;
  },
  UNHEALTHY: ({ settings, time }, { movedAtMs, verdicts, firstGoodAtMs }) => {
    const isOver = time.now >= movedAtMs + settings.verifyWithinMs - settings.clockSkewMs;
    return isOver || firstGoodAtMs > 0 || verdicts.includes('UNKNOWN') ? undefined : 'too soon';
  },
  UNKNOWN: ({ settings, time }, { lastLookAtMs }) => {
    const isOver =
      time.now >= lastLookAtMs + settings.verifyWithinMs - settings.clockSkewMs - settings.functionTimeoutMs;
    return isOver ? undefined : 'though it was looked at a while ago';
  },
  OVERTAKEN: (evidence, { key, connectionId, movedAtMs }) => {
    const isOvertaken = [...evidence.requests.values()].some(
      (other) =>
        other.key !== key &&
        other.draft.connectionId === connectionId &&
        hasMoved(other) &&
        (other.recorded?.at ?? 0) > movedAtMs,
    );
    return isOvertaken ? undefined : 'though no other request has moved it';
  },
  GONE: (evidence, verified, by) => {
    const from = lookedFrom(evidence, verified, by) ?? evidence.time.now;
    const states = evidence.world.statesWithin(
      verified.connectionId,
      from - evidence.settings.staleMs,
      evidence.time.now,
    );
    return states.some(({ parent }) => parent === undefined) ? undefined : 'though it is there';
  },
  MOVED_AWAY: (evidence, verified, by) => {
    const { connectionId, source, target } = verified;
    const from = lookedFrom(evidence, verified, by) ?? evidence.time.now;
    const states = evidence.world.statesWithin(connectionId, from - evidence.settings.staleMs, evidence.time.now);
    if (evidence.world.anyKeptSince(from - evidence.settings.staleMs)) return undefined;
    const isAway = states.some(({ parent }) => parent !== undefined && parent !== source && parent !== target);
    if (!isAway) return 'though it was on no other parent';
    return evidence.isDisturbed(connectionId, verified.movedAtMs) ? undefined : 'though no one else has moved it';
  },
};

/** A verdict that the bus has accepted: one that was stored, to the letter. */
export function judgeVerified(evidence: Evidence, { eventId, detail }: BusEvent): void {
  const { data } = JSON.parse(detail) as VerifiedDetail;
  const stored = evidence.verifications.events.get(eventId);
  if (stored?.detail !== detail) {
    evidence.object('verdict', `an event says that ${data.requestId} is ${data.verdict}, which no one has stored so`);
    return;
  }
  if (stored.isPublished) evidence.count('repeated verdicts');
  stored.isPublished = true;
}

function movedAt({ moves, calls, claimedAtMs }: KnownRequest): number {
  return moves.at(-1)?.at ?? calls.at(-1)?.at ?? claimedAtMs;
}

/** From when on it could be looked at: of one whose answer came, from then, however long it took to write that down. */
function knownSince(request: KnownRequest): number {
  return request.recorded?.data.disposition === 'moved' ? movedAt(request) : (request.recorded?.at ?? 0);
}

/** By an answered call, or by one whose effect has shown. */
export function hasMoved({ recorded }: KnownRequest): boolean {
  return recorded?.state === 'MIGRATED' && recorded.data.disposition !== 'alreadyThere';
}
