import type { Objection } from '../../local/judge/evidence.ts';
import type { Ablation } from './ablation.ts';
import { play } from './run.ts';
import { planOf } from './seed.ts';
import { START } from './settings.ts';
import { Trace } from './trace.ts';

/** What the run of one seed came to. */
export interface Outcome {
  seed: number;
  violations: Objection[];
  /** How often what happened: calls, moves, outcomes by code, faults by kind. */
  counts: Map<string, number>;
  /** Milliseconds from quiet to each outcome after it. */
  timesToOutcome: number[];
}

/** Runs with nothing taken away, in each of which lines are drained. */
export const WITH_DRAINS: Ablation = { name: 'none', weather: { drains: 1 } };

export async function runSeed(seed: number, ablation?: Ablation, trace?: Trace): Promise<Outcome> {
  const plan = planOf(seed, ablation?.weather);
  const { violations, counts, timesToOutcome } = await play(plan, trace, ablation);
  for (const [fault, count] of plan.fate.counts) counts.set(`fault: ${fault}`, count);
  return { seed, violations, counts, timesToOutcome };
}

/** The run of a seed again, traced line by line, with what the auditor objects to at its place. */
export async function traceSeed(seed: number, ablation?: Ablation): Promise<string> {
  const trace = new Trace();
  const { violations } = await runSeed(seed, ablation, trace);
  for (const { rule, what, at } of violations) trace.add(at, 'AUDITOR', `${rule}: ${what}`);
  return trace.toString();
}

/** What to show of a failing seed, with the command that plays it again. */
export function describeFailure({ seed, violations }: Outcome, hasDrains = false): string {
  const lines = violations.map(({ rule, what, at }) => `  ${((at - START) / 1000).toFixed(3)}s  ${rule}: ${what}`);
  return [
    `seed ${seed}:`,
    ...lines,
    `  again: npm run sim -- --seeds 1 --from ${seed} --trace${hasDrains ? ' --drains' : ''}`,
  ].join('\n');
}

export function addCounts(sum: Map<string, number>, counts: Iterable<[string, number]>): void {
  for (const [what, count] of counts) sum.set(what, (sum.get(what) ?? 0) + count);
}
