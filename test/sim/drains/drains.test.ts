import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { runSeeds } from '../run-seeds.ts';
import { traceSeed, WITH_DRAINS } from '../simulate.ts';

/** SIM_SEED=… plays a failed run again. */
const from = Number(process.env.SIM_SEED ?? randomInt(1, 2 ** 31));
const SEEDS = 50;

/** Runs without these prove little. What is rarer, `npm run sim -- --drains` counts. */
const NEEDED = [
  ...['drains started', 'calls of drains', 'moves of drains', 'waves done', 'stops: person', 'stops resumed: person'],
  ...['lines of drains healthy', 'events of maintenance', 'Drain Stopped', 'Drain Resumed'],
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
