import Table from 'cli-table3';
import { isMet, type Section, type SectionRow } from './section.ts';

/** A section as a table for people: medians, with the quartiles in brackets. */
export function formatSection({ title, columns, rows, digits }: Section): string {
  const hasGoals = rows.some(({ atMost }) => atMost !== undefined);
  const head = [title, ...columns, ...(hasGoals ? ['goal', 'met'] : [])];
  const table = new Table({ head, colAligns: head.map((_, index) => (index === 0 ? 'left' : 'right')), style: STYLE });
  for (const row of rows) {
    const values = row.values.map((value) => formatValue(value, digits));
    table.push([row.what, ...values, ...(hasGoals ? judge(row) : [])]);
  }
  return table.toString();
}

const STYLE = { compact: true, head: [], border: [] };

export function formatValue(value: SectionRow['values'][number], digits: number): string {
  if (value === undefined) return '–';
  const shown = (figure: number) => figure.toFixed(digits);
  if (typeof value === 'number') return shown(value);
  return `${shown(value.median)} (${shown(value.lower)}–${shown(value.upper)})`;
}

function judge(row: SectionRow): string[] {
  if (row.atMost === undefined) return ['', ''];
  return [`≤ ${row.atMost}`, isMet(row) ? 'yes' : 'NO'];
}
