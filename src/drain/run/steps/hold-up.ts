import { formatTime } from '../../../contract/time.ts';
import { MOST_UNPUBLISHED } from '../told.ts';
import { isNamed } from './clean-up.ts';
import type { Pass } from './step.ts';
import type { DrainWait } from './wait.ts';
import { isGateClosed, nextWave } from './waves.ts';

/** A line that is released later would not be called for in the window. */
export const LEAST_LEFT_MS = 60_000;

export type HoldUpView = Pick<Pass, 'drain' | 'plan' | 'moves' | 'control' | 'now'>;

/** What keeps all of a drain that has started from releasing anything, and from beginning a wave; undefined if nothing does. */
export function holdUp(view: HoldUpView): DrainWait | undefined {
  const checks = [stopped, notNamed, paused, beforeWindow, windowEnds, bus, gate];
  for (const check of checks) {
    const wait = check(view);
    if (wait) return wait;
  }
  return undefined;
}

type Check = (view: HoldUpView) => DrainWait | undefined;

const stopped: Check = ({ drain: { drainId, phase, stops } }) => {
  if (phase === 'ENDING') return { cause: 'stopped', why: 'it ends: nothing is released any more', help: 'nothing' };
  const [stop] = stops;
  if (!stop) return undefined;
  const { id, kind, atMs, why } = stop;
  const more = stops.length > 1 ? `, and ${stops.length - 1} more` : '';
  const help =
    kind === 'line'
      ? 'see to the line: then it goes on by itself'
      : `dxm drain resume ${drainId}, once that is dealt with`;
  return { cause: 'stopped', about: id, sinceMs: atMs, why: `stopped (${id}${more}): ${why}`, help };
};

const notNamed: Check = ({ drain, control: { running } }) => {
  if (isNamed(drain, running)) return undefined;
  const other = drain.rollbackOf === undefined ? running?.drain : running?.rollback;
  const why = other === undefined ? 'CONTROL does not name it as the one that runs' : `${other} runs now`;
  const help = `dxm drain start ${drain.drainId} again${other === undefined ? '' : `, once ${other} has ended`}`;
  return { cause: 'notNamed', ...(other === undefined ? {} : { about: other }), why, help };
};

const paused: Check = ({ control: { paused, lastChange } }) => {
  if (!paused) return undefined;
  const since = lastChange === undefined ? {} : { sinceMs: lastChange.atMs };
  return { cause: 'paused', ...since, why: `all calls are paused: ${lastChange?.why ?? ''}`, help: 'dxm resume' };
};

/** The way back is open until a day after the window. */
const beforeWindow: Check = ({ drain: { rollbackOf }, plan: { window }, now }) => {
  const untilMs = Date.parse(window.from);
  if (rollbackOf !== undefined || now >= untilMs) return undefined;
  return { cause: 'window', untilMs, why: `the window opens at ${window.from}`, help: 'nothing: it goes on then' };
};

const windowEnds: Check = ({ drain: { endsAtMs }, now }) => {
  if (now + LEAST_LEFT_MS <= endsAtMs) return undefined;
  const why = `its time is over at ${formatTime(endsAtMs)}, and that is too soon for another line`;
  return { cause: 'windowEnds', untilMs: endsAtMs, why, help: 'plan what is left: dxm drain plan --leftovers-of' };
};

const bus: Check = ({ drain: { unpublished } }) => {
  if (unpublished.length <= MOST_UNPUBLISHED) return undefined;
  const why = `${unpublished.length} events wait for the event bus to accept them`;
  return { cause: 'bus', why, help: 'find out why the bus does not take them; it goes on by itself' };
};

const gate: Check = ({ drain, plan, moves }) => {
  const { drainId, wave } = drain;
  if (nextWave(drain, plan, moves) === undefined || !isGateClosed(drain, plan)) return undefined;
  const since = wave.doneAtMs === undefined ? {} : { sinceMs: wave.doneAtMs };
  const why = `a person has to let the wave after ${wave.number} begin`;
  return { cause: 'gate', ...since, why, help: `dxm drain promote ${drainId} ${wave.number}` };
};
