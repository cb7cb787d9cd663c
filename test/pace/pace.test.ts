import { describe, expect, it } from 'vitest';
import { play } from './run.ts';
import type { Scenario } from './scenario.ts';

const SEED = 1;
/** All that was sent has arrived by then, and waits for its window. */
const OPENS = 300;
const THREE = { large: 40, small: 5, third: 5 };
const N = 50;

const opensAtOnce = () => ({ from: OPENS });
const run = (scenario: Partial<Scenario>) =>
  play({ rate: 1, tenants: THREE, window: opensAtOnce, until: 4 * 3600, ...scenario }, SEED);

describe('requests that are due at once', () => {
  it.each([0.1, 1, 4, 20])('are called for at %s a second, without a throttle', async (rate) => {
    const { calledAt, outcomes, throttles, visits, waitingWrites } = await run({ rate, apiRate: rate });
    expect(outcomes).toEqual({ MIGRATED: N });
    expect(throttles).toBe(0);
    const all = Object.values(calledAt)
      .flat()
      .sort((a, b) => a - b);
    expect((all.at(-1) ?? 0) - OPENS).toBeLessThanOrEqual((1.01 * N) / rate + 3);
    // Never faster: the k-th call is k intervals after the first.
    const early = all.filter((at, index) => at - (all[0] ?? 0) < index / rate - 0.4);
    expect(early).toEqual([]);
    expect(visits).toBeLessThanOrEqual(2.2);
    expect(waitingWrites).toBeLessThanOrEqual(3);
  });

  it('are called for at the rate that Direct Connect takes, where that is lower', async () => {
    const { finishedAt, throttles, calls } = await run({
      ...{ rate: 4, apiRate: 2, tenants: { large: 400, small: 50, third: 50 } },
    });
    expect(Math.max(...Object.values(finishedAt)) - OPENS).toBeLessThanOrEqual((1.2 * 500) / 2 + 3);
    expect(throttles / calls).toBeLessThanOrEqual(0.06);
  });

  it('are called for in turn between tenants', async () => {
    const { finishedAt, calledAt } = await run({});
    expect(finishedAt.small).toBeLessThanOrEqual(OPENS + 3 * 5 + 0.1 * N);
    expect(finishedAt.large).toBeGreaterThan(OPENS + N - 2);
    expect(calledAt.third?.[0]).toBeLessThanOrEqual(OPENS + 2 + 2 * 3);
  });

  it('are called for in the order in which their windows end', async () => {
    const ends = (index: number) => OPENS + 15 + ((index * 7) % N);
    const { calledAt, outcomes } = await run({
      tenants: { orders: N },
      window: (_tenant, index) => ({ from: OPENS, to: ends(index) }),
    });
    expect(outcomes).toEqual({ MIGRATED: N });
    expect(calledAt.orders).toHaveLength(N);
  });

  it('and whose windows end before their turn are answered EXPIRED soon after, and cost no one a turn', async () => {
    const { outcomes, calledAt, finishedAt } = await run({
      window: (tenant) => (tenant === 'large' ? { from: OPENS, to: OPENS + 10 } : { from: OPENS }),
    });
    expect(outcomes['REJECTED EXPIRED']).toBeGreaterThanOrEqual(30);
    expect(outcomes.MIGRATED).toBe(N - (outcomes['REJECTED EXPIRED'] ?? 0));
    expect(Math.max(...(calledAt.small ?? []), ...(calledAt.third ?? []))).toBeLessThanOrEqual(OPENS + 22);
    expect(finishedAt.large).toBeLessThanOrEqual(OPENS + 70);
  });

  it('wait for no one whose requests are over, however many those are', async () => {
    const { calledAt, outcomes } = await run({
      tenants: { small: 5, over: 6000 },
      window: (tenant) => ({ from: 3600, ...(tenant === 'over' ? { to: 3601 } : {}) }),
    });
    expect(outcomes['REJECTED EXPIRED']).toBeGreaterThan(5990);
    // Two turns each at most.
    expect(calledAt.small?.at(-1)).toBeLessThanOrEqual(3600 + 2 * 5 + 3);
  });

  it('wait for no one whose requests were given more than a day ahead, without an end', async () => {
    const opens = 25 * 3600;
    const { calledAt } = await run({
      tenants: { small: 5, early: 100 },
      window: (tenant) => ({ from: opens, ...(tenant === 'small' ? { to: opens + 3600 } : {}) }),
      until: 27 * 3600,
    });
    expect(calledAt.early).toHaveLength(100);
    // Two turns each at most.
    expect(calledAt.small?.at(-1)).toBeLessThanOrEqual(opens + 2 * 5 + 3);
  });

  it('wait hardly longer for requests that kill the process whenever it works on them', async () => {
    const alone = await run({ tenants: { orders: N } });
    const beside = await run({ tenants: { orders: N, killer: 10 }, killers: { killer: 10 }, until: 3 * 3600 });
    const took = (measures: typeof alone) => Math.max(...(measures.calledAt.orders ?? []));
    expect(beside.outcomes).toEqual({ MIGRATED: N });
    process.stdout.write(
      `${N} requests: ${took(alone) - OPENS} s alone, ${took(beside) - OPENS} s beside 10 killers\n`,
    );
    expect(took(beside) - took(alone)).toBeLessThanOrEqual(10 * 90);
  });

  it('are observed together: what is listed does not grow with the lines on their parent for each', async () => {
    const { listings, linesListed, outcomes } = await run({ rate: 4, tenants: { orders: 200 } });
    expect(outcomes).toEqual({ MIGRATED: 200 });
    process.stdout.write(`200 lines off one parent: ${listings} listings and ${linesListed} lines on them a call\n`);
    expect(listings).toBeLessThanOrEqual(0.1);
    expect(linesListed).toBeLessThanOrEqual(10);
  });

  it('all get an outcome although invocations die and Direct Connect refuses', async () => {
    const { outcomes, finishedAt } = await run({ deaths: 5, refusals: 5 });
    expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(N);
    expect(Object.values(finishedAt).every(Number.isFinite)).toBe(true);
  });
});

it('a request whose observations leave just enough time for its call is called for', async () => {
  // Two rounds of lists leave 52 s of its run; to be taken up anew it would need 55.
  const { calledAt } = await run({ tenants: { orders: 1 }, listSeconds: 30.5, callTimeoutSeconds: 45 });
  expect(calledAt.orders).toHaveLength(1);
  expect(calledAt.orders?.[0]).toBeLessThan(OPENS + 70);
});

it('a dry run is answered in its delivery, whoever waits', async () => {
  const { finishedAt, calls } = await run({
    tenants: { orders: N, dry: 50 },
    window: () => ({}),
    isDryRun: (tenant) => tenant === 'dry',
  });
  expect(calls).toBe(N);
  expect(finishedAt.dry).toBeLessThanOrEqual(20);
});
