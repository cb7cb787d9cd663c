import { parse } from 'csv-parse/sync';
import { CONNECTION_ID, REDUNDANCY_GROUP } from '../../contract/ids.ts';
import { SAFE_TEXT } from '../../contract/text.ts';
import { MAX_TEXT } from './fields.ts';

/** A line of the groups file. */
export interface GroupRow {
  connectionId: string;
  /** Of lines that must not be down together. */
  group?: string;
  customer?: string;
  contact?: string;
  /** The line stays where it is. */
  exempt: boolean;
}

export const GROUP_COLUMNS = ['connectionId', 'group', 'customer', 'contact', 'exempt'] as const;

type Column = (typeof GROUP_COLUMNS)[number];

/** Something wrong in a CSV file. Lines and columns count from 1, the header is line 1; the text repeats nothing of the cell. */
export interface CsvProblem {
  line: number;
  column?: number;
  text: string;
}

export type ParsedGroups = { ok: true; rows: GroupRow[] } | { ok: false; problems: CsvProblem[]; more: number };

/** How many are shown; of the others it is said how many there are. */
const SHOWN = 20;

export const MAX_GROUPS_BYTES = 8 * 1024 * 1024;
export const MAX_GROUP_ROWS = 20_000;
const MAX_LINE_CHARACTERS = 8_192;

/**
 * Reads the groups file, as spreadsheets write it: CSV in UTF-8 with or without a byte order mark, fields in quotes or not, any line
 * end.
 *
 * @param known the hosted connections that there are; without them, any id is taken
 */
export function parseGroups(bytes: Uint8Array, known?: ReadonlySet<string>): ParsedGroups {
  const text = toText(bytes);
  if (typeof text !== 'string') return failed([text]);
  const tooMuch = sizeProblem(text);
  if (tooMuch) return failed([tooMuch]);
  const { records, problem } = split(text);
  if (problem) return failed([problem]);
  const [header, ...rest] = records;
  const columns = header
    ? readHeader(header)
    : [{ line: 1, text: `is empty: the first line names the columns, ${GROUP_COLUMNS.join(',')}` }];
  if (!isColumns(columns)) return failed(columns);
  return readRows(rest, columns, known);
}

/** A problem as people read it. */
export function csvProblemText({ line, column, text }: CsvProblem): string {
  return `line ${line}${column === undefined ? '' : `, column ${column}`}: ${text}`;
}

function failed(problems: readonly CsvProblem[]): ParsedGroups {
  return { ok: false, problems: problems.slice(0, SHOWN), more: Math.max(0, problems.length - SHOWN) };
}

function toText(bytes: Uint8Array): string | CsvProblem {
  if (bytes.length > MAX_GROUPS_BYTES)
    return { line: 1, text: `the file has ${bytes.length} bytes; at most ${MAX_GROUPS_BYTES} are taken` };
  try {
    // Also takes the byte order mark off.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll(/\r\n?/g, '\n');
  } catch {
    const line = firstBrokenLine(bytes);
    return { line, text: 'is not UTF-8: save the file as "CSV UTF-8"' };
  }
}

function firstBrokenLine(bytes: Uint8Array): number {
  const NEWLINE = 0x0a;
  let line = 1;
  let from = 0;
  for (;;) {
    const end = bytes.indexOf(NEWLINE, from);
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(from, end === -1 ? bytes.length : end));
    } catch {
      return line;
    }
    if (end === -1) return line;
    line++;
    from = end + 1;
  }
}

/** Before it is parsed: that takes long where a line has a million cells. */
function sizeProblem(text: string): CsvProblem | undefined {
  const lines = text.split('\n');
  const long = lines.findIndex((line) => line.length > MAX_LINE_CHARACTERS);
  if (long !== -1) return { line: long + 1, text: `has more than ${MAX_LINE_CHARACTERS} characters` };
  const count = lines.length - (lines.at(-1) === '' ? 1 : 0) - 1;
  if (count <= MAX_GROUP_ROWS) return undefined;
  return { line: MAX_GROUP_ROWS + 2, text: `the file has ${count} lines; at most ${MAX_GROUP_ROWS} are taken` };
}

interface CsvRecord {
  /** The one that it begins in. */
  line: number;
  cells: string[];
}

function split(text: string): { records: CsvRecord[]; problem?: CsvProblem } {
  const records: CsvRecord[] = [];
  let next = 1;
  try {
    parse(text, {
      record_delimiter: '\n',
      relax_column_count: true,
      on_record: (cells: string[], { lines }) => {
        // What is empty is no record, but is a line.
        if (cells.length > 1 || cells[0] !== '') records.push({ line: next, cells: cells.map((cell) => cell.trim()) });
        next = lines + 1;
        return null;
      },
    });
    return { records };
  } catch (error) {
    const { code } = error as { code?: string };
    const what = WORDS[code ?? ''] ?? 'is no CSV';
    return { records, problem: { line: next, text: what } };
  }
}

const WORDS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened here and never closed',
  INVALID_OPENING_QUOTE: 'has a quote within a field: put the whole field in quotes, and write the quote twice',
  CSV_INVALID_CLOSING_QUOTE: 'has something behind a closing quote: within quotes, write a quote twice',
};

function isColumns(columns: readonly Column[] | readonly CsvProblem[]): columns is readonly Column[] {
  return columns.every((column) => typeof column === 'string');
}

function readHeader({ line, cells }: CsvRecord): Column[] | CsvProblem[] {
  const problems: CsvProblem[] = [];
  if (cells.length === 1 && /[;\t]/.test(cells[0] ?? ''))
    return [{ line, text: 'separates its columns by something else: save the file with commas' }];
  for (const [index, cell] of cells.entries()) {
    const column = index + 1;
    if (!isColumn(cell)) problems.push({ line, column, text: `is none of ${GROUP_COLUMNS.join(', ')}` });
    else if (cells.indexOf(cell) < index) problems.push({ line, column, text: `${cell} is there twice` });
  }
  if (!cells.includes('connectionId')) problems.push({ line, text: 'names no column connectionId' });
  return problems.length > 0 ? problems : cells.filter(isColumn);
}

function isColumn(name: string): name is Column {
  return (GROUP_COLUMNS as readonly string[]).includes(name);
}

function readRows(
  records: readonly CsvRecord[],
  columns: readonly Column[],
  known: ReadonlySet<string> | undefined,
): ParsedGroups {
  const rows: GroupRow[] = [];
  const problems: CsvProblem[] = [];
  const seen = new Map<string, number>();
  for (const record of records) {
    const found = recordProblems(record, columns, seen, known);
    problems.push(...found);
    if (found.length === 0) rows.push(toRow(record.cells, columns));
  }
  return problems.length > 0 ? failed(problems) : { ok: true, rows };
}

function recordProblems(
  { line, cells }: CsvRecord,
  columns: readonly Column[],
  seen: Map<string, number>,
  known: ReadonlySet<string> | undefined,
): CsvProblem[] {
  if (cells.length !== columns.length)
    return [{ line, text: `has ${cells.length} fields, and the header ${columns.length}` }];
  return columns.flatMap((name, index): CsvProblem[] => {
    const cell = cells[index] ?? '';
    const text =
      unsafe(cell) ?? RULES[name](cell) ?? (name === 'connectionId' ? lineProblem(cell, line, seen, known) : undefined);
    return text === undefined ? [] : [{ line, column: index + 1, text }];
  });
}

function lineProblem(
  id: string,
  line: number,
  seen: Map<string, number>,
  known: ReadonlySet<string> | undefined,
): string | undefined {
  const first = seen.get(id);
  if (first !== undefined) return `${id} is in line ${first} already`;
  seen.set(id, line);
  return known?.has(id) === false ? `${id} is no hosted connection that Direct Connect shows` : undefined;
}

/** A spreadsheet takes these for the beginning of a formula, and so would whoever opens an export. */
export const FORMULA = /^[=+\-@\t\r]/;

function unsafe(cell: string): string | undefined {
  if (!SAFE_TEXT.test(cell)) return 'has control characters, a line end, or characters that turn the direction of text';
  if ([...cell].length > MAX_TEXT) return `has more than ${MAX_TEXT} characters`;
  if (FORMULA.test(cell))
    return 'begins with =, +, - or @, as a formula does: write it otherwise, a telephone number with 00';
  return undefined;
}

const RULES: { [Name in Column]: (cell: string) => string | undefined } = {
  connectionId: (cell) => (CONNECTION_ID.pattern.test(cell) ? undefined : `must be ${CONNECTION_ID.what}`),
  group: (cell) =>
    cell === '' || REDUNDANCY_GROUP.pattern.test(cell) ? undefined : `must be ${REDUNDANCY_GROUP.what}, or empty`,
  customer: () => undefined,
  contact: () => undefined,
  exempt: (cell) => (cell.toLowerCase() in EXEMPT ? undefined : 'must be yes, no or empty'),
};

const EXEMPT: Readonly<Record<string, boolean>> = Object.assign(Object.create(null), {
  yes: true,
  true: true,
  no: false,
  false: false,
  '': false,
});

function toRow(cells: readonly string[], columns: readonly Column[]): GroupRow {
  const cell = (name: Column) => cells[columns.indexOf(name)] ?? '';
  const optional = (['group', 'customer', 'contact'] as const).flatMap((name) =>
    cell(name) === '' ? [] : [[name, cell(name)]],
  );
  return {
    connectionId: cell('connectionId'),
    ...Object.fromEntries(optional),
    exempt: EXEMPT[cell('exempt').toLowerCase()] ?? false,
  };
}
