import { describe, expect, it } from 'vitest';
import { visit } from '../../../src/migration/dispatch/visit.ts';
import type { BacklogEntry } from '../../../src/migration/ports/due-index.ts';
import { sleepUntil } from '../../../src/migration/step-result.ts';
import { park } from '../../../src/migration/waiting/park.ts';
import { MINUTE, request, SECOND, START, World } from '../../support/world.ts';

const time = (offset: number) => new Date(START + offset).toISOString();

/** A world in which a request waits to call, and its entry in the backlog. */
async function waiting(fields: Record<string, unknown> = {}): Promise<{ world: World; entry: BacklogEntry }> {
  const world = new World();
  world.ports.turns = { take: async () => false };
  await world.deliver(request(fields));
  world.ports.turns = { take: async () => true };
  world.listed.length = 0;
  const [entry] = (await world.ledger.dueToCall('orders', 0, START)).items;
  if (!entry) throw new Error('it does not wait');
  return { world, entry };
}

const visitOf = (world: World, entry: BacklogEntry) => visit(entry, () => MINUTE, world.ports);

describe('a visit to a request that waits for its turn', () => {
  it('calls', async () => {
    const { world, entry } = await waiting();
    expect(await visitOf(world, entry)).toEqual({ result: 'finished' });
    expect(world.calls).toHaveLength(1);
  });

  it('is none if it is not due any more as the index shows it', async () => {
    const { world, entry } = await waiting();
    expect(await visitOf(world, { ...entry, dueAtMs: entry.dueAtMs - 1 })).toEqual({ result: 'gone' });
    expect(world.calls).toEqual([]);
  });

  it('observes nothing if its window is over, and answers it', async () => {
    const { world, entry } = await waiting({ notAfter: time(MINUTE) });
    world.now += MINUTE + 1;
    expect(await visitOf(world, entry)).toEqual({ result: 'finished' });
    expect(world.eventsOf()[0]?.data.reason?.code).toBe('EXPIRED');
    expect(world.listed).toEqual([]);
  });

  it('observes nothing while it may not be called for, and keeps what was counted', async () => {
    const { world, entry } = await waiting();
    world.ledger.paused = true;
    expect(await visitOf(world, entry)).toMatchObject({ result: 'waiting' });
    expect(world.listed).toEqual([]);
    expect(world.request()).toMatchObject({ dueAtMs: START + MINUTE, postponements: 0, wokenBy: 'dispatch' });
    expect(await visitOf(world, entry)).toEqual({ result: 'gone' });
  });

  it.each([
    [0, MINUTE],
    [1, 10 * MINUTE],
    [2, 20 * MINUTE],
    [20, 24 * 60 * MINUTE],
  ])('during which the process ends, after %s that did, rests for long enough', async (deaths, rest) => {
    const { world, entry } = await waiting();
    world.request().postponements = deaths;
    world.ports.recent.listHosted = () => new Promise(() => undefined);
    void visitOf(world, { ...entry, postponements: deaths });
    await new Promise((resolve) => setImmediate(resolve));
    expect(world.request()).toMatchObject({ dueAtMs: START + rest, postponements: deaths + 1 });
    const faults = world.logged.filter(({ transition }) => transition === 'faulted');
    expect(faults).toHaveLength(deaths > 1 ? 1 : 0);
  });

  it.each([
    [0, MINUTE],
    [3, 8 * MINUTE],
  ])('that an exception ends, after %s that did not come to their end, rests for less', async (before, rest) => {
    const { world, entry } = await waiting();
    world.request().postponements = before;
    world.ports.recent.listHosted = async () => {
      throw new Error('a fault');
    };
    await expect(visitOf(world, { ...entry, postponements: before })).rejects.toThrow('a fault');
    expect(world.request()).toMatchObject({ dueAtMs: START + rest, postponements: before + 1 });
  });

  it('that an exception ends while the ledger is away, rests as if the process had ended', async () => {
    const { world, entry } = await waiting();
    const away = async () => {
      throw new Error('the table is away');
    };
    const { postpone } = world.ledger;
    world.ledger.postpone = async (...change) => {
      const isClaimed = await postpone(...change);
      Object.assign(world.ledger, { postpone: away, takeLock: away });
      return isClaimed;
    };
    await expect(visitOf(world, { ...entry, postponements: 0 })).rejects.toThrow('the table is away');
    expect(world.request()).toMatchObject({ dueAtMs: START + MINUTE, postponements: 1 });
  });

  it('that comes to its end counts for nothing', async () => {
    const { world, entry } = await waiting();
    world.shown.set('dxcon-line1', []);
    expect(await visitOf(world, entry)).toMatchObject({ result: 'waiting' });
    expect(world.request().postponements).toBe(0);
  });

  it('whose call is throttled gives it the next turn', async () => {
    const { world, entry } = await waiting();
    world.script.push({ moves: false, answer: { kind: 'neverRan', cause: 'throttled' } });
    const { again } = await visitOf(world, entry);
    expect(again).toEqual({ ...entry, dueAtMs: START, postponements: 0 });
    expect(world.request()).toMatchObject({ wokenBy: 'dispatch', dueAtMs: START });
    expect(again && (await visitOf(world, again))).toEqual({ result: 'finished' });
  });

  it('whose call never got out comes again soon', async () => {
    const { world, entry } = await waiting();
    world.script.push({ moves: false, answer: { kind: 'neverRan', cause: 'unreachable' } });
    expect(await visitOf(world, entry)).toMatchObject({ result: 'waiting' });
    expect(world.request()).toMatchObject({ wokenBy: 'dispatch', dueAtMs: START + 2 * SECOND });
    expect(world.logged.at(-1)).toMatchObject({ transition: 'waiting', fields: { cause: 'unreachable' } });
  });

  it('whose turn does not come in time waits on', async () => {
    const { world, entry } = await waiting();
    world.ports.turns = { take: async () => false };
    expect(await visitOf(world, entry)).toMatchObject({ result: 'waiting' });
    expect(world.request()).toMatchObject({ wokenBy: 'dispatch', dueAtMs: START });
  });
});

it('a request whose tenant is not in the file any more is left to reconcile', async () => {
  const world = new World();
  world.ports.turns = { take: async () => false };
  await world.deliver(request());
  const waiting = async () => (await world.ledger.dueToCall('orders', 0, world.now)).items.length;
  expect(await waiting()).toBe(1);
  const advanced = { item: world.request(), rest: sleepUntil('turn') };
  world.ports.tenants = [];
  await park(advanced, START, world.ports);
  expect(await waiting()).toBe(0);
  expect((await world.ledger.due(START)).items).toHaveLength(1);
});
