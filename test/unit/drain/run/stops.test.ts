import { describe, expect, it } from 'vitest';
import type { LineState } from '../../../../src/drain/run/line.ts';
import { DRAIN_ID, Driven, idOf, MINUTE, move, SOURCE, stop, stopIds, TARGET } from './driven.ts';

const [A, B, C] = [idOf(0), idOf(1), idOf(2)];

describe('a budget', () => {
  const failing = (lines: number, failed: number, state: LineState = 'failed') => {
    const world = new Driven({ lines });
    world.ledger.paused = true;
    for (let index = 0; index < failed; index++) world.changeLine(idOf(index), { state });
    return world;
  };

  it.each([
    [10, 2, []],
    [10, 3, ['failed']],
    [60, 3, []],
    [60, 4, ['failed']],
  ])('of %i lines, %i failed', async (lines, failed, stops) => {
    const world = failing(lines, failed);
    await world.advance();
    expect(stopIds(world)).toEqual(stops);
  });

  it.each([
    [5, []],
    [6, ['drifted']],
  ])('%i drifted', async (drifted, stops) => {
    const world = failing(60, drifted, 'drifted');
    await world.advance();
    expect(stopIds(world)).toEqual(stops);
  });

  it('counts from what was forgiven, and no further than what is there', async () => {
    const world = failing(10, 3);
    world.change(() => ({ forgiven: { failed: 3, drifted: 0 } }));
    await world.advance();
    expect(stopIds(world)).toEqual([]);
    for (const id of [A, B, C]) world.changeLine(id, { state: 'planned' });
    await world.advance();
    expect(world.drain().forgiven.failed).toBe(0);
    for (const id of [A, B, C]) world.changeLine(id, { state: 'failed' });
    await world.advance();
    expect(stopIds(world)).toEqual(['failed']);
  });

  it('is passed in the write that stops the drain: no line is released in between', async () => {
    const world = new Driven({ lines: 12, limits: { maxMoving: 4 } });
    world.changeLine(A, { state: 'healthy' });
    move(world, A, { parentConnectionId: TARGET });
    world.change(() => ({ wave: { number: 2, checkedAtMs: world.now }, promoted: 1 }));
    await world.advance();
    for (const index of [1, 2, 3]) world.refused(idOf(index), 'VLAN_CONFLICT');
    await world.advance();
    expect(stopIds(world)).toEqual(['failed']);
    expect(world.sent).toHaveLength(4);
  });
});

describe('a stop', () => {
  it('of a line is lifted by itself, told, and what is next is read again', async () => {
    const world = new Driven({ lines: 6 });
    world.ledger.paused = true;
    world.change(() => ({ wave: { number: 2, checkedAtMs: world.now } }));
    world.released(B);
    world.migrated(B, { verdict: 'UNHEALTHY' });
    await world.advance();
    world.migrated(B, { verdict: 'HEALTHY' });
    await world.advance();
    expect(stopIds(world)).toEqual([]);
    expect(world.drain().wave).toEqual({ number: 2 });
    expect(world.types()).toEqual(['Drain Stopped', 'Drain Resumed']);
    expect(new Set(world.published.map(({ eventId }) => eventId)).size).toBe(2);
  });

  it('of a line that is in need again is told again, whoever has lifted the first', async () => {
    const world = new Driven({ lines: 6 });
    world.changeLine(B, { state: 'waits' });
    await world.advance();
    world.change(() => ({ stops: [] }));
    await world.advance();
    expect(stopIds(world)).toEqual([`line:${B}`]);
    expect(world.types()).toEqual(['Drain Stopped', 'Drain Stopped']);
    expect(new Set(world.published.map(({ eventId }) => eventId)).size).toBe(2);
  });

  it('of a person stays when lines recover, and is told once', async () => {
    const world = new Driven({ lines: 6 });
    await world.drains.addStop(DRAIN_ID, stop('s1'), world.now);
    world.released(B);
    world.migrated(B, { verdict: 'HEALTHY' });
    await world.advance();
    await world.advance();
    expect(stopIds(world)).toEqual(['s1']);
    expect(world.types()).toEqual(['Drain Stopped']);
    expect(world.drain().wave.checkedAtMs).toBeUndefined();
  });

  it('is written though the bus takes nothing, and told when it does', async () => {
    const world = new Driven({ lines: 6 });
    world.busRejects = true;
    world.released(B);
    world.migrated(B, { verdict: 'UNKNOWN' });
    await world.advance();
    expect(stopIds(world)).toEqual([`line:${B}`]);
    expect(world.due()).toBeLessThanOrEqual(world.now);
    world.busRejects = false;
    world.now += MINUTE;
    await world.advance();
    expect(world.types()).toEqual(['Drain Stopped']);
    expect(world.drain().unpublished).toEqual([]);
  });

  it('makes no more events than the item can hold', async () => {
    const world = new Driven({ lines: 6 });
    world.busRejects = true;
    world.change(() => ({ unpublished: Array.from({ length: 33 }, (_, n) => ({ eventId: `e${n}` }) as never) }));
    await world.drains.addStop(DRAIN_ID, stop('s1'), world.now);
    await world.advance();
    expect(world.drain().unpublished).toHaveLength(33);
    world.busRejects = false;
    await world.advance();
    expect(world.types()).toContain('Drain Stopped');
  });

  it('approval is told, with the plan that it is of', async () => {
    const world = new Driven();
    world.change(() => ({ phase: 'PLANNED', told: [], stops: [] }));
    await world.advance();
    await world.advance();
    expect(world.types()).toEqual(['Drain Approved']);
    expect(world.details('Drain Approved')[0]).toMatchObject({ digest: world.plan.digest, parentConnectionId: SOURCE });
  });
});
