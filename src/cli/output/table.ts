import Table from 'cli-table3';
import stringWidth from 'string-width';
import type { Output } from './output.ts';

/** A column of a table. */
export interface Column<Row> {
  title: string;
  /** What is shown, printable already. */
  cell: (row: Row) => string;
  /** Cut first where the terminal is too narrow: a text, and no id that one has to copy. */
  isFlexible?: boolean;
}

const GAP = '  ';
const NO_LINES = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'],
  ].map((part) => [part, '']),
);

/** The narrowest that a flexible column becomes. */
const NARROWEST = 8;

/** Rows that are laid out together: how long that takes goes by their square. */
const AT_A_TIME = 100;

/** A table without lines, as wide as the terminal at most as long as its flexible columns can give way. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], { width, colour }: Output): string {
  const cells = rows.map((row) => columns.map(({ cell }) => cell(row)));
  const widths = fit(naturalWidths(cells, columns), columns, roomFor(columns, width));
  const parts = Array.from({ length: Math.max(1, Math.ceil(cells.length / AT_A_TIME)) }, (_, at) => {
    const drawn = new Table({
      head: at === 0 ? columns.map(({ title }) => colour.bold(title)) : [],
      chars: { ...NO_LINES, middle: GAP },
      style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
      colWidths: widths,
      wordWrap: false,
    });
    drawn.push(...cells.slice(at * AT_A_TIME, (at + 1) * AT_A_TIME));
    return drawn.toString();
  });
  return parts
    .flatMap((part) => part.split('\n'))
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Whether the terminal is wide enough for the whole table. */
export function isWideEnough<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width: number): boolean {
  const cells = rows.map((row) => columns.map(({ cell }) => cell(row)));
  return naturalWidths(cells, columns).reduce((sum, one) => sum + one, 0) <= roomFor(columns, width);
}

function naturalWidths(cells: readonly string[][], columns: readonly Column<never>[]): number[] {
  return columns.map(({ title }, index) =>
    cells.reduce((widest, row) => Math.max(widest, stringWidth(row[index] ?? '')), stringWidth(title)),
  );
}

function roomFor(columns: readonly Column<never>[], width: number): number {
  return width - GAP.length * (columns.length - 1);
}

/** Takes what is too much from the widest flexible column, again and again. */
function fit(natural: readonly number[], columns: readonly Column<never>[], room: number): number[] {
  const widths = [...natural];
  const total = () => widths.reduce((sum, one) => sum + one, 0);
  while (total() > room) {
    const flexible = widths.flatMap((one, index) => (columns[index]?.isFlexible && one > NARROWEST ? [index] : []));
    const widest = flexible.toSorted((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0))[0];
    if (widest === undefined) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}
