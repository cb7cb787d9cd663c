import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { ABLATIONS } from './ablations.ts';
import { tryStops } from './stops.ts';

/** SIM_SEED=… plays a failed run again. `npm run sim -- --stops 10000` tries many more. */
const from = Number(process.env.SIM_SEED ?? randomInt(1, 2 ** 31));
const TRIALS = 500;

test(`no call has an intent that is later than the answer to what stops it, in ${TRIALS} trials from ${from}`, async () => {
  const report = await tryStops(from, TRIALS);

  expect(report.violations, `SIM_SEED=${from} plays them again`).toEqual([]);
  expect(report.intendedAfter).toBe(0);
  expect(report.latestMs).toBeLessThanOrEqual(2_000);
});

test('without another reading after the intent, there are some', async () => {
  const ablation = ABLATIONS.find(({ name }) => name === 'the control item once more after the intent');

  const report = await tryStops(1, TRIALS, ablation);

  expect(report.intendedAfter).toBeGreaterThan(0);
});
