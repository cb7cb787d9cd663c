import type { Plan } from '../../../src/drain/plan/plan.ts';
import type { Drain } from '../../../src/drain/run/drain.ts';
import { isOpen } from '../../../src/drain/run/line.ts';
import { requestIdOf } from '../../../src/drain/run/request-of.ts';
import { DRAINS_TENANT } from '../../../src/migration/model/drains-tenant.ts';
import type { Content } from '../scenario/content.ts';
import { type DrainEvidence, hasTimesOf, type SeenRelease, type SeenWrite } from './drain-evidence.ts';
import { fateOf, fateOfTry, requestOfTry } from './drain-fate.ts';
import { isRetried, judgeWhatIsReleased } from './drain-limit-rules.ts';
import type { Evidence } from './evidence.ts';

/** Tries that a write has, and the drain had not before. */
export function releasesIn(write: SeenWrite): SeenRelease[] {
  const { before, after } = write;
  const { drainId } = after;
  return Object.entries(after.lines).flatMap(([connectionId, { try: last }]) => {
    if (!last || before?.lines[connectionId]?.try?.number === last.number) return [];
    return [{ drainId, connectionId, number: last.number, write }];
  });
}

/** What must be so in the moment in which a drain releases lines. */
export function judgeReleaseOfLines(evidence: Evidence, drains: DrainEvidence, write: SeenWrite): void {
  const released = releasesIn(write);
  const [first] = released;
  const plan = drains.planOf(write.after);
  if (!first) return;
  if (!plan) {
    evidence.object('drain D8', `${write.after.drainId} releases lines of a plan that no one has made`);
    return;
  }
  evidence.count('releases', released.length);
  const name = `${write.after.drainId} releases ${released.map(({ connectionId }) => connectionId).join(', ')}`;
  for (const one of released) judgeTry(evidence, drains, one);
  judgeState(evidence, write, name);
  judgeKnown(evidence, drains, write, name);
  judgeBudgets(evidence, write.after, name);
  judgeControl(evidence, drains, write, name);
  judgeWaves(evidence, drains, plan, write, released, name);
  judgeWhatIsReleased(evidence, drains, plan, write, released, name);
}

/** A line's next try comes when its last one has ended, and has moved nothing; one number after the other. */
function judgeTry(
  evidence: Evidence,
  drains: DrainEvidence,
  { drainId, connectionId, number, write }: SeenRelease,
): void {
  const requestId = requestIdOf({ drainId, connectionId, try: number });
  const { before, after } = write;
  const line = before?.lines[connectionId];
  if (line?.state !== 'planned')
    evidence.object('drain D1', `${requestId} is released while its line is ${line?.state ?? 'unknown'}`);
  if (number !== (line?.try?.number ?? 0) + 1)
    evidence.object('drain D1', `${requestId} is released after try ${line?.try?.number ?? 0}`);
  if (after.lines[connectionId]?.try?.rev !== after.rev)
    evidence.object('drain D8', `${requestId} is released under another revision than its drain's`);
  if (number > 1) {
    const { kind } = fateOf(evidence, requestOfTry(evidence, drainId, connectionId, number - 1));
    if (kind !== 'left') evidence.object('drain D1', `${requestId} is released while the try before is ${kind}`);
    else evidence.count('next tries');
  }
  if (drains.releases.has(requestId)) evidence.object('drain D1', `${requestId} is released twice`);
  drains.releases.set(requestId, { drainId, connectionId, number, write });
}

/** D2 and D6: nothing is released by a drain that is stopped, or does not run. */
function judgeState(evidence: Evidence, { before, after }: SeenWrite, name: string): void {
  if (after.phase !== 'RUNNING') evidence.object('drain D6', `${name} while it is ${after.phase}`);
  const [stop] = [...after.stops, ...(before?.stops ?? [])];
  if (stop) evidence.object('drain D6', `${name} while it is stopped by ${stop.id}`);
}

/**
 * D6: whoever releases has read what became of all open lines: what the ledger had before its process began, it must have seen. So no
 * more time passes between what stops a drain and the last release than an invocation takes: 2 minutes, or mostly a second.
 */
function judgeKnown(evidence: Evidence, drains: DrainEvidence, { after, by }: SeenWrite, name: string): void {
  for (const [connectionId, line] of Object.entries(after.lines)) {
    if (line.state === 'held' || line.state === 'unhealthy' || line.state === 'unknown' || line.state === 'waits')
      evidence.object('drain D6', `${name} while ${connectionId} is ${line.state}`);
    if (!isOpen(line)) continue;
    const fate = fateOfTry(evidence, after, connectionId);
    // Its id may have been used up before: by hand, or by a message that a ledger which was put back has forgotten.
    const requestId = requestIdOf({ drainId: after.drainId, connectionId, try: line.try?.number ?? 0 });
    const askedFromMs = drains.releases.get(requestId)?.write.atMs ?? 0;
    if (!fate || fate.sinceMs === 0 || Math.max(fate.sinceMs, askedFromMs) >= by.startedAtMs) continue;
    if (fate.kind === 'held' || fate.kind === 'left' || fate.kind === 'bad')
      evidence.object(
        'drain D6',
        `${name} though it was known before that ${connectionId} is ${fate.kind} ${fate.code ?? ''}`,
      );
  }
}

/** More than these have failed or drifted, and the drain stops until a person has seen it. */
function judgeBudgets(evidence: Evidence, { lines, forgiven }: Drain, name: string): void {
  const all = Object.values(lines);
  const failed = all.filter(({ state }) => state === 'failed').length - forgiven.failed;
  const drifted = all.filter(({ state }) => state === 'drifted').length - forgiven.drifted;
  if (failed > Math.max(2, all.length / 20)) evidence.object('drain D6', `${name} after ${failed} have failed`);
  if (drifted > 5) evidence.object('drain D6', `${name} after ${drifted} have drifted`);
}

/** What CONTROL said before the process began: that another drain runs, or that all is paused; what keeps the line from being called. */
function judgeControl(evidence: Evidence, drains: DrainEvidence, { after, by, atMs }: SeenWrite, name: string): void {
  const { drainId, rollbackOf } = after;
  const times = [by.startedAtMs, atMs, ...drains.running.map((one) => one.atMs).filter((at) => at > by.startedAtMs)];
  const wasNamed = times.some((at) => {
    const running = drains.runningAt(at);
    return (rollbackOf === undefined ? running.drain : running.rollback) === drainId;
  });
  if (!wasNamed) evidence.object('drain D8', `${name}, and CONTROL names another drain`);
  const pause = evidence.stops.get('paused');
  if (pause && pause.sinceMs < by.startedAtMs) evidence.object('drain D6', `${name} while all calls are paused`);
  const plan = drains.planOf(after);
  const { clockSkewMs } = evidence.settings;
  if (rollbackOf === undefined && atMs < Date.parse(plan?.window.from ?? '') - clockSkewMs)
    evidence.object('drain D7', `${name} before its window`);
  // A process may have been frozen just before it wrote.
  if (by.frozenFor === 0 && atMs > after.endsAtMs + clockSkewMs)
    evidence.object('drain D7', `${name} after its window`);
}

/**
 * D4: no line of a wave is released before each of the earlier ones is done, or is tried again by a person's word; before a person has
 * opened the gate; or before lines and targets were read since the wave began, or went on.
 */
function judgeWaves(
  evidence: Evidence,
  drains: DrainEvidence,
  plan: Plan,
  { before, after, atMs }: SeenWrite,
  released: readonly SeenRelease[],
  name: string,
): void {
  judgeCheck(evidence, drains, after, atMs, name);
  if (after.rollbackOf !== undefined) return;
  const waves = new Map(plan.lines.map(({ connectionId, wave }) => [connectionId, wave]));
  const latest = Math.max(...released.map(({ connectionId }) => waves.get(connectionId) ?? 0));
  for (const [connectionId, wave] of waves) {
    const line = before?.lines[connectionId];
    if (wave >= latest || !line || isRetried(drains, after.drainId, connectionId)) continue;
    if (!isDoneInTruth(evidence, drains, before, connectionId))
      evidence.object('drain D4', `${name} while ${connectionId} of wave ${wave} is ${line.state}`);
  }
  for (const { wave, gate } of plan.waves)
    if (wave < latest && gate === 'person' && !isPromoted(drains, after, wave))
      evidence.object('drain D4', `${name} though no one has opened the gate behind wave ${wave}`);
}

function isPromoted({ commands }: DrainEvidence, { drainId, rev }: Drain, wave: number): boolean {
  return commands.some(
    ({ command }) =>
      command.action === 'promote' && command.drainId === drainId && command.rev === rev && command.wave >= wave,
  );
}

/** Done, as its drain says, and as is so. */
function isDoneInTruth(evidence: Evidence, drains: DrainEvidence, drain: Drain, connectionId: string): boolean {
  const line = drain.lines[connectionId];
  const kind = fateOfTry(evidence, drain, connectionId)?.kind;
  switch (line?.state) {
    case 'healthy':
      return kind === 'healthy';
    case 'overtaken':
    case 'gone':
    case 'movedAway':
      return kind === 'other';
    case 'failed':
      return kind === 'left';
    case 'drifted':
      return kind === 'left' || kind === undefined;
    case 'setAside':
      return isSetAside(drains, drain.drainId, connectionId) || line.cause === 'REPLANNED';
    default:
      return false;
  }
}

export function isSetAside({ commands }: DrainEvidence, drainId: string, connectionId: string): boolean {
  return commands.some(
    ({ command }) =>
      command.action === 'setAside' && command.drainId === drainId && command.connectionId === connectionId,
  );
}

function judgeCheck(evidence: Evidence, drains: DrainEvidence, after: Drain, atMs: number, name: string): void {
  const writes = drains.writes.get(after.drainId) ?? [];
  // The last write that asked for a reading: a wave has begun, or stops were lifted.
  const asked = writes.findLast(({ before, after: next }) => {
    const hasBegun = before !== undefined && before.wave.number !== next.wave.number;
    const isResumed = before !== undefined && before.stops.length > 0 && next.stops.length === 0;
    const isMade = before === undefined && next.phase === 'RUNNING';
    return hasBegun || isResumed || isMade;
  });
  const since = asked?.atMs ?? 0;
  const isRead = drains.inventories.some((reading) => reading.atMs >= since && reading.atMs <= atMs);
  if (!isRead) evidence.object('drain D4', `${name}, and no one has read lines and targets again since ${since}`);
}

/** A release is an intent: it is stored before its message is sent, which is the same each time. */
export function judgeSending(evidence: Evidence, { order, body, tenant }: Content): void {
  const { drains } = evidence;
  if (!drains || tenant !== DRAINS_TENANT || !order || order.draft.isHostile || order.draft.dryRun) return;
  const { requestId } = order.draft;
  // It comes from a process that was frozen, or out of the dead-letter queue.
  const forgotten = drains.forgotten.get(requestId);
  if (forgotten && hasTimesOf(order.draft, forgotten)) return;
  const known = drains.bodies.get(requestId);
  if (known === undefined) evidence.count('messages of drains');
  else {
    evidence.count('messages of drains that were sent again');
    if (known !== body) evidence.object('drain D12', `${requestId} is sent again with another body`);
  }
  drains.bodies.set(requestId, body);
  const release = drains.releases.get(requestId);
  const last = release?.write.after.lines[release.connectionId]?.try;
  if (!last || !hasTimesOf(order.draft, last))
    evidence.object('drain D12', `${requestId} is sent, and its drain has not stored it, or not so`);
}
