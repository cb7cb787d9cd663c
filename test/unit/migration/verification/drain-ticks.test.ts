import { describe, expect, it } from 'vitest';
import { verifyDue } from '../../../../src/migration/verification/verify-due.ts';
import { Random } from '../../../support/random.ts';
import { MINUTE, NEW, request, SECOND, START, World } from '../../../support/world.ts';

const TICK = 15 * SECOND;
/** When a look first counts: the staleness bound and the clock skew are a minute each. */
const FIRST_LOOK = START + 2 * MINUTE + 1;

async function moved(running?: { drain?: string; rollback?: string }): Promise<World> {
  const world = new World();
  await world.deliver(request());
  world.ledger.running = running;
  world.now = FIRST_LOOK;
  world.listed.length = 0;
  return world;
}

/** What the drain function does at each of its ticks. */
const tick = (world: World) => verifyDue(() => MINUTE, world.ports);

/** When NEW was listed, by ticks and runs of `reconcile` at such times, in seconds after the first look. */
async function looksOf(world: World, callers: readonly { at: number; by: 'tick' | 'reconcile' }[]): Promise<number[]> {
  const looks: number[] = [];
  for (const { at, by } of callers.toSorted((one, other) => one.at - other.at)) {
    world.now = FIRST_LOOK + at * SECOND;
    world.listed.length = 0;
    await (by === 'tick' ? tick(world) : world.reconcile());
    expect(world.listed.length, 'one of each parent').toBeLessThanOrEqual(2);
    if (world.listed.includes(NEW)) looks.push(at);
  }
  return looks;
}

const every = (seconds: number, by: 'tick' | 'reconcile', from = 0, count = 40) =>
  Array.from({ length: count }, (_, index) => ({ at: from + index * seconds, by })).filter(({ at }) => at <= 280);

describe('while a drain runs', () => {
  it.each([{ drain: 'd1' }, { rollback: 'd1-r1' }])('a line is looked at at each tick: %j', async (running) => {
    const world = await moved(running);
    expect(await looksOf(world, every(15, 'tick'))).toEqual(every(15, 'tick').map(({ at }) => at));
  });

  it.each([
    ['before', -1],
    ['after', 1],
    ['between', 7],
  ])('runs of reconcile that come %s a tick keep no later one from its look', async (_when, offset) => {
    const world = await moved({ drain: 'd1' });
    const looks = await looksOf(world, [...every(15, 'tick', 1), ...every(60, 'reconcile', 61 + offset)]);
    const gaps = looks.slice(1).map((at, index) => at - (looks[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(30);
    expect(looks.length).toBeGreaterThanOrEqual(18);
  });

  it('a line is well once it has been for the soak, by looks of both', async () => {
    const world = await moved({ drain: 'd1' });
    for (const at of Array.from({ length: 22 }, (_, index) => index * TICK)) {
      world.now = FIRST_LOOK + at;
      await (at % MINUTE === 0 ? world.reconcile() : tick(world));
    }
    const { verification } = (await world.ledger.readVerification({ tenant: 'orders', requestId: 'r1' })) ?? {};
    expect(verification).toMatchObject({ verdict: 'HEALTHY', looks: 21, verdictAtMs: FIRST_LOOK + 20 * TICK });
    expect(world.verified).toHaveLength(1);
  });
});

it('while none runs, ticks look no more often than reconcile does', async () => {
  const world = await moved();
  const looks = await looksOf(world, every(15, 'tick'));
  expect(looks).toEqual([0, 60, 120, 180, 240]);
});

it('callers of any schedule list a parent at most once in its interval, and none starves a line', async () => {
  const seed = Number(process.env.TICKS_SEED ?? Math.floor(Math.random() * 2 ** 31));
  const random = new Random(seed);
  for (let round = 0; round < 60; round++) {
    const world = await moved({ drain: 'd1' });
    const others = Array.from({ length: random.between(0, 40) }, () => ({
      at: random.between(0, 280),
      by: random.chance(0.5) ? ('tick' as const) : ('reconcile' as const),
    }));
    const jittered = every(15, 'tick', 2).map(({ at, by }) => ({ at: at + random.between(-2, 2), by }));
    const looks = await looksOf(world, [...jittered, ...others]);
    // Each listing has an interval of its own: in no time are there more than begin in it, and one more.
    for (const [index, at] of looks.entries()) {
      const within = looks.slice(index).filter((other) => other - at < 60).length;
      expect(within, `seed ${seed}, round ${round}`).toBeLessThanOrEqual(60 / 15 + 1);
    }
    const gaps = looks.slice(1).map((at, index) => at - (looks[index] ?? 0));
    expect(Math.max(...gaps), `seed ${seed}, round ${round}`).toBeLessThanOrEqual(45);
  }
});
