import { describe, expect, it } from 'vitest';
import { DRAIN_ID, Driven, FROM, HOUR, idOf, SECOND, SOURCE, stopIds } from './driven.ts';

const [A] = [idOf(0)];

describe('the end', () => {
  it('completes with the last wave', async () => {
    const world = new Driven({ lines: 1 });
    await world.advance();
    world.migrated(A, { verdict: 'HEALTHY' });
    world.ledger.guards = { cordons: { [SOURCE]: { atMs: 1, by: `drain ${DRAIN_ID}`, why: 'w' } } };
    await world.advance();
    expect(world.drain()).toMatchObject({ phase: 'COMPLETED', ending: { as: 'COMPLETED', cause: 'done' } });
    expect(world.types()).toEqual(['Drain Wave Completed', 'Drain Completed']);
    expect(world.ledger.running).toBeUndefined();
    // It is empty, and about to be cut.
    expect(world.ledger.guards.cordons).toHaveProperty(SOURCE);
    expect(world.due()).toBeUndefined();
  });

  it('expires with the window, once the open lines are known', async () => {
    const world = new Driven();
    await world.advance();
    world.request(A, { state: 'RECEIVED' });
    world.now = FROM + 24 * HOUR;
    await world.advance();
    expect(world.drain()).toMatchObject({ phase: 'ENDING', ending: { as: 'EXPIRED', cause: 'window' } });
    expect(world.due()).toBeGreaterThan(world.now);
    world.refused(A, 'EXPIRED');
    world.ledger.guards = { cordons: { [SOURCE]: { atMs: 1, by: `drain ${DRAIN_ID}`, why: 'w' } } };
    await world.advance();
    expect(world.drain().phase).toBe('EXPIRED');
    expect(world.types()).toEqual(['Drain Expired']);
    expect(world.ledger.guards.cordons).toBeUndefined();
    expect([world.due(), world.ledger.running]).toEqual([undefined, undefined]);
  });

  it('leaves the cordon of a person, and the name of another drain', async () => {
    const world = new Driven();
    world.ledger.running = { drain: 'other', rollback: 'other-r1' };
    world.ledger.guards = { cordons: { [SOURCE]: { atMs: 1, by: 'ada', why: 'w' } } };
    world.now = FROM + 24 * HOUR;
    await world.advance();
    expect(world.drain().phase).toBe('EXPIRED');
    expect(world.ledger.running).toEqual({ drain: 'other', rollback: 'other-r1' });
    expect(world.ledger.guards.cordons).toHaveProperty(SOURCE);
  });

  it('comes again for a cordon that could not be lifted', async () => {
    const world = new Driven();
    world.ledger.guards = { cordons: { [SOURCE]: { atMs: 1, by: `drain ${DRAIN_ID}`, why: 'w' } } };
    world.ledger.notices = { lastAtMs: 1, unpublished: Array.from({ length: 30 }, () => ({}) as never) };
    world.now = FROM + 24 * HOUR;
    await world.advance();
    expect(world.due()).toBeDefined();
    world.ledger.notices = { lastAtMs: 1, unpublished: [] };
    await world.advance();
    expect([world.due(), world.ledger.guards.cordons]).toEqual([undefined, undefined]);
  });

  it('is at once for a drain that a restored ledger remembers', async () => {
    const world = new Driven();
    world.settings = { ...world.settings, minRequestedAt: new Date(FROM + SECOND).toISOString() };
    await world.advance();
    expect(world.drain()).toMatchObject({ phase: 'ABORTED', ending: { as: 'ABORTED', cause: 'restored' } });
    expect(world.sent).toEqual([]);
  });

  it('comes for one that was never started, too', async () => {
    const world = new Driven();
    const { started: _, ...drain } = world.drain();
    world.drains.drains.set(DRAIN_ID, { drain: { ...drain, phase: 'PLANNED' }, version: 7 });
    await world.advance();
    expect(world.due()).toBe(FROM + 24 * HOUR);
    world.now = FROM + 24 * HOUR;
    await world.advance();
    expect(world.drain().phase).toBe('EXPIRED');
  });

  it('waits for a held line, and for one set aside that is on its way; not for one set aside that is held', async () => {
    const world = new Driven();
    const ending = { as: 'ABORTED', cause: 'person', atMs: FROM, by: 'ada', why: 'no' } as const;
    world.released(A);
    world.request(A, { state: 'HELD' });
    world.change(() => ({ phase: 'ENDING', ending }));
    await world.advance();
    expect([world.drain().phase, stopIds(world)]).toEqual(['ENDING', [`line:${A}`]]);
    world.changeLine(A, { state: 'setAside' });
    world.request(A, { state: 'CALLING' });
    await world.advance();
    expect(world.drain().phase).toBe('ENDING');
    world.request(A, { state: 'HELD' });
    await world.advance();
    expect([world.drain().phase, stopIds(world)]).toEqual(['ABORTED', []]);
  });
});
