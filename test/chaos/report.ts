import { section, verdict } from './report-parts.ts';
import type { ChaosSummary } from './summary.ts';

/** The summary as text for a terminal. */
export function formatReport(summary: ChaosSummary): string {
  const { answers, held, resolved, troubles, faults } = summary;
  return [
    section('Messages by their answer', answers),
    section('Held at any time, by what justifies it', held),
    section('Held to the end, by what a person decided', resolved),
    section('Trouble made', troubles),
    section('Faults that met something', faults),
    section('The run', facts(summary)),
    verdict(summary.objections),
    '',
  ].join('\n');
}

function facts({ seed, messages, moves, calls, repeated, lost, unaccounted, seconds }: ChaosSummary) {
  return {
    seed,
    'messages sent': messages,
    'calls of AssociateHostedConnection': calls.moves,
    'other calls of Direct Connect': calls.others,
    'effective moves': moves,
    'repeated deliveries of an event': repeated,
    'messages without an answer': lost,
    'moves beyond one a request': unaccounted,
    'seconds of trouble': seconds.trouble,
    'seconds until rest': seconds.quiet,
  };
}
