import type { Audit } from '../../local/demo/audit.ts';
import { moveCalls } from '../../local/judge/wire.ts';
import { answerOf } from './answers.ts';
import { type Counts, count } from './count.ts';
import { faultsMet } from './faults-met.ts';
import { judge } from './judge.ts';
import { judgeHeld } from './judge-held.ts';
import type { ChaosRun } from './run-chaos.ts';

/** A run in figures. */
export interface ChaosSummary extends Audit {
  seed: number;
  /** Messages by what was published about them in the end. */
  answers: Counts;
  /** Requests that were held at any time, by what justifies it; and what a person decided of those that stayed so. */
  held: Counts;
  resolved: Counts;
  /** Troubles that were made, and what really met something. */
  troubles: Counts;
  faults: Counts;
  /** Calls of AssociateHostedConnection, and of all others. */
  calls: { moves: number; others: number };
  seconds: { trouble: number; quiet: number };
}

/** Counts and judges what a run has left behind. */
export function summarise(run: ChaosRun): ChaosSummary {
  const { seed, evidence, troubles, resolved, seconds } = run;
  const moves = moveCalls(evidence.journal).length;
  return {
    seed,
    ...judge(evidence),
    answers: count(evidence.results.map(({ event }) => (event ? answerOf(event) : 'none'))),
    held: count(judgeHeld(evidence).map(({ justification }) => justification ?? 'nothing')),
    resolved,
    troubles,
    faults: faultsMet(run),
    calls: { moves, others: evidence.journal.calls.length - moves },
    seconds,
  };
}
