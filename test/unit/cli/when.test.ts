import { afterEach, beforeEach, expect, it } from 'vitest';
import { UsageError } from '../../../src/cli/cli-error.ts';
import { inBoth, when } from '../../../src/cli/context/when.ts';

const NOW = Date.parse('2026-03-28T22:30:00Z');
const iso = (text: string, now = NOW) => new Date(when(text, now, '--until')).toISOString();

let zone: string | undefined;
beforeEach(() => {
  zone = process.env.TZ;
  process.env.TZ = 'Europe/Berlin';
});
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

it.each([
  ['2h', '2026-03-29T00:30:00.000Z'],
  ['1d2h30min', '2026-03-30T01:00:00.000Z'],
  ['2026-12-24T18:00:00Z', '2026-12-24T18:00:00.000Z'],
  ['2026-12-24T18:00+02:00', '2026-12-24T16:00:00.000Z'],
  // By the machine's clock: 23:30 there, an hour before the night in which clocks are put forward.
  ['2026-12-24 18:00', '2026-12-24T17:00:00.000Z'],
  ['2026-07-24T18:00:30', '2026-07-24T16:00:30.000Z'],
  ['23:45', '2026-03-28T22:45:00.000Z'],
  ['06:00', '2026-03-29T04:00:00.000Z'],
  ['tomorrow 06:00', '2026-03-29T04:00:00.000Z'],
  ['tomorrow 23:45', '2026-03-29T21:45:00.000Z'],
  ['today 06:00', '2026-03-28T05:00:00.000Z'],
  ['tomorrow 06:00 America/New_York', '2026-03-29T10:00:00.000Z'],
  ['2026-12-24 18:00 America/New_York', '2026-12-24T23:00:00.000Z'],
])('takes %s for %s', (text, time) => {
  expect(iso(text)).toBe(time);
});

it.each([
  ['soon', 'this is no time'],
  ['2026-02-30 18:00', 'this is no time'],
  ['25:00', 'this is no time'],
  ['tomorrow', 'this is no time'],
  ['tomorrow 02:30', 'the clocks are put forward then: there is no such time'],
  ['2026-12-24 18:00 Nowhere/City', 'this is no name of a time zone'],
  ['2026-03-29 02:30', 'the clocks are put forward then: there is no such time'],
  ['2026-10-25 02:30', 'the clocks are put back then: that time comes twice'],
])('does not guess at %s: %s', (text, why) => {
  const error = (() => {
    try {
      return when(text, NOW, '--until');
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toBeInstanceOf(UsageError);
  expect(error).toMatchObject({ message: why, where: '--until', todo: expect.stringContaining('2h') });
});

it("shows a time as its reader's clock has it, and in UTC", () => {
  expect(inBoth(Date.parse('2026-12-24T18:00:00Z'))).toContain('2026-12-24 18:00:00 UTC');
});
