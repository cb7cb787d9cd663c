import { expect, test } from 'vitest';
import { movesOfDrains, playSweptDrain, sweepDrain } from './drain-sweep.ts';

/** Every so many of its faults; all of them take minutes (npm run sim -- --sweep --drains). */
const SHARE = 300;

test('undisturbed, three lines are moved in two waves, one is taken back, and all ends well', async () => {
  const { evidence } = await playSweptDrain(new Map());

  expect(evidence.violations).toEqual([]);
  expect(movesOfDrains(evidence)).toHaveLength(4);
  expect(evidence.drains?.all.map(({ drainId, phase }) => `${drainId} ${phase}`)).toEqual([
    'd1 COMPLETED',
    'd1-r1 COMPLETED',
  ]);
});

test('no fault at any of a share of the fault points breaks an invariant, or moves what would not be moved without it', async () => {
  const report = await sweepDrain((number) => number % SHARE === 0);

  expect(report.findings).toEqual([]);
  expect(report.singles).toBeGreaterThan(30);
});
