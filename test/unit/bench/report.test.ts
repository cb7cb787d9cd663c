import { expect, it } from 'vitest';
import { formatSection, formatValue } from '../../bench/format.ts';
import { isMet } from '../../bench/section.ts';

const NEAR = { lower: 0.6, median: 0.7, upper: 0.9 };

it('a goal is met by the median, and by all values of its row', () => {
  expect(isMet({ what: '', values: [NEAR], atMost: 0.7 })).toBe(true);
  expect(isMet({ what: '', values: [NEAR], atMost: 0.69 })).toBe(false);
  expect(isMet({ what: '', values: [0.1, NEAR], atMost: 0.5 })).toBe(false);
  expect(isMet({ what: '', values: [0.1, undefined], atMost: 0.5 })).toBe(true);
});

it('a row without a goal is not judged', () => {
  expect(isMet({ what: '', values: [NEAR] })).toBeUndefined();
});

it('a value shows its quartiles, and a missing one that it is', () => {
  expect(formatValue(NEAR, 2)).toBe('0.70 (0.60–0.90)');
  expect(formatValue(12, 0)).toBe('12');
  expect(formatValue(undefined, 0)).toBe('–');
});

it('a table says what was to be reached, and whether it was', () => {
  const rows = [
    { what: 'ours', values: [NEAR], atMost: 0.65 },
    { what: 'theirs', values: [1.25] },
  ];
  const lines = formatSection({ title: 'ratios', columns: ['load'], rows, digits: 2 }).split('\n');
  const cells = lines.filter((line) => line.includes('│')).map((line) => line.split('│').map((cell) => cell.trim()));
  expect(cells.map((row) => row.slice(1, -1))).toEqual([
    ['ratios', 'load', 'goal', 'met'],
    ['ours', '0.70 (0.60–0.90)', '≤ 0.65', 'NO'],
    ['theirs', '1.25', '', ''],
  ]);
});
