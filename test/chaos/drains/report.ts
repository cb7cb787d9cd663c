import { section, verdict } from '../report-parts.ts';
import type { DrainChaosSummary } from './summary.ts';

/** The summary as text for a terminal. */
export function formatReport(summary: DrainChaosSummary): string {
  const { stoppedFor, lines, askedAgain, held, resolved, troubles, faults, objections } = summary;
  return [
    section('Lines at the end', lines),
    section('Commands that were given again, for want of an answer', askedAgain),
    section('Held at any time, by what justifies it', held),
    section('Held, by what a person decided', resolved),
    section('Trouble made', troubles),
    section('Faults that met something', faults),
    section('The drain', facts(summary)),
    ...stoppedFor.map((why) => `it stands: ${why}`),
    verdict(objections),
    '',
  ].join('\n');
}

function facts({ seed, state, waves, moves, stops, calls, seconds }: DrainChaosSummary) {
  return {
    ...{ seed, state, 'waves completed': waves },
    'lines moved': moves.forth,
    'lines moved back': moves.back,
    'stops that were answered': stops.answered,
    'slowest answer to a stop, ms': stops.slowestAnswerMs,
    'calls after the answer to a stop': stops.callsAfter,
    'the latest of them, ms after it': stops.latestCallMs,
    'calls of AssociateHostedConnection': calls.moves,
    'other calls of Direct Connect': calls.others,
    'seconds of trouble': seconds.trouble,
    'seconds until rest': seconds.quiet,
  };
}
