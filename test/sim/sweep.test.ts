import { expect, test } from 'vitest';
import { ABLATIONS } from './ablations.ts';
import { EVERY_PAIR, playSwept, SWEPT, type Swept, sweep } from './sweep.ts';

/** Every so many pairs; all of them take minutes (npm run sim -- --sweep). */
const SHARE = 60;

test.each(Object.keys(SWEPT) as Swept[])(
  'no fault at any fault point, and no pair of a share of them, breaks an invariant: %s',
  async (swept) => {
    const report = await sweep(swept, (number) => number % (SHARE * EVERY_PAIR[swept]) === 0);

    expect(report.findings).toEqual([]);
    expect(report.singles).toBeGreaterThan(100);
    expect(report.pairs).toBeGreaterThan(100);
  },
);

test('undisturbed, a line moves once, and with its return twice', async () => {
  const one = await playSwept('one move', new Map());
  const both = await playSwept('a move and its return', new Map());

  expect(one.evidence.violations).toEqual([]);
  expect(one.evidence.counts.get('moves')).toBe(1);
  expect(both.evidence.counts.get('moves')).toBe(2);
});

test('the sweep objects where a guard is missing', async () => {
  const withoutIntent = ABLATIONS.find(({ name }) => name === 'the intent (W3)');

  const { evidence } = await playSwept('one move', new Map(), undefined, withoutIntent);

  expect(evidence.violations.map(({ rule }) => rule)).toContain('I2');
});
