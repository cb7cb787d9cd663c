import { describe, expect, it } from 'vitest';
import { paceOf, timesOf } from '../../../../src/drain/plan/estimate.ts';
import { releaseOrder, toWaves } from '../../../../src/drain/plan/order.ts';
import { DEFAULT_LIMITS, DEFAULT_TIMING } from '../../../../src/drain/plan/plan-request.ts';
import { line } from './given.ts';

/** 15 s to the call, 65 s to the nearest tick until it counts, 300 s of soak, 15 s to the look after it. */
const SEEN = 90;
const WELL = 405;

const lines = (count: number, group?: string) => Array.from({ length: count }, () => group);
const end = (
  waves: (string | undefined)[][],
  limits: Partial<typeof DEFAULT_LIMITS> = {},
  timing: Partial<typeof DEFAULT_TIMING> = {},
) => {
  const all = { ...DEFAULT_LIMITS, ...limits };
  return timesOf(waves, paceOf({ ...DEFAULT_TIMING, ...timing }, all), all).at(-1)?.toSeconds;
};

describe('the estimate', () => {
  it('of one line is staleness, skew, ticks and soak', () => {
    expect(paceOf(DEFAULT_TIMING, DEFAULT_LIMITS)).toMatchObject({ seenTicks: SEEN / 15, healthyTicks: WELL / 15 });
    expect(end([lines(1)])).toBe(WELL);
    expect(end([lines(1)], {}, { staleSeconds: 120 })).toBe(WELL + 60);
    expect(end([lines(1)], {}, { clockSkewSeconds: 65 })).toBe(WELL + 60);
    expect(end([lines(1)], {}, { soakSeconds: 600 })).toBe(WELL + 300);
    expect(end([lines(1)], {}, { tickSeconds: 60 })).toBe(60 + 120 + 300 + 60);
  });

  it('has three looks in a short soak', () => {
    expect(end([lines(1)], {}, { soakSeconds: 1 })).toBe(SEEN + 30 + 15);
  });

  it('waits at the gate behind the canary, once, and only if something follows', () => {
    expect(end([lines(1), lines(1), lines(1)])).toBe(3 * WELL + 600);
    expect(end([lines(1)], {}, { gateSeconds: 0 })).toBe(WELL);
  });

  it.each([
    [10, {}, WELL],
    [11, {}, SEEN + WELL],
    [20, {}, SEEN + WELL],
    [21, {}, WELL + WELL],
    [4, { maxMoving: 2 }, SEEN + WELL],
    [4, { maxSoaking: 2 }, 2 * WELL],
    [4, { minIntervalSeconds: 60 }, 3 * 60 + WELL],
  ])('of a wave of %i lines with %j is %i s', (count, limits, expected) => {
    expect(end([lines(count)], limits)).toBe(expected);
  });

  it('moves lines of one group one after another, and others past them', () => {
    expect(end([lines(3, 'g')])).toBe(3 * WELL);
    expect(end([[...lines(2, 'g'), ...lines(5)]])).toBe(2 * WELL);
    expect(end([['g', 'h', 'g', 'h']])).toBe(2 * WELL);
  });
});

describe('waves', () => {
  it.each([
    [1, [1]],
    [6, [1, 5]],
    [26, [1, 5, 20]],
    [76, [1, 5, 20, 50]],
    [1_000, [1, 5, 20, 50, 924]],
  ])('of %i lines are %j', (count, sizes) => {
    expect(toWaves(lines(count)).map(({ length }) => length)).toEqual(sizes);
  });

  it('have small lines that are well first, and one of each group or owner before the second of any', () => {
    const given = [
      line('dxcon-a', { mbps: 500, ownerAccount: '1' }),
      line('dxcon-b', { mbps: 50, ownerAccount: '1', state: 'down' }),
      line('dxcon-c', { mbps: 100, ownerAccount: '1' }),
      line('dxcon-d', { mbps: 1_000, ownerAccount: '2' }),
      line('dxcon-e', { mbps: 200, ownerAccount: '1' }),
    ];
    const order = releaseOrder(given, (id) => (id === 'dxcon-e' ? 'g' : undefined));
    expect(order.map(({ connectionId }) => connectionId)).toEqual([
      'dxcon-c',
      'dxcon-e',
      'dxcon-d',
      'dxcon-a',
      'dxcon-b',
    ]);
  });
});
