import { describe, expect, it } from 'vitest';
import { aClientEach } from '../../bench/pace/by-sdk.ts';
import { BY_DEFAULT, mapState } from '../../bench/pace/by-step-functions.ts';
import type { Movers } from '../../bench/pace/mover.ts';
import { playWorkers } from '../../bench/pace/play-workers.ts';
import { withVirtualGlobals } from '../../bench/pace/virtual-globals.ts';
import { VirtualTime } from '../../sim/virtual-time.ts';
import { Random } from '../../support/random.ts';

const SEED = 1;
const standard = aClientEach({ retryMode: 'standard' });

/** When one line is called for that is always throttled, in milliseconds since the first call. */
async function callsOf(movers: Movers): Promise<number[]> {
  const time = new VirtualTime(0);
  const random = new Random(SEED);
  const calledAt: number[] = [];
  const sleep = (milliseconds: number) =>
    new Promise<void>((resolve) => time.at(time.now + milliseconds, () => resolve()));
  await withVirtualGlobals(time, random, async () => {
    const [mover] = await movers(1, { sleep, random: () => random.next() });
    const call = async () => {
      calledAt.push(time.now);
      return 'throttled' as const;
    };
    const moved = mover?.(call);
    time.at(0, () => undefined);
    await time.runUntil(60_000);
    expect(await moved).toBe(false);
  });
  return calledAt;
}

describe('a line that is always throttled', () => {
  it('is called for by Step Functions after 1, 2 and 4 seconds, and then given up', async () => {
    expect(await callsOf(mapState(BY_DEFAULT))).toEqual([0, 1_000, 3_000, 7_000]);
  });

  it('is called for by the SDK three times, up to 1 and up to 2 seconds apart, and then given up', async () => {
    const [first = 0, second = 0, third = 0, ...more] = await callsOf(standard);
    expect(more).toEqual([]);
    expect(second - first).toBeLessThanOrEqual(1_000);
    expect(third - second).toBeLessThanOrEqual(2_000);
    expect(third).toBeGreaterThan(second);
  });
});

it('workers that are not throttled take as long as their calls', async () => {
  expect(await playWorkers(standard, 100, undefined, SEED)).toEqual({
    seconds: 0.6,
    throttles: 0,
    moved: 100,
    lost: 0,
  });
});

it('a night is the same with the same seed', async () => {
  const night = await playWorkers(standard, 100, 4, SEED);
  expect(night.moved + night.lost).toBe(100);
  expect(night.throttles).toBeGreaterThan(0);
  expect(await playWorkers(standard, 100, 4, SEED)).toEqual(night);
  expect(await playWorkers(standard, 100, 4, SEED + 1)).not.toEqual(night);
});

it('the globals are put back, also after a failure', async () => {
  const before = [setTimeout, Date.now, Math.random];
  const failing = withVirtualGlobals(new VirtualTime(0), new Random(SEED), async () => {
    throw new Error('on purpose');
  });
  await expect(failing).rejects.toThrow('on purpose');
  expect([setTimeout, Date.now, Math.random]).toEqual(before);
});
