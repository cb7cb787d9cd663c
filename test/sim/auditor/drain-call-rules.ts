import { MAINTENANCE_ANNOUNCED } from '../../../src/contract/operations/names.ts';
import type { Plan } from '../../../src/drain/plan/plan.ts';
import type { Drain } from '../../../src/drain/run/drain.ts';
import { DRAINS_TENANT } from '../../../src/migration/model/drains-tenant.ts';
import type { Intent } from '../invocation.ts';
import type { Call } from '../ports/associate.ts';
import type { Draft } from '../scenario/content.ts';
import { SECOND } from '../settings.ts';
import { type DrainEvidence, hasTimesOf, type SeenRelease, tryOf } from './drain-evidence.ts';
import type { Evidence, KnownRequest } from './evidence.ts';

/** What the core has read of a drain holds for so long. */
const READING_HOLDS = 2 * SECOND;

/** What must be so of a drain in the moment in which a line is called for in its name. */
export function judgeDrainCall(evidence: Evidence, call: Call, request: KnownRequest, intent: Intent): void {
  const { drains } = evidence;
  const key = tryOf(request.draft);
  if (!drains || request.draft.tenant !== DRAINS_TENANT) return;
  const release = drains.releases.get(request.draft.requestId);
  const drain = key && drains.drainNow(key.drainId);
  if (!key || key.isRehearsal || !drain) {
    evidence.object('drain D8', `${request.key} is called for, and is no try of any drain`);
    return;
  }
  evidence.count('calls of drains');
  if (!release) {
    evidence.object('drain D8', `${request.key} is called for, and its drain has not released it`);
    return;
  }
  judgePlan(evidence, drains, request, release);
  judgeStopped(evidence, drains, call, request, intent);
  judgeAnswers(evidence, drains, call, request);
  judgeWindow(evidence, drains, call, request, release);
  judgeNotice(evidence, drains, request, release);
}

/** D1 and D8: as the approved plan has it, whose digest a second person has given; of a rollback, its way back. */
function judgePlan(evidence: Evidence, drains: DrainEvidence, request: KnownRequest, release: SeenRelease): void {
  const { after: drain } = release.write;
  const { draft } = request;
  const plan = drains.planOf(drain);
  const line = plan?.lines.find(({ connectionId }) => connectionId === draft.connectionId);
  if (!plan || !line) {
    evidence.object('drain D1', `${request.key} is called for, and is in no plan`);
    return;
  }
  const [from, to] = drain.rollbackOf === undefined ? [plan.source, line.to] : [line.to, plan.source];
  if (draft.from !== from || draft.to !== to)
    evidence.object(
      'drain D1',
      `${request.key} is called for ${draft.from} to ${draft.to}, and its plan has ${from} to ${to}`,
    );
  if (draft.connectionId !== release.connectionId)
    evidence.object('drain D1', `${request.key} is called for another line than its try is of`);
  if (!isApproved(drains, drain))
    evidence.object('drain D8', `${request.key} is called for, and its plan is not approved`);
}

/** By an approval that was written, or by the word of who started it. */
function isApproved(drains: DrainEvidence, { drainId, rollbackOf = drainId, digest, rev }: Drain): boolean {
  if (drains.approvals === 0) return true;
  const isMeant = (other: { rev: number; digest: string }) => other.rev === rev && other.digest === digest;
  const writes = drains.writes.get(rollbackOf) ?? [];
  if (writes.some(({ how, after }) => how === 'approve' && after.approval && isMeant(after.approval))) return true;
  return isWaived(drains, rollbackOf, 'approval', digest);
}

/** A person has said in so many words that it is not waited for. */
export function isWaived(
  { commands }: DrainEvidence,
  drainId: string,
  what: 'notice' | 'approval',
  digest: string,
): boolean {
  return commands.some(
    ({ command }) =>
      command.action === 'start' &&
      command.drainId === drainId &&
      command.digest === digest &&
      command.waive?.includes(what),
  );
}

/** Whether a try may be called for, by what was stored then: the drain runs, is named, has no stop, and this is its line's last try. */
function isCallable(drains: DrainEvidence, request: KnownRequest, at: number, minRequestedAtMs: number): boolean {
  const key = tryOf(request.draft);
  const drain = key && drains.drainAt(key.drainId, at);
  if (!drain) return false;
  const { phase, stops, lines, rollbackOf, drainId, started } = drain;
  const running = drains.runningAt(at);
  const isNamed = (rollbackOf === undefined ? running.drain : running.rollback) === drainId;
  const isLast = lines[key.connectionId]?.try?.number === key.try;
  const isNew = started !== undefined && started.atMs >= minRequestedAtMs;
  return phase === 'RUNNING' && stops.length === 0 && isNamed && isLast && isNew;
}

/** Since when it has not been callable; undefined if it is. */
function uncallableSince(evidence: Evidence, drains: DrainEvidence, request: KnownRequest): number | undefined {
  const { now } = evidence.time;
  const key = tryOf(request.draft);
  const least = Date.parse(evidence.settings.minRequestedAt);
  if (isCallable(drains, request, now, least)) return undefined;
  const changes = [
    ...(drains.writes.get(key?.drainId ?? '') ?? []).map(({ atMs }) => atMs),
    ...drains.running.map(({ atMs }) => atMs),
  ].sort((a, b) => b - a);
  let since = now;
  for (const at of changes) {
    if (isCallable(drains, request, at, least)) return since;
    since = at;
  }
  return since;
}

/**
 * D2: after a stop, an end, or another drain's name in CONTROL was written, which is before anyone is answered, no intent is followed by
 * a call; and no call comes later than what was read before holds: 2 s, and by how much the caller's clock was set meanwhile.
 */
function judgeStopped(
  evidence: Evidence,
  drains: DrainEvidence,
  call: Call,
  request: KnownRequest,
  { writtenAtMs = 0 }: Intent,
): void {
  const since = uncallableSince(evidence, drains, request);
  if (since === undefined) return;
  if (writtenAtMs > since)
    evidence.object(
      'drain D2',
      `${request.key} is called for under an intent that is later than its drain's stop or end`,
    );
  const [before, after] = call.invocation.clockReadings;
  const late = call.at - since - READING_HOLDS - Math.abs(after - before);
  if (late > 0 && call.invocation.frozenFor === 0)
    evidence.object('drain D2', `${request.key} is called for ${late} ms too late after its drain's stop or end`);
}

/** D2: who has stopped or ended a drain was told of each line that may still be called for, and until when. */
function judgeAnswers(evidence: Evidence, drains: DrainEvidence, call: Call, request: KnownRequest): void {
  const key = tryOf(request.draft);
  const since = uncallableSince(evidence, drains, request);
  if (since === undefined || call.invocation.frozenFor > 0) return;
  for (const { command, answer, answeredAtMs = Number.POSITIVE_INFINITY } of drains.commands) {
    const isMeant = 'drainId' in command && command.drainId === key?.drainId && ENDS.includes(command.action);
    // It was stopped before the answer, and still is.
    if (!isMeant || !answer || answer.result === 'declined' || answeredAtMs > call.at || since > answeredAtMs) continue;
    if (!answer.onTheirWay?.some(({ connectionId }) => connectionId === call.connectionId))
      evidence.object('drain D2', `${request.key} is called for after ${command.action}, whose answer did not list it`);
    const noCallAfterMs = Date.parse(answer.noCallAfter ?? '');
    if (call.at > noCallAfterMs + evidence.settings.clockSkewMs)
      evidence.object('drain D2', `${request.key} is called for after ${answer.noCallAfter}, when none was to be`);
  }
}

const ENDS: readonly string[] = ['stop', 'complete', 'abort'];

/** D7: by clocks that differ. The end is its request's own. */
function judgeWindow(
  evidence: Evidence,
  drains: DrainEvidence,
  call: Call,
  request: KnownRequest,
  { write: { after: drain } }: SeenRelease,
): void {
  const plan = drains.planOf(drain);
  const fromMs = Date.parse(plan?.window.from ?? '');
  if (drain.rollbackOf === undefined && call.at < fromMs - evidence.settings.clockSkewMs)
    evidence.object('drain D7', `${request.key} is called for before its window`);
  const { notAfter = Number.POSITIVE_INFINITY } = request.draft;
  if (notAfter > endOf(plan, drain)) evidence.object('drain D7', `${request.key} may be called for after its window`);
}

const DAY = 24 * 3600 * SECOND;

function endOf(plan: Plan | undefined, { rollbackOf }: Drain): number {
  return Date.parse(plan?.window.to ?? '') + (rollbackOf === undefined ? 0 : DAY);
}

/** D9: the bus had its announcement, of a window that has this one in it, as long before the window as the plan says, unless a person has said that it need not. */
function judgeNotice(
  evidence: Evidence,
  drains: DrainEvidence,
  { key, draft }: KnownRequest,
  { write: { after: drain } }: SeenRelease,
): void {
  const plan = drains.planOf(drain);
  if (!plan || drain.rollbackOf !== undefined) return;
  if (isWaived(drains, drain.drainId, 'notice', drain.digest)) return;
  const [fromMs, toMs] = [Date.parse(plan.window.from), Date.parse(plan.window.to)];
  const bySkewMs = Date.parse(plan.notice.announceBy) + evidence.settings.clockSkewMs;
  const isAnnounced = [...drains.accepted.values()].some(({ event: { detailType, detail }, atMs }) => {
    if (detailType !== MAINTENANCE_ANNOUNCED || atMs > bySkewMs) return false;
    const { data } = JSON.parse(detail) as { data: { drainId: string; connectionId: string; window: Plan['window'] } };
    if (data.drainId !== drain.drainId || data.connectionId !== draft.connectionId) return false;
    return Date.parse(data.window.from) <= fromMs && Date.parse(data.window.to) >= toMs;
  });
  if (!isAnnounced) evidence.object('drain D9', `${key} is called for, and the bus had no announcement of it in time`);
}

/** D12: a drain moves a line once, unless others have moved that since; one that was frozen for too long is such another. */
export function judgeDrainMove(evidence: Evidence, call: Call, { key, draft }: KnownRequest): void {
  const its = tryOf(draft);
  if (!evidence.drains || !its || call.isBeyond) return;
  evidence.count('moves of drains');
  const moves = [...evidence.requests.values()]
    .filter((request) => {
      const other = tryOf(request.draft);
      return other?.drainId === its.drainId && other.connectionId === its.connectionId;
    })
    .flatMap((request) => request.moves);
  // This one is the last.
  const before = moves.toSorted((a, b) => a.at - b.at).at(-2);
  if (before && !evidence.isDisturbed(before.connectionId, before.at))
    evidence.object('drain D12', `${key} moves a line that its drain has moved before`);
}

/** Whether a request is one that its drain has released as the way back of a line. */
export function isOfRollback({ drains }: Evidence, draft: Draft): boolean {
  return drains?.releases.get(draft.requestId)?.write.after.rollbackOf !== undefined;
}

/** Whether at some time since then its drain had this stop. */
export function wasDrainStopped(
  { drains, time }: Evidence,
  draft: Draft,
  obstacle: string | undefined,
  since: number,
): boolean {
  return statesSince(drains, draft, since, time.now).some(({ stops }) => stops.some(({ id }) => id === obstacle));
}

/** Whether at some time since then its drain did not run, was not named, or had released the line anew. */
export function wasDrainOver({ drains, time, settings }: Evidence, draft: Draft, since: number): boolean {
  const key = tryOf(draft);
  if (!drains || !key) return false;
  const names = [since, ...drains.running.map(({ atMs }) => atMs).filter((at) => at > since)];
  return statesSince(drains, draft, since, time.now).some((drain) => {
    const { phase, lines, rollbackOf, drainId, started } = drain;
    const isNamed = names.every((at) => {
      const running = drains.runningAt(at);
      return (rollbackOf === undefined ? running.drain : running.rollback) === drainId;
    });
    const isLast = lines[key.connectionId]?.try?.number === key.try;
    const isNew = started !== undefined && started.atMs >= Date.parse(settings.minRequestedAt);
    return phase !== 'RUNNING' || !isNamed || !isLast || !isNew || !isApproved(drains, drain);
  });
}

/** Whether at some time since then no drain had released it. */
export function wasNotReleased({ drains, time }: Evidence, draft: Draft, since: number): boolean {
  const key = tryOf(draft);
  if (!drains || draft.tenant !== DRAINS_TENANT) return false;
  if (!key) return true;
  const states = statesSince(drains, draft, since, time.now);
  if (states.length === 0 || drains.drainAt(key.drainId, since) === undefined) return true;
  return states.some((drain) => {
    const plan = drains.planOf(drain);
    const line = plan?.lines.find(({ connectionId }) => connectionId === draft.connectionId);
    if (!plan || !line || !Object.hasOwn(drain.lines, draft.connectionId)) return true;
    const [from, to] = drain.rollbackOf === undefined ? [plan.source, line.to] : [line.to, plan.source];
    if (draft.from !== from || draft.to !== to || key.isRehearsal !== (draft.dryRun === true)) return true;
    const last = drain.lines[draft.connectionId]?.try;
    if (key.isRehearsal || (last && key.try < last.number)) return false;
    return last?.number !== key.try || !hasTimesOf(draft, last);
  });
}

/** The drain as it was at any moment of a span of time. */
function statesSince(drains: DrainEvidence | undefined, draft: Draft, since: number, now: number): Drain[] {
  const key = tryOf(draft);
  if (!drains || !key) return [];
  const before = drains.drainAt(key.drainId, since);
  const later = (drains.writes.get(key.drainId) ?? []).filter(({ atMs }) => atMs > since && atMs <= now);
  return [...(before ? [before] : []), ...later.map(({ after }) => after)];
}
