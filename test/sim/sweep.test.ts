import { expect, test } from 'vitest';
import { ABLATIONS } from './ablations.ts';
import { EVERY_PAIR, playSwept, SWEPT, type Swept, sweep } from './sweep.ts';

/** Every so many pairs; all of them take minutes (npm run sim -- --sweep). A move that is verified has many more. */
const SHARE: Record<Swept, number> = {
  'one move': 60,
  'a move and its return': 60,
  'a move that is verified': 600,
  'a move that is frozen and kept out': 300,
  'a move and its sibling': 100,
};

/** Every so many faults that come alone, or first: two lines that wait for each other have thousands. */
const FIRST: Partial<Record<Swept, number>> = { 'a move and its sibling': 5 };

test.each(Object.keys(SWEPT) as Swept[])(
  'no fault at any fault point, and no pair of a share of them, breaks an invariant: %s',
  async (swept) => {
    const takesPair = (number: number) => number % (SHARE[swept] * EVERY_PAIR[swept]) === 0;
    const takesFirst = (number: number) => number % (FIRST[swept] ?? 1) === 0;
    const report = await sweep(swept, takesPair, () => undefined, takesFirst);

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

test('undisturbed, a line that is frozen waits, and is kept out of a target that is cordoned meanwhile', async () => {
  const { evidence } = await playSwept('a move that is frozen and kept out', new Map());

  expect(evidence.violations).toEqual([]);
  expect([evidence.counts.get('moves'), evidence.counts.get('REJECTED PARENT_CANNOT_HOST')]).toEqual([undefined, 1]);
});

test('undisturbed, a line that is verified has three good looks, and is healthy', async () => {
  const { evidence } = await playSwept('a move that is verified', new Map());

  expect(evidence.violations).toEqual([]);
  expect([evidence.counts.get('good looks'), evidence.counts.get('verdict HEALTHY')]).toEqual([3, 1]);
});

test('the sweep objects where a guard is missing', async () => {
  const withoutIntent = ABLATIONS.find(({ name }) => name === 'the intent (W3)');

  const { evidence } = await playSwept('one move', new Map(), undefined, withoutIntent);

  expect(evidence.violations.map(({ rule }) => rule)).toContain('I2');
});
