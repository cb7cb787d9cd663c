import { evidenceOf } from '../../../local/judge/drain/drain-wire.ts';
import { callsAfterStops } from '../../../local/judge/drain/move-rules.ts';
import { moveCalls } from '../../../local/judge/wire.ts';
import { type Counts, count } from '../count.ts';
import { faultsMet } from '../faults-met.ts';
import { judgeHeld } from '../judge-held.ts';
import { judgeDrainRun } from './judge-drain-run.ts';
import type { DrainChaosRun } from './run-drain-chaos.ts';

/** A run in figures. */
export interface DrainChaosSummary {
  seed: number;
  /** Of the drain at its end, and why it stands if it does. */
  state: string;
  stoppedFor: string[];
  /** Lines by where they are at the end. */
  lines: Counts;
  /** Waves that were completed. */
  waves: number;
  moves: { forth: number; back: number };
  /** By a person; times in milliseconds. `latestCallMs` after an answer, 0 for none. */
  stops: { answered: number; slowestAnswerMs: number; callsAfter: number; latestCallMs: number };
  /** Commands that had to be given again, since no answer came. */
  askedAgain: Counts;
  held: Counts;
  resolved: Counts;
  troubles: Counts;
  faults: Counts;
  /** Calls of AssociateHostedConnection, and of all others. */
  calls: { moves: number; others: number };
  seconds: { trouble: number; quiet: number };
  objections: string[];
}

/** Counts and judges what a run has left behind. */
export function summarise(run: DrainChaosRun): DrainChaosSummary {
  const { seed, last, wire, evidence, commands, hints } = run;
  const { legs, told } = evidenceOf(wire);
  const moved = legs.filter(({ move }) => move);
  const back = moved.filter(({ isWayBack }) => isWayBack).length;
  const { calls } = evidence.journal;
  const moves = moveCalls(evidence.journal).length;
  return {
    ...{ seed, state: last?.state ?? 'not there', stoppedFor: last?.stops.map(({ why }) => why) ?? [] },
    lines: { ...last?.lines },
    waves: new Set(
      told.filter(({ type }) => type === 'Drain Wave Completed').map(({ data }) => `${data.drainId} ${data.wave}`),
    ).size,
    moves: { forth: moved.length - back, back },
    stops: stopsOf(run),
    askedAgain: count(commands.unanswered),
    held: count(judgeHeld(evidence).map(({ justification }) => justification ?? 'nothing')),
    resolved: count(run.resolved),
    troubles: run.troubles,
    faults: { ...faultsMet(run), 'event for drain lost': hints.lost, 'event for drain doubled': hints.doubled },
    calls: { moves, others: calls.length - moves },
    seconds: run.seconds,
    objections: judgeDrainRun(run),
  };
}

function stopsOf({ wire, commands: { stopAnswersMs } }: DrainChaosRun): DrainChaosSummary['stops'] {
  const after = callsAfterStops(evidenceOf(wire));
  return {
    answered: stopAnswersMs.length,
    slowestAnswerMs: Math.max(0, ...stopAnswersMs),
    callsAfter: new Set(after.map(({ call }) => call.requestId)).size,
    latestCallMs: Math.max(0, ...after.map(({ calledAfterMs }) => calledAfterMs)),
  };
}
