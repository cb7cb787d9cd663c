import { judgeDrain } from '../../../local/judge/drain/judge-drain.ts';
import { judge } from '../judge.ts';
import type { DrainChaosRun } from './run-drain-chaos.ts';

/** Judges a run by what drains promise, by what every request is promised, and by what it has left behind. */
export function judgeDrainRun({ wire, evidence, last }: Pick<DrainChaosRun, 'wire' | 'evidence' | 'last'>): string[] {
  return [...judgeDrain(wire), ...judge(evidence).objections, ...unended(last)];
}

/** Nobody has ended it, and its window is longer than a run. What it stands for, an event has to say: D10. */
function unended(last: DrainChaosRun['last']): string[] {
  if (last?.state === 'COMPLETED' || last?.state === 'STOPPED') return [];
  return [`D10: the drain is ${last?.state ?? 'not there'} at the end, neither completed nor stopped`];
}
