import { type Drain, stateOf } from '../../../drain/run/drain.ts';
import { needsAPerson } from '../../../drain/run/line.ts';
import { printable } from '../../output/printable.ts';
import { count } from '../../output/words.ts';
import type { Need } from '../../words/needs.ts';
import { PAGE } from './drain-needs.ts';

const DAY_MS = 86_400_000;

/** Without a gate, the next wave begins sooner than this. */
const GATE_MS = 60_000;

/** What a drain needs a person for, as one thing among all others, and without its plan: `dxm drain status` has all of it. */
export function needOfListed(drain: Drain, now: number): Need | undefined {
  const { drainId, stops, lines, announcement, wave, promoted } = drain;
  const todo = `dxm drain status ${drainId}`;
  const sick = Object.values(lines).filter(needsAPerson).length;
  const state = stateOf(drain);
  const [stop] = stops;
  if (state === 'STOPPED' && stop) {
    const why = sick > 0 ? count(sick, 'line needs a person', 'lines need a person') : printable(stop.why);
    return {
      kind: 'drainStopped',
      what: `the drain ${drainId} is stopped: ${why}`,
      todo,
      page: PAGE,
      sinceMs: stop.atMs,
    };
  }
  if (sick > 0) {
    const what = `${count(sick, 'line', 'lines')} of the drain ${drainId}, which is ${state}, ${sick === 1 ? 'needs' : 'need'} a person`;
    return { kind: 'drainLine', what, todo, page: PAGE };
  }
  const { doneAtMs } = wave;
  if (state === 'RUNNING' && doneAtMs !== undefined && promoted < wave.number && now - doneAtMs > GATE_MS) {
    const what = `wave ${wave.number} of the drain ${drainId} is done, and the next one waits for a person`;
    return { kind: 'drainGate', what, todo: `dxm drain promote ${drainId} --why "…"`, page: PAGE, sinceMs: doneAtMs };
  }
  if (state === 'DRAFT' && announcement && announcement.fromMs - now < DAY_MS) {
    const what = `the plan of the drain ${drainId} is not approved, and its window is near`;
    return { kind: 'drainUnapproved', what, todo: `dxm drain approve ${drainId} --why "…"`, page: PAGE };
  }
  return undefined;
}
