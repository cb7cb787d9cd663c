import type { GuardKind } from '../../../src/migration/model/guards.ts';
import { isFinal, type RequestItem } from '../../../src/migration/model/request-item.ts';
import { roomForCallMs } from '../../../src/migration/model/settings.ts';
import type { WaitCause, WaitsFor } from '../../../src/migration/model/waits-for.ts';
import { FOR_ALL } from '../../../src/migration/ports/control.ts';
import { MAX_BRIEF_RECEIVES } from '../../../src/migration/waiting/backoff.ts';
import type { Invocation } from '../invocation.ts';
import { ownerOf } from '../topology.ts';
import { wasDrainStopped } from './drain-call-rules.ts';
import type { Evidence, KnownRequest } from './evidence.ts';

const RULE = 'waits for';

/** Whether a request has waited for something at any time since then, as far as the auditor knows the world. */
type Truth = (evidence: Evidence, request: KnownRequest, says: WaitsFor, since: number) => boolean;

const always: Truth = () => true;

/** The one that it names has stood at some time since then, and ends when it says. */
function wasStoppedBy(kind: GuardKind): Truth {
  return ({ stops, pastStops }, _request, { obstacle, untilMs }, since) =>
    [...stops.values(), ...pastStops.filter((stop) => stop.untilMs >= since)].some(
      (stop) => stop.kind === kind && stop.name === obstacle && stop.freeze?.untilMs === untilMs,
    );
}

const TRUTHS: Record<WaitCause, Truth> = {
  paused: ({ stops, resumedAtMs }, _request, _says, since) => stops.has('paused') || resumedAtMs >= since,
  frozen: wasStoppedBy('freezes'),
  closed: wasStoppedBy('closedParents'),
  drainStopped: (evidence, { draft }, { obstacle }, since) => wasDrainStopped(evidence, draft, obstacle, since),
  window: ({ settings }, { draft }, { untilMs }, since) =>
    draft.notBefore !== undefined && untilMs === draft.notBefore && since < draft.notBefore + settings.clockSkewMs,
  busy: ({ holders, freedAt }, { key, draft }, { obstacle = '' }, since) => {
    const holds = holders.get(draft.connectionId)?.key === obstacle;
    return obstacle !== key && (holds || (freedAt.get(`${draft.connectionId} ${obstacle}`) ?? 0) >= since);
  },
  circuit: ({ circuits, circuitsClosed }, { draft }, { obstacle }, since) =>
    [draft.to, FOR_ALL].some((name) => {
      const isNamed = obstacle === undefined || obstacle === name;
      return isNamed && (circuits.has(name) || (circuitsClosed.get(name) ?? 0) >= since);
    }),
  // Others are first: they wait too, or one has just called; or this run has no time left for another turn.
  turn: ({ ledger, backlogEndedAtMs, pace, settings, time }, _request, _says, since) => {
    if (time.now - since + roomForCallMs(settings) >= settings.dispatchTimeoutMs) return true;
    const isMarked = ledger.backlogAtMs !== undefined || backlogEndedAtMs >= since;
    // It may have taken long, between reading the pace and being told that another has taken the turn.
    return isMarked || (pace?.nextCallAtMs ?? 0) >= since - settings.clockSkewMs - settings.functionTimeoutMs;
  },
  place: ({ requests, settings }, { draft }) => {
    const { tenant, connectionId } = draft;
    const all = [...requests.values()].filter(
      ({ draft: other }) => other.tenant === tenant && other.connectionId === connectionId,
    );
    return all.length > settings.openRequestsPerConnection;
  },
  secondObservation: (_evidence, { rejections }, _says, since) => {
    const last = rejections.at(-1);
    return last !== undefined && (last.code !== undefined || last.at >= since);
  },
  onTwoParents: (evidence, { draft }, _says, since) => {
    const { world, time } = evidence;
    const from = evidence.seenFrom(since);
    return new Set(world.parentsWithin(draft.connectionId, from, time.now)).size > 1 || world.anyKeptSince(from);
  },
  effectPending: (evidence, { key }) => ['CALLING', 'HELD'].includes(evidence.item(key)?.state ?? ''),
  // Another worker may have published it since.
  unpublished: (evidence, { key }) => evidence.item(key)?.event !== undefined,
  throttled: hasCalled,
  unreachable: hasCalled,
  transitioning: hasCalled,
  denied: always,
  group: ({ presence }, { draft }, { obstacle = '' }, since) =>
    obstacle !== draft.connectionId && presence.wasIn(ownerOf(draft.connectionId) ?? '', obstacle, since),
  staleObservation: always,
  observationUnavailable: always,
  observationUnfinished: always,
  outOfTime: always,
  contended: always,
};

function hasCalled({ intents }: Evidence, { key }: KnownRequest, _says: WaitsFor, since: number): boolean {
  return intents.some((intent) => intent.key === key && intent.at >= since);
}

/** An item was written that says what its request waits for: that is so, by what the invocation can have read. */
export function judgeSaying(evidence: Evidence, key: string, { startedAtMs }: Invocation): void {
  const request = evidence.requests.get(key);
  if (!request) return;
  const says = evidence.item(key)?.waitsFor;
  if (!says) {
    evidence.object(RULE, `${key} waits, and does not say what for`);
    return;
  }
  const { cause, sinceMs } = says;
  evidence.count(`says: ${cause}`);
  if (!TRUTHS[cause](evidence, request, says, startedAtMs))
    evidence.object(RULE, `${key} says that it waits for ${describe(says)}, which is not so`);
  const { said, claimedAtMs } = request;
  // Known to who read the item since.
  const isKnown = said !== undefined && said.atMs < startedAtMs && said.says.cause === cause;
  if (isKnown && said.says.sinceMs !== sinceMs)
    evidence.object(RULE, `${key} forgets since when it has waited for ${cause}`);
  const { clockSkewMs } = evidence.settings;
  const isPossible = sinceMs >= claimedAtMs - clockSkewMs && sinceMs <= evidence.time.now + clockSkewMs;
  if (!isPossible) evidence.object(RULE, `${key} has waited for ${cause} since ${sinceMs}`);
  request.said = { says, atMs: evidence.time.now };
}

/** A step has got a request on: it waits for nothing until it is found to. */
export function judgeGettingOn(evidence: Evidence, key: string): void {
  const request = evidence.requests.get(key);
  const says = evidence.item(key)?.waitsFor;
  if (says) evidence.object(RULE, `${key} has got on, and says that it waits for ${describe(says)}`);
  if (request) delete request.said;
}

/** Whatever others have found meanwhile, it waits for what it did before the intent, and since then. */
export function followRevoking(evidence: Evidence, key: string): void {
  const request = evidence.requests.get(key);
  const says = evidence.item(key)?.waitsFor;
  if (!request) return;
  if (says) request.said = { says, atMs: evidence.time.now };
  else delete request.said;
}

/** Who gives a message of a request back for good has left behind what that waits for. */
export function judgeLeaving(evidence: Evidence, key: string, receives: number): void {
  const item = evidence.item(key);
  if (item?.state !== 'RECEIVED' || item.waitsFor || receives >= MAX_BRIEF_RECEIVES) return;
  // Where something else has become of it since, that will say so.
  if (item.history.at(-1)?.what === 'received')
    evidence.object(RULE, `the message of ${key} is acknowledged, and nothing says what it waits for`);
}

/** Who rests, after all faults, says what for: as it was found when it was last taken up, or later. */
export function judgeResting(evidence: Evidence): void {
  for (const request of evidence.requests.values()) {
    const item = evidence.item(request.key);
    const { takenUp } = request;
    if (item && takenUp && isResting(evidence, item, takenUp) && !isUnderCall(request))
      judgeRestOf(evidence, request, item, takenUp);
  }
}

/** A message that came again may have got it on since it was last taken up. */
function isUnderCall({ calls }: KnownRequest): boolean {
  return calls.at(-1)?.answer === 'none';
}

function judgeRestOf(
  evidence: Evidence,
  request: KnownRequest,
  { waitsFor }: RequestItem,
  { by, atMs }: NonNullable<KnownRequest['takenUp']>,
): void {
  const { key } = request;
  evidence.count('rests');
  if (!waitsFor) {
    evidence.object(RULE, `${key} rests, and does not say what it waits for`);
    return;
  }
  // In the backlog, the group is read before the request is postponed.
  const since = waitsFor.cause === 'group' ? by.startedAtMs : atMs;
  if (!TRUTHS[waitsFor.cause](evidence, request, waitsFor, since))
    evidence.object(RULE, `${key} rests, and still says that it waits for ${describe(waitsFor)}`);
  const { untilMs = Number.POSITIVE_INFINITY } = waitsFor;
  if (untilMs < atMs - evidence.settings.clockSkewMs)
    evidence.object(RULE, `${key} rests after ${describe(waitsFor)}, and says what for until ${untilMs}`);
}

/** It is due later, and the last visit to it has come to its end, undisturbed. */
function isResting(
  { time, settings, quietAtMs }: Evidence,
  { dueAtMs, state }: RequestItem,
  { by, atMs }: NonNullable<KnownRequest['takenUp']>,
): boolean {
  const { clockSkewMs, dispatchTimeoutMs } = settings;
  // Visits of before may have been in the storm.
  const isCalm = atMs > quietAtMs + dispatchTimeoutMs && !by.isDisturbed;
  const isVisited = time.now <= atMs + dispatchTimeoutMs + clockSkewMs;
  const isDueLater = dueAtMs !== undefined && dueAtMs > time.now + clockSkewMs;
  return isCalm && !isVisited && isDueLater && !isFinal(state) && state !== 'HELD';
}

function describe({ cause, obstacle }: WaitsFor): string {
  return obstacle === undefined ? cause : `${cause} (${obstacle})`;
}
