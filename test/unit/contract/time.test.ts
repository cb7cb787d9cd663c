import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatTime, parseTime, parseTimeUp, tellTime, toExactTime, toSortable } from '../../../src/contract/time.ts';

it.each([
  ['2026-11-23T12:00:00Z', '2026-11-23T12:00:00.000Z'],
  ['2026-11-23t12:00:00z', '2026-11-23T12:00:00.000Z'],
  ['2026-11-23T12:00:00.5+00:00', '2026-11-23T12:00:00.500Z'],
  ['2026-11-23T12:00:00.9999999-00:00', '2026-11-23T12:00:00.999Z'],
  [`2026-11-23T12:00:00.${'1'.repeat(40)}Z`, '2026-11-23T12:00:00.111Z'],
  ['2026-11-23T00:30:00+05:45', '2026-11-22T18:45:00.000Z'],
  ['2026-11-23T00:30:00+23:59', '2026-11-22T00:31:00.000Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
  ['2016-12-31T15:59:60.25-08:00', '2017-01-01T00:00:00.250Z'],
  ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
])('%s is %s', (text, expected) => {
  expect(formatTime(parseTime(text) ?? Number.NaN)).toBe(expected);
});

it.each([
  '2026-11-23',
  '2026-11-23T12:00:00',
  '2026-11-23 12:00:00Z',
  '2026-11-23T12:00Z',
  '2026-11-23T12:00:00.Z',
  '2026-11-23T24:00:00Z',
  '2026-11-23T12:60:00Z',
  '2026-11-23T12:00:61Z',
  '2026-11-23T12:00:60Z',
  '2016-12-30T23:59:60Z',
  '2026-12-01T00:01:60Z',
  '2026-13-01T00:00:00Z',
  '2026-02-29T00:00:00Z',
  '2026-11-23T12:00:00+24:00',
  '2026-11-23T12:00:00+05:60',
  '2026-11-23T12:00:00+0500',
  '0000-01-01T00:00:00+00:01',
  '9999-12-31T23:59:59-00:01',
  '+02026-11-23T12:00:00Z',
  '２026-11-23T12:00:00Z',
  ' 2026-11-23T12:00:00Z',
  '2026-11-23T12:00:00Z\n',
])('%j is no time', (text) => {
  expect(parseTime(text)).toBeUndefined();
});

it.each([
  ['2026-11-23T12:00:00Z', '2026-11-23T12:00:00.000Z'],
  ['2026-11-23T13:00:00.1234+01:00', '2026-11-23T12:00:00.123400Z'],
  ['2026-11-23T12:00:00.123000001Z', '2026-11-23T12:00:00.123000001Z'],
  ['2026-11-23T12:00:00.123000000Z', '2026-11-23T12:00:00.123Z'],
  ['2026-11-23T12:00:00.0000000001Z', undefined],
  ['2016-12-31T23:59:60Z', undefined],
])('%s is kept as %s', (text, expected) => {
  expect(toExactTime(text)).toBe(expected);
});

it.each([
  ['2026-11-23T12:00:00Z', '2026-11-23T12:00:00.000Z'],
  ['2026-11-23T13:00:00.001+01:00', '2026-11-23T12:00:00.001Z'],
  ['2026-11-23T12:00:00.1230000Z', '2026-11-23T12:00:00.123Z'],
  ['2026-11-23T12:00:00.1230009Z', '2026-11-23T12:00:00.124Z'],
  [`2026-11-23T12:00:00.${'0'.repeat(40)}1Z`, '2026-11-23T12:00:00.001Z'],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
])('%s is at the latest %s', (text, expected) => {
  expect(formatTime(parseTimeUp(text) ?? Number.NaN)).toBe(expected);
});

it.each([
  'tomorrow',
  '2026-02-30T00:00:00.0001Z',
  // What it is rounded up to lies in the year 10000.
  '9999-12-31T23:59:59.9990001Z',
])('%s has no millisecond that is not before it', (text) => {
  expect(parseTimeUp(text)).toBeUndefined();
});

it('orders times of any precision', () => {
  const fractions = ['122Z', '123Z', '123000001Z', '123001Z', '123456Z', '123456001Z', '124Z'];
  for (const [index, one] of fractions.entries()) {
    for (const [other, later] of fractions.entries()) {
      const [a, b] = [`2026-11-23T12:00:00.${one}`, `2026-11-23T12:00:00.${later}`];
      expect(toSortable(a) < toSortable(b), `${a} before ${b}`).toBe(index < other);
    }
  }
});

it('reads back every time that it writes', () => {
  const times = fc.date({
    min: new Date('0000-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(times, (date) => {
      expect(parseTime(formatTime(date.getTime()))).toBe(date.getTime());
    }),
  );
});

it.each([
  [-62_167_219_200_000, '0000-01-01T00:00:00.000Z'],
  [253_402_300_799_999, '9999-12-31T23:59:59.999Z'],
  [-62_167_219_200_001, undefined],
  [253_402_300_800_000, undefined],
  [Number.NaN, undefined],
])('%d milliseconds are written as %s', (time, expected) => {
  expect(tellTime(new Date(time))).toBe(expected);
});
