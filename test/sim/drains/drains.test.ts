import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { runSeeds } from '../run-seeds.ts';
import { traceSeed, WITH_DRAINS } from '../simulate.ts';

/** SIM_SEED=… plays a failed run again. */
const from = Number(process.env.SIM_SEED ?? randomInt(1, 2 ** 31));
const SEEDS = 150;

/** Runs without these prove little. */
const NEEDED = [
  ...['drains started', 'drains COMPLETED done', 'drains EXPIRED window', 'drains ABORTED person', 'rollbacks made'],
  ...['calls of drains', 'moves of drains', 'next tries', 'waves done', 'restores'],
  ...['stops: person', 'stops: line', 'stops: target', 'stops resumed: person', 'stops lifted by themselves'],
  ...['releases up to maxMoving', 'releases up to maxSoaking', 'messages of drains that were sent again'],
  ...['lines of drains healthy', 'lines of drains drifted', 'lines of drains setAside', 'lines of rollbacks healthy'],
  ...['events of maintenance', 'Drain Stopped', 'Drain Resumed'],
];

test(`no invariant is broken in ${SEEDS} runs with drains from seed ${from}`, async () => {
  const { failures, counts } = await runSeeds(from, SEEDS, 1, () => undefined, true);

  expect(failures.map(({ text }) => text).join('\n'), `SIM_SEED=${from} plays them again`).toBe('');
  for (const what of NEEDED) {
    expect(counts.get(what), what).toBeGreaterThan(0);
  }
});

test('a seed plays the same run with drains each time, to the letter', async () => {
  for (let seed = from; seed < from + 3; seed++)
    expect(await traceSeed(seed, WITH_DRAINS)).toBe(await traceSeed(seed, WITH_DRAINS));
});
