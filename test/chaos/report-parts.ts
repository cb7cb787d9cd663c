import { styleText } from 'node:util';
import Table from 'cli-table3';

const BORDERLESS = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '' },
  ...{ 'bottom-right': '', left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' },
};

/** So many objections are printed; the rest is counted. */
const SHOWN = 40;

/** Counts under a title. */
export function section(title: string, counts: Record<string, number | string>): string {
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

/** Objections, or that there are none. */
export function verdict(objections: readonly string[]): string {
  if (objections.length === 0) return `\n${styleText('green', '✔ no objections')}`;
  const shown = objections.slice(0, SHOWN).map((objection) => styleText('red', `✖ ${objection}`));
  const rest = objections.length > SHOWN ? [`and ${objections.length - SHOWN} more`] : [];
  return ['', ...shown, ...rest].join('\n');
}
