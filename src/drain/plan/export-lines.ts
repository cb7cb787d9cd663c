import { FORMULA } from './parse-groups.ts';
import type { LeftLine, Plan, PlanBody, PlannedLine } from './plan.ts';
import { bandwidth, byText } from './words.ts';

const COLUMNS: readonly [title: string, cell: (line: Row) => string | number | undefined][] = [
  ['connectionId', ({ line }) => line.connectionId],
  ['name', ({ line }) => line.facts.name],
  ['ownerAccount', ({ line }) => line.facts.ownerAccount],
  ['customer', ({ line }) => line.customer],
  ['contact', ({ line }) => line.contact],
  ['group', ({ line }) => line.group],
  ['vlan', ({ line }) => line.facts.vlan],
  ['bandwidth', ({ line }) => (line.facts.mbps === undefined ? undefined : bandwidth(line.facts.mbps))],
  ['state', ({ line }) => line.facts.state],
  ['from', ({ source }) => source],
  ['to', ({ moved }) => moved?.to],
  ['wave', ({ moved }) => moved?.wave],
  ['warnings', ({ moved }) => moved?.warnings.map(({ code, why }) => `${code}: ${why}`).join('; ')],
  ['why it stays', ({ left }) => left?.reasons.map(({ code, why }) => `${code}: ${why}`).join('; ')],
  ['what would help', ({ left }) => left?.reasons.map(({ help }) => help).join('; ')],
];

interface Row {
  source: string;
  line: Pick<LeftLine, 'connectionId' | 'facts' | 'group' | 'customer' | 'contact'>;
  moved?: PlannedLine;
  left?: LeftLine;
}

/** A plan's lines, also those that stay, as CSV for people and their spreadsheets: no cell is a formula, whoever wrote it. */
export function exportLines({ source, lines, left }: Plan | PlanBody): string {
  const rows: Row[] = [
    ...lines.map((moved) => ({ source, line: moved, moved })),
    ...left.map((line) => ({ source, line, left: line })),
  ].toSorted(byText(({ line }) => line.connectionId));
  return [COLUMNS.map(([title]) => title), ...rows.map((row) => COLUMNS.map(([, cell]) => cell(row)))]
    .map((cells) => `${cells.map(field).join(',')}\r\n`)
    .join('');
}

/** An apostrophe in front makes a spreadsheet take it for a text ("CSV Injection", OWASP). */
function field(value: string | number | undefined): string {
  const text = String(value ?? '');
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
