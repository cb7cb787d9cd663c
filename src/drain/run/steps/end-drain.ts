import type { DrainEventName } from '../../../contract/operations/names.ts';
import type { Ended, Ending } from '../drain.ts';
import { isOpen, isUndecided } from '../line.ts';
import { BY_ITSELF } from '../stop.ts';
import { timeOfEvent, withHistory } from '../told.ts';
import { withNews } from './own-stops.ts';
import type { DrivePorts, Pass, Step } from './step.ts';
import { isWaveDone, nextWave } from './waves.ts';

/** Nothing is released any more: all is done, the window is over, or the ledger is not the one that the drain was started in. */
export const beginEnd: Step = async (pass, { settings }) => {
  const { drain, now } = pass;
  const found = endOf(pass, settings);
  if (!found) return undefined;
  const { why, ...rest } = found;
  const atMs = timeOfEvent(drain, now);
  const ending: Ending = { ...rest, atMs, by: BY_ITSELF, why };
  return { next: withHistory({ ...drain, phase: 'ENDING', ending }, `ends as ${ending.as}`, ending) };
};

function endOf(
  { drain, plan, moves, now }: Pass,
  { minRequestedAt }: DrivePorts['settings'],
): Pick<Ending, 'as' | 'cause' | 'why'> | undefined {
  const { phase, started, stops, endsAtMs } = drain;
  if (phase !== 'PLANNED' && phase !== 'RUNNING') return undefined;
  // What was rolled back since would be moved again.
  if (started && started.atMs < Date.parse(minRequestedAt))
    return {
      as: 'ABORTED',
      cause: 'restored',
      why: `it was started before ${minRequestedAt}: the ledger was restored`,
    };
  const isDone = isWaveDone(drain, moves) && nextWave(drain, plan, moves) === undefined;
  if (phase === 'RUNNING' && isDone && stops.length === 0)
    return { as: 'COMPLETED', cause: 'done', why: 'all of its lines are done' };
  return now >= endsAtMs ? { as: 'EXPIRED', cause: 'window', why: 'its window is over' } : undefined;
}

const EVENTS: Record<Ended, DrainEventName> = {
  COMPLETED: 'Drain Completed',
  ABORTED: 'Drain Aborted',
  EXPIRED: 'Drain Expired',
};

/** It is over once each line that was released has its outcome, and each that was moved its verdict. */
export const endDrain: Step = async ({ drain, plan, now }, { serviceVersion }) => {
  const { phase, ending, lines } = drain;
  if (phase !== 'ENDING' || !ending) return undefined;
  if (Object.values(lines).some((line) => isOpen(line) || isUndecided(line))) return undefined;
  const { as, by, why } = ending;
  const news = { name: EVENTS[as], what: as.toLowerCase(), by, why };
  return { next: withNews({ ...drain, phase: as }, news, { now, plan, serviceVersion }) };
};
