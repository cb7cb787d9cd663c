import { randomInt } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Ablation } from './ablation.ts';
import { ABLATIONS } from './ablations.ts';
import { ahead, type Besides, hostile, playNight, type Result } from './night.ts';
import { AS_REPORTED, NOTHING } from './scenario/hostile-tenant.ts';

/** SIM_SEED=… plays a failed run again. */
const from = Number(process.env.SIM_SEED ?? randomInt(1, 2 ** 31));
const seedsFrom = (count: number) => Array.from({ length: count }, (_, number) => from + number);

/** The most that another tenant may cost, in seconds: until the schedule wakes `dispatch` again, and its turns in a few rounds. */
const MOST = 60 + 15;

/**
 * The second of a chain is moved at once if it comes when the first has just been moved, and otherwise waits for a poll interval, and for
 * the schedule: which of the two it is hangs on some seconds, alone as well.
 */
const CHAINED = { key: 'orders#p5', seconds: 60 + 60 };

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

describe('without the guard against it, the others are harmed', () => {
  test('by 400 requests of another tenant ahead, without turns between tenants', async () => {
    const { alone, beside } = await playBoth(1, ahead(400), without('turns between tenants'));

    expect(worstOf(alone, beside)).toBeGreaterThan(MOST);
  });

  test('by requests that are given in the future', async () => {
    const guard = without('the future counts as of its sending (W1)');
    const { beside } = await playBoth(1, hostile({ ...NOTHING, ahead: AS_REPORTED.ahead }), guard);

    expect(beside.map(endOf)).toContain('orders#o1 SUPERSEDED');
  });

  test('by three lines whose calls are not answered', async () => {
    const guard = without('a circuit breaker per target parent');
    const { alone, beside } = await playBoth(1, hostile({ ...NOTHING, unclear: AS_REPORTED.unclear }), guard);

    expect(worstOf(alone, beside)).toBeGreaterThan(4 * MOST);
  });
});

function without(guard: string): Ablation {
  const ablation = ABLATIONS.find(({ name }) => name === guard);
  if (!ablation) throw new Error(`there is no ablation of ${guard}`);
  return ablation;
}

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
  const delays = beside.map(({ key, seconds }, number) => {
    return seconds - (alone[number]?.seconds ?? 0) - (key === CHAINED.key ? CHAINED.seconds : 0);
  });
  return Math.max(...delays);
}

function format(seed: number, alone: readonly Result[], beside: readonly Result[]): string {
  const rows = beside.map(({ key, end, seconds }, number) => {
    const before = alone[number];
    return `  ${key}: ${before?.end} after ${before?.seconds.toFixed(1)} s, ${end} after ${seconds.toFixed(1)} s`;
  });
  return [`seed ${seed}, alone and beside:`, ...rows].join('\n');
}
