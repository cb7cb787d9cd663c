import { describe, expect, it } from 'vitest';
import { driveDue, tickDrain } from '../../../../src/drain/run/tick-drain.ts';
import { DRAIN_ID, Driven, FROM, idOf, MINUTE, SECOND, TICK } from './driven.ts';

const LONG = () => 600 * SECOND;

describe('a tick', () => {
  it('moves the number on, sends the next, and brings the drain on', async () => {
    const world = new Driven();
    await tickDrain({ drainId: DRAIN_ID, number: 1 }, LONG, world.ports());
    expect(world.drain().tick).toEqual({ number: 2, atMs: world.now });
    expect(world.ticks).toEqual([{ drainId: DRAIN_ID, number: 2, delaySeconds: 15 }]);
    expect(world.sent).toHaveLength(1);
  });

  it('that comes twice, or late, begins no second row', async () => {
    const world = new Driven();
    const ports = world.ports();
    await Promise.all([1, 1, 1, 0].map((number) => tickDrain({ drainId: DRAIN_ID, number }, LONG, ports)));
    expect(world.ticks.map(({ number }) => number)).toEqual([2]);
  });

  it('of a drain that is over, or not there, is the last', async () => {
    const world = new Driven();
    world.change(() => ({ phase: 'COMPLETED' }));
    await tickDrain({ drainId: DRAIN_ID, number: 1 }, LONG, world.ports());
    await tickDrain({ drainId: 'none', number: 1 }, LONG, world.ports());
    expect(world.ticks).toEqual([]);
  });

  it('is started anew by whoever comes once two are overdue', async () => {
    const world = new Driven();
    world.now += 3 * TICK;
    await world.advance();
    expect(world.ticks).toEqual([]);
    world.now += 1;
    await world.advance();
    await world.advance();
    expect(world.ticks).toEqual([{ drainId: DRAIN_ID, number: 2, delaySeconds: 15 }]);
  });
});

describe('the schedule', () => {
  it('brings on what is due, and whatever is wrong with one, the others get their turn', async () => {
    const world = new Driven();
    const broken = { ...world.drain(), drainId: 'broken-1' };
    world.drains.drains.set('broken-1', { drain: broken, version: 1, dueAtMs: 1 });
    const report = await driveDue(LONG, world.ports());
    expect(report).toEqual({ advanced: 1, failed: 1 });
    expect(world.sent).toHaveLength(1);
    expect(world.logged.find(({ line }) => line === 'faulted')?.fields).toMatchObject({ drain: 'broken-1' });
    expect(world.due('broken-1')).toBe(1);
  });

  it('finds a drain that runs at its next tick at the latest, also if its time is over in between', async () => {
    const world = new Driven();
    await world.advance();
    expect(world.due()).toBe(world.now + TICK);
    world.now += MINUTE;
    world.request(idOf(0), { state: 'CALLING' });
    world.remaining = 0;
    await world.advance();
    expect(world.due()).toBeLessThanOrEqual(world.now);
    world.remaining = 600 * SECOND;
    await world.advance();
    expect(world.due()).toBe(world.now + TICK);
  });

  it('writes nothing for a drain that waits and is due in time', async () => {
    const world = new Driven();
    await world.advance();
    world.request(idOf(0), { state: 'CALLING' });
    const version = world.drains.drains.get(DRAIN_ID)?.version;
    world.now += SECOND;
    await world.advance();
    expect(world.drains.drains.get(DRAIN_ID)?.version).toBe(version);
  });

  it('gives a due time to one that has none', async () => {
    const world = new Driven();
    await world.advance();
    world.request(idOf(0), { state: 'CALLING' });
    const stored = world.drains.drains.get(DRAIN_ID);
    if (!stored) throw new Error('no drain');
    world.drains.drains.set(DRAIN_ID, { drain: stored.drain, version: stored.version });
    await world.advance();
    expect(world.due()).toBe(world.now + TICK);
  });
});

it('says that a plan is not there, and stays due', async () => {
  const world = new Driven();
  world.drains.plans.clear();
  await expect(world.advance()).rejects.toThrow(`PLAN#${DRAIN_ID}#1`);
  expect(world.due()).toBe(FROM + MINUTE);
});
