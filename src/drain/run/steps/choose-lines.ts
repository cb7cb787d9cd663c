import type { MigrationRequest } from '../../../contract/request-schema.ts';
import { barrierFor } from '../../../migration/model/guards.ts';
import type { ControlItem } from '../../../migration/ports/control.ts';
import type { Plan } from '../../plan/plan.ts';
import { type Drain, isOver } from '../drain.ts';
import { hasOpenTry, isMoving, isOpen, type LineProgress, stateOfTry } from '../line.ts';
import type { Move } from '../moves.ts';
import type { DrainWait } from './wait.ts';
import { movesToMake } from './waves.ts';

/** What the next lines of a wave are chosen by. */
export interface Choice {
  drain: Drain;
  /** Its rollback, or the drain that it rolls back: the limits count both. */
  beside?: Drain;
  plan: Plan;
  moves: ReadonlyMap<string, Move>;
  control: ControlItem;
  now: number;
}

/** What can be released now, in order; and what keeps the rest. */
export interface Chosen {
  lines: Move[];
  waits: DrainWait[];
}

/** The next lines of the wave, within the limits. What has to wait does not hold up those behind it. */
export function chooseLines(choice: Choice): Chosen {
  const { drain, plan, moves, now } = choice;
  const { maxMoving, maxSoaking } = plan.limits;
  const counts = countBoth(choice);
  const chosen: Chosen = { lines: [], waits: [] };
  const interval = intervalWait(choice);
  for (const move of movesToMake(drain, moves)) {
    const id = move.connectionId;
    if (drain.lines[id]?.state !== 'planned') continue;
    const isOneEnough = plan.limits.minIntervalSeconds > 0 && chosen.lines.length > 0;
    const wait =
      interval ??
      (isOneEnough ? untilNext(now, plan) : undefined) ??
      full('moving', counts.moving, id, maxMoving) ??
      full('soaking', counts.soaking, id, maxSoaking) ??
      besideItsGroup(move, counts, plan) ??
      behindBarrier(move, choice);
    if (wait) {
      if (!chosen.waits.some(({ cause, about }) => cause === wait.cause && about === wait.about))
        chosen.waits.push(wait);
      continue;
    }
    chosen.lines.push(move);
    for (const ids of [counts.moving, counts.soaking, counts.open]) ids.add(id);
  }
  return chosen;
}

/** By connection id: a line that its rollback takes back counts once. */
interface Counts {
  moving: Set<string>;
  soaking: Set<string>;
  open: Set<string>;
}

function countBoth({ drain, beside }: Choice): Counts {
  // Of one that is over, what a person had set aside is looked at no more: it would hold up the way back for ever.
  const lines = [drain, ...(beside && !isOver(beside) ? [beside] : [])].flatMap((each) => Object.entries(each.lines));
  const idsOf = (isMeant: (line: LineProgress) => boolean) =>
    new Set(lines.filter(([, line]) => isMeant(line)).map(([id]) => id));
  // One that was set aside takes no part in the soaking; if its call is still to come, it moves as any other.
  const moves = (line: LineProgress) => {
    const state = stateOfTry(line);
    return hasOpenTry(line) && (state === undefined || isMoving({ ...line, state }));
  };
  return { moving: idsOf(moves), soaking: idsOf(isOpen), open: idsOf(hasOpenTry) };
}

function full(cause: 'moving' | 'soaking', ids: ReadonlySet<string>, id: string, most: number): DrainWait | undefined {
  if (ids.has(id) ? ids.size <= most : ids.size < most) return undefined;
  const what = cause === 'moving' ? 'released and not yet seen on their target' : 'released and not yet found well';
  const name = cause === 'moving' ? 'maxMoving' : 'maxSoaking';
  const help =
    cause === 'moving'
      ? 'nothing: the first that is seen lets the next one go'
      : 'nothing: the first that is well lets the next one go; one that never will be is set aside, or rolled back';
  return { cause, why: `${name}: ${ids.size} lines are ${what}`, help };
}

function intervalWait({ drain, beside, plan, now }: Choice): DrainWait | undefined {
  const last = Math.max(drain.lastReleaseAtMs ?? 0, beside?.lastReleaseAtMs ?? 0);
  return now < last + plan.limits.minIntervalSeconds * 1000 ? untilNext(last, plan) : undefined;
}

function untilNext(lastMs: number, { limits: { minIntervalSeconds } }: Plan): DrainWait {
  const untilMs = lastMs + minIntervalSeconds * 1000;
  const why = `minInterval: ${minIntervalSeconds} s between two releases`;
  return { cause: 'interval', sinceMs: lastMs, untilMs, why, help: 'nothing: it goes on then' };
}

/** Two lines of a group never move together. Of a line's own way back, it is no other. */
function besideItsGroup({ connectionId, group }: Move, { open }: Counts, plan: Plan): DrainWait | undefined {
  if (group === undefined) return undefined;
  const other = plan.lines.find(
    (line) => line.group === group && line.connectionId !== connectionId && open.has(line.connectionId),
  );
  if (!other) return undefined;
  const about = other.connectionId;
  const why = `${connectionId} is in group ${group} with ${about}, which is not known to be well yet`;
  return { cause: 'group', about, why, help: `dxm show ${about}; it goes on once that line is well` };
}

/** What would keep its request waiting in the core, and use up its time. */
function behindBarrier(move: Move, { drain, plan, control, now }: Choice): DrainWait | undefined {
  const request: Pick<MigrationRequest, 'expectedParentConnectionId' | 'parentConnectionId'> = {
    expectedParentConnectionId: move.from,
    parentConnectionId: move.to,
  };
  const barrier = barrierFor(request, locationOf(move, plan), control, now);
  if (!barrier || (drain.rollbackOf !== undefined && !barrier.stopsWayBack)) return undefined;
  const { cause, name: about, untilMs } = barrier;
  const until = untilMs === undefined ? {} : { untilMs };
  if (cause === 'closed')
    return { cause, about, ...until, why: `${about} is closed`, help: `find out why; then dxm parent open ${about}` };
  return { cause, about, ...until, why: `freeze ${about}`, help: `nothing, or dxm unfreeze ${about}` };
}

function locationOf({ connectionId }: Move, { lines, facts, source }: Plan): string | undefined {
  const line = lines.find((each) => each.connectionId === connectionId);
  return line?.facts.location ?? facts.ports.find(({ id }) => id === source)?.location;
}
