import { describe, expect, it } from 'vitest';
import { fields } from '../../../src/cli/output/fields.ts';
import { output } from '../../../src/cli/output/output.ts';
import { printable } from '../../../src/cli/output/printable.ts';
import { table } from '../../../src/cli/output/table.ts';
import { duration } from '../../../src/cli/output/time.ts';
import { wrapped } from '../../../src/cli/output/wrapped.ts';
import { nearest } from '../../../src/cli/words/near.ts';

const LINES = [
  { id: 'dxcon-fg100001', why: 'another line of its owner is down, and this one waits until that was found well' },
  { id: 'dxcon-fg100002', why: '-' },
];
const COLUMNS = [
  { title: 'line', cell: ({ id }: (typeof LINES)[0]) => id },
  { title: 'why', cell: ({ why }: (typeof LINES)[0]) => why, isFlexible: true },
];

describe('a table', () => {
  it('is as wide as the terminal: texts are cut, ids are not', () => {
    const drawn = table(LINES, COLUMNS, { ...output({}), width: 40 });
    expect(drawn).toBe(
      ['line            why', 'dxcon-fg100001  another line of its own…', 'dxcon-fg100002  -'].join('\n'),
    );
  });

  it('is the same however long it is: one head, and a line for each row', () => {
    const rows = Array.from({ length: 350 }, (_, at) => ({ id: `dxcon-${at}`, why: 'x' }));
    const lines = table(rows, COLUMNS, output({})).split('\n');
    expect(lines).toHaveLength(351);
    expect(lines.filter((line) => line.startsWith('line '))).toEqual([lines[0]]);
    expect(new Set(lines.map((line) => line.lastIndexOf('  ')))).toEqual(new Set([lines[0]?.lastIndexOf('  ')]));
  });

  it('is not cut where there is no terminal', () => {
    expect(table(LINES, COLUMNS, output({}))).toContain('found well');
  });
});

it('shows what a terminal would obey, or what misleads a reader, as code points', () => {
  expect(printable('a\u001b[2Jb\u202ec\nd')).toBe('a\\u{1b}[2Jb\\u{202e}c\\u{a}d');
});

it.each([
  [0, '0 s'],
  [59_999, '59 s'],
  [200_000, '3 min 20 s'],
  [7_500_000, '2 h 5 min'],
  [90_000_000, '1 d 1 h'],
])('shows %d milliseconds as %s', (ms, shown) => {
  expect(duration(ms)).toBe(shown);
});

describe('JSON', () => {
  it('escapes what a terminal would obey or a reader be misled by, and stays the same value', () => {
    const written: string[] = [];
    const stream = { write: (text: string) => written.push(text) > 0 };
    const value = { why: 'a\u001b\u009b2J\u202eb\u{e0001}\n"', list: [1, 'ä→'] };
    output({ json: true }, stream as never).json(value);
    const text = written.join('');
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(JSON.parse(text)).toEqual(value);
    expect(text).toContain('\\u202e');
    expect(text).toContain('ä→');
  });
});

describe('fields', () => {
  it('are aligned, broken between words, and left out where there is no text', () => {
    const rows = [
      ['line', 'dxcon-fg100001 of 111122223333'],
      ['note', undefined],
      ['message', 'm'],
    ] as const;
    expect(fields(rows, { ...output({}), width: 30 })).toBe(
      ['  line     dxcon-fg100001 of', '           111122223333', '  message  m'].join('\n'),
    );
  });

  it('never break a word, which may be an id to be copied', () => {
    expect(wrapped('dxm show tenant/a-very-long-request-id', 10)).toEqual([
      'dxm show',
      'tenant/a-very-long-request-id',
    ]);
  });
});

it('a near name is suggested, one that is far is not', () => {
  expect(nearest('order-4712', ['order-4711', 'line'])).toBe('order-4711');
  expect(nearest('zzz', ['order-4711'])).toBeUndefined();
  expect(nearest('r1', [])).toBeUndefined();
});
