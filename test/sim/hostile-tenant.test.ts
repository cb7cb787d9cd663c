import { randomInt } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Ablation } from './ablation.ts';
import { ABLATIONS } from './ablations.ts';
import { ahead, type Besides, hostile, playNight, type Result } from './night.ts';
import { AS_REPORTED } from './scenario/hostile-tenant.ts';

/** SIM_SEED=… plays a failed run again. */
const from = Number(process.env.SIM_SEED ?? randomInt(1, 2 ** 31));
const seedsFrom = (count: number) => Array.from({ length: count }, (_, number) => from + number);

/** The most that another tenant may cost, in seconds: until the schedule wakes `dispatch` again, and its turns in a few rounds. */
const MOST = 60 + 15;

describe('of all other tenants, every outcome is the same, and as good as on time', () => {
  test.each(seedsFrom(2))('beside all that was ever tried, in seed %i', async (seed) => {
    const { alone, beside } = await playBoth(seed, hostile(AS_REPORTED));

    expect(beside.map(endOf)).toEqual(alone.map(endOf));
    expect(worstOf(alone, beside)).toBeLessThan(MOST);
  });

  test.each(seedsFrom(5))('with 400 requests of another tenant ahead, in seed %i', async (seed) => {
    const { alone, beside } = await playBoth(seed, ahead(400));

    expect(beside.map(endOf)).toEqual(alone.map(endOf));
    expect(worstOf(alone, beside)).toBeLessThan(MOST);
  });
});

test('without turns between tenants, the others wait for all of them', async () => {
  const withoutTurns = ABLATIONS.find(({ name }) => name === 'turns between tenants');

  const { alone, beside } = await playBoth(from, ahead(400), withoutTurns);

  expect(worstOf(alone, beside)).toBeGreaterThan(MOST);
});

async function playBoth(seed: number, besides: Besides, ablation?: Ablation) {
  const alone = await playNight(seed, undefined);
  const beside = await playNight(seed, besides, ablation);
  process.stdout.write(`${format(seed, alone.results, beside.results)}\n`);
  if (!ablation) expect([alone, beside].flatMap(({ evidence }) => evidence.violations)).toEqual([]);
  return { alone: alone.results, beside: beside.results };
}

function endOf({ key, end }: Result): string {
  return `${key} ${end}`;
}

/** By how many seconds the one comes later that is delayed most. */
function worstOf(alone: readonly Result[], beside: readonly Result[]): number {
  return Math.max(...beside.map(({ seconds }, number) => seconds - (alone[number]?.seconds ?? 0)));
}

function format(seed: number, alone: readonly Result[], beside: readonly Result[]): string {
  const rows = beside.map(({ key, end, seconds }, number) => {
    const before = alone[number];
    return `  ${key}: ${before?.end} after ${before?.seconds.toFixed(1)} s, ${end} after ${seconds.toFixed(1)} s`;
  });
  return [`seed ${seed}, alone and beside:`, ...rows].join('\n');
}
