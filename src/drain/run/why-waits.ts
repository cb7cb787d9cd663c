import type { ControlItem } from '../../migration/ports/control.ts';
import type { Plan } from '../plan/plan.ts';
import { type Drain, isOver, stateOf } from './drain.ts';
import { isOpen, isUndecided } from './line.ts';
import { movesOf } from './moves.ts';
import { goesFirst } from './steps/beside.ts';
import { chooseLines } from './steps/choose-lines.ts';
import { holdUp } from './steps/hold-up.ts';
import type { DrainWait } from './steps/wait.ts';
import { isLeftToRelease } from './steps/waves.ts';

export type { DrainWait, DrainWaitCause } from './steps/wait.ts';

/**
 * What a drain waits for, the most telling first; nothing if it is over, or goes on just now.
 *
 * @param now milliseconds since the epoch
 * @param beside its rollback, or the drain that it rolls back, if there is one
 */
export function whyWaits(drain: Drain, plan: Plan, control: ControlItem, now: number, beside?: Drain): DrainWait[] {
  if (isOver(drain)) return [];
  if (drain.phase === 'PLANNED') return [beforeStart(drain, plan)];
  const view = { drain, plan, moves: movesOf(drain, plan), control, now };
  const held = holdUp(view);
  const open = openLines(drain);
  if (held) return [held, ...open];
  const first = beside?.rollbackOf === drain.drainId ? goesFirst(beside) : undefined;
  if (first) return [first, ...open];
  // Where all are on their way, nothing is read for them: what these wait for is the telling part.
  if (drain.wave.checkedAtMs === undefined && isLeftToRelease(drain, view.moves))
    return [
      { cause: 'reading', why: 'lines and targets are being read again', help: 'nothing, or see the log' },
      ...open,
    ];
  const { lines, waits } = chooseLines(beside ? { ...view, beside } : view);
  return lines.length > 0 ? [] : [...waits, ...open];
}

function openLines({ lines }: Drain): DrainWait[] {
  const open = Object.entries(lines).filter(([, line]) => isOpen(line) || isUndecided(line));
  const [oldest] = open.toSorted(([, a], [, b]) => (a.atMs ?? 0) - (b.atMs ?? 0));
  if (!oldest) return [];
  const [about, { state, atMs, cause }] = oldest;
  const since = atMs === undefined ? {} : { sinceMs: atMs };
  const why = `${open.length} lines are on their way, or not known to be well; the longest ${about}: ${state}${cause === undefined ? '' : ` (${cause})`}`;
  return [{ cause: 'lines', about, ...since, why, help: `dxm show ${about}` }];
}

function beforeStart(drain: Drain, plan: Plan): DrainWait {
  const { drainId, announcement, rev, waivers, stops, submitted } = drain;
  const [stop] = stops;
  if (stop)
    return { cause: 'stopped', about: stop.id, sinceMs: stop.atMs, why: stop.why, help: `dxm drain resume ${drainId}` };
  if (stateOf(drain) === 'DRAFT' && !waivers.approval) {
    const why = `revision ${rev} is not approved`;
    return { cause: 'approval', sinceMs: submitted.atMs, why, help: `dxm drain approve ${drainId}` };
  }
  if (announcement?.rev !== rev || announcement.doneAtMs === undefined) {
    const untilMs = Date.parse(plan.notice.announceBy);
    const isBegun = announcement?.rev === rev;
    const why = isBegun ? `${announcement.published} lines are announced` : 'its lines are not announced';
    const help = isBegun ? 'nothing: the rest follows' : `dxm drain announce ${drainId}`;
    return { cause: 'announcement', untilMs, why, help };
  }
  const untilMs = Date.parse(plan.window.from);
  return {
    cause: 'start',
    untilMs,
    why: `it is not started; the window opens at ${plan.window.from}`,
    help: `dxm drain start ${drainId}`,
  };
}
