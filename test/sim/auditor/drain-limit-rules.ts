import type { Plan } from '../../../src/drain/plan/plan.ts';
import { type Drain, isOver } from '../../../src/drain/run/drain.ts';
import { requestIdOf } from '../../../src/drain/run/request-of.ts';
import type { DrainEvidence, SeenRelease, SeenWrite } from './drain-evidence.ts';
import { fateOf, fateOfTry, requestOfTry, type TryFate } from './drain-fate.ts';
import type { Evidence } from './evidence.ts';

/** The limits, of how many and which lines are on their way at a time, and what keeps a line from its next try. */
export function judgeWhatIsReleased(
  evidence: Evidence,
  drains: DrainEvidence,
  plan: Plan,
  write: SeenWrite,
  released: readonly SeenRelease[],
  name: string,
): void {
  judgeLimits(evidence, drains, plan, write, name);
  judgeInterval(evidence, drains, plan, write, name);
  judgeGroups(evidence, drains, plan, write, released);
  judgeTargets(evidence, drains, plan, write, name);
  for (const one of released) judgeExpired(evidence, drains, one);
}

/** D5, and the limit of lines that are not well yet: of a drain and its rollback together, by what is so. */
function judgeLimits(
  evidence: Evidence,
  drains: DrainEvidence,
  { limits: { maxMoving, maxSoaking } }: Plan,
  { after, by }: SeenWrite,
  name: string,
): void {
  const open = bothOf(drains, after).flatMap((drain) =>
    Object.entries(drain.lines).flatMap(([id, { state, cause, try: last }]) => {
      if (isLeftBehind(drain, id)) return [];
      const fate = fateOfTry(evidence, drain, id);
      // No one has looked at it in time: a person knows.
      const isUnknown = [state, cause, last?.became].includes('unknown');
      // It was held, and a person has had it called again since this process may have read it.
      const isUnseen = fate?.kind === 'open' && fate.sinceMs >= by.startedAtMs;
      if (!fate) return [];
      return [{ id, moves: isMoving(fate) && !isUnknown && !isUnseen, soaks: isSoaking(fate) && state !== 'setAside' }];
    }),
  );
  const moving = new Set(open.filter(({ moves }) => moves).map(({ id }) => id)).size;
  const soaking = new Set(open.filter(({ soaks }) => soaks).map(({ id }) => id)).size;
  if (moving === maxMoving) evidence.count('releases up to maxMoving');
  if (soaking === maxSoaking) evidence.count('releases up to maxSoaking');
  if (moving > maxMoving) evidence.object('drain D5', `${name}: ${moving} are moving, of at most ${maxMoving}`);
  if (soaking > maxSoaking)
    evidence.object('drain D6', `${name}: ${soaking} are not known to be well, of at most ${maxSoaking}`);
}

/** By clocks that differ. */
function judgeInterval(
  evidence: Evidence,
  drains: DrainEvidence,
  { limits: { minIntervalSeconds } }: Plan,
  { after, before }: SeenWrite,
  name: string,
): void {
  const times = bothOf(drains, after).map(({ drainId, lastReleaseAtMs = 0 }) =>
    drainId === after.drainId ? (before?.lastReleaseAtMs ?? 0) : lastReleaseAtMs,
  );
  const last = Math.max(...times);
  const gap = (after.lastReleaseAtMs ?? 0) - last;
  const isSoon = last > 0 && gap < minIntervalSeconds * 1000 - evidence.settings.clockSkewMs;
  if (isSoon) evidence.object('drain D5', `${name} ${gap} ms after the last ones`);
}

/** A drain and its rollbacks. */
function bothOf({ all }: DrainEvidence, { drainId, rollbackOf = drainId }: Drain): Drain[] {
  return all.filter((drain) => (drain.rollbackOf ?? drain.drainId) === rollbackOf);
}

/**
 * Set aside, and its drain has ended since: nothing of it is called for any more. A person may still have what is held of it called again,
 * which is then answered that its drain is over, or is found to have moved after all.
 */
function isLeftBehind(drain: Drain, id: string): boolean {
  return isOver(drain) && drain.lines[id]?.state === 'setAside';
}

function isMoving({ kind }: TryFate): boolean {
  return kind === 'open' || kind === 'moved';
}

function isSoaking({ kind }: TryFate): boolean {
  return kind !== 'left' && kind !== 'healthy' && kind !== 'other';
}

/** D3, as far as the drain sees to it itself: no line is released while another one of its group is not known to be well. */
function judgeGroups(
  evidence: Evidence,
  drains: DrainEvidence,
  plan: Plan,
  { after }: SeenWrite,
  released: readonly SeenRelease[],
): void {
  const groupOf = new Map(plan.lines.map(({ connectionId, group }) => [connectionId, group]));
  const both = bothOf(drains, after);
  for (const { connectionId } of released) {
    const group = groupOf.get(connectionId);
    if (group === undefined) continue;
    for (const drain of both) {
      const beside = Object.keys(drain.lines).find((other) => {
        if (other === connectionId || groupOf.get(other) !== group || isLeftBehind(drain, other)) return false;
        const fate = fateOfTry(evidence, drain, other);
        return fate !== undefined && isSoaking(fate) && fate.kind !== 'bad' && fate.kind !== 'held';
      });
      if (beside !== undefined)
        evidence.object(
          'drain D3',
          `${after.drainId} releases ${connectionId} while ${beside} of its group is on its way`,
        );
    }
  }
}

/** D6: a target that takes no line stops the drain, before any other line is released to it. */
function judgeTargets(
  evidence: Evidence,
  drains: DrainEvidence,
  plan: Plan,
  { after, by }: SeenWrite,
  name: string,
): void {
  const targetOf = (id: string) =>
    after.rollbackOf === undefined ? plan.lines.find(({ connectionId }) => connectionId === id)?.to : plan.source;
  const writes = drains.writes.get(after.drainId) ?? [];
  for (const [id, line] of Object.entries(after.lines)) {
    const fate = fateOfTry(evidence, { ...after, lines: { [id]: lastEnded(line) } }, id);
    const isAboutTarget = fate?.code === 'PARENT_NOT_FOUND' || fate?.code === 'PARENT_CANNOT_HOST';
    if (!fate || !isAboutTarget || line.state === 'setAside' || fate.sinceMs >= by.startedAtMs) continue;
    const target = targetOf(id);
    const isStopped = writes.some(
      ({ atMs, after: next }) =>
        atMs >= fate.sinceMs && next.stops.some(({ kind, about }) => kind === 'target' && about === target),
    );
    if (!isStopped)
      evidence.object('drain D6', `${name} though ${target} has taken no line, and it was not stopped for that`);
  }
}

/** The try before the one that was released just now. */
function lastEnded(line: Drain['lines'][string]): Drain['lines'][string] {
  if (line.state !== 'released' || !line.try) return line;
  return { ...line, try: { ...line.try, number: line.try.number - 1 } };
}

/** A fourth time only by a person's word: of tries that expired while the drain ran, unstopped and not resumed, since their release. */
function judgeExpired(evidence: Evidence, drains: DrainEvidence, { drainId, connectionId, number }: SeenRelease): void {
  if (isRetried(drains, drainId, connectionId)) return;
  const writes = drains.writes.get(drainId) ?? [];
  const expired = Array.from({ length: number - 1 }, (_, index) => index + 1).filter((one) => {
    const release = drains.releases.get(requestIdOf({ drainId, connectionId, try: one }));
    const fate = fateOf(evidence, requestOfTry(evidence, drainId, connectionId, one));
    if (!release || fate.code !== 'EXPIRED') return false;
    const next = drains.releases.get(requestIdOf({ drainId, connectionId, try: one + 1 }));
    const meanwhile = writes.filter(
      ({ atMs }) => atMs >= release.write.atMs && atMs < (next?.write.atMs ?? evidence.time.now),
    );
    const { checkedAtMs } = release.write.after.wave;
    return meanwhile.every(
      ({ after: { phase, stops, wave } }) =>
        phase === 'RUNNING' && stops.length === 0 && wave.checkedAtMs === checkedAtMs,
    );
  });
  if (expired.length >= 3)
    evidence.object('drain D6', `${connectionId} is released after ${expired.length} tries that have expired`);
}

export function isRetried({ commands }: DrainEvidence, drainId: string, connectionId: string): boolean {
  return commands.some(
    ({ command }) => command.action === 'retry' && command.drainId === drainId && command.connectionId === connectionId,
  );
}
