import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { ChaosSummary } from './summary.ts';

const BORDERLESS = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '' },
  ...{ 'bottom-right': '', left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' },
};

/** So many objections are printed; the rest is counted. */
const SHOWN = 40;

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

function section(title: string, counts: Record<string, number>): string {
  const rows = Object.entries(counts).map(([name, value]) => [
    name,
    { content: String(value), hAlign: 'right' as const },
  ]);
  const table = new Table({
    chars: BORDERLESS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...(rows.length > 0 ? rows : [['none', '']]));
  return `\n${styleText('bold', title)}\n${table.toString()}`;
}

function verdict(objections: readonly string[]): string {
  if (objections.length === 0) return `\n${styleText('green', '✔ no objections')}`;
  const shown = objections.slice(0, SHOWN).map((objection) => styleText('red', `✖ ${objection}`));
  const rest = objections.length > SHOWN ? [`and ${objections.length - SHOWN} more`] : [];
  return ['', ...shown, ...rest].join('\n');
}
