import { describe, expect, it } from 'vitest';
import type { LineState } from '../../../../src/drain/run/line.ts';
import { DRAIN_ID, Driven, FROM, idOf, move, sentIds, stop, stopIds, TARGET } from './driven.ts';

const [A, B, C] = [idOf(0), idOf(1), idOf(2)];

/** The second wave is about to be checked. */
function toCheck(lines = 6): Driven {
  const world = new Driven({ lines });
  world.changeLine(A, { state: 'healthy' });
  move(world, A, { parentConnectionId: TARGET });
  world.change(() => ({ wave: { number: 2 }, promoted: 1 }));
  return world;
}

describe('a wave', () => {
  it('is done with its last line, told, and followed by the next once a person has opened the gate', async () => {
    const world = new Driven({ lines: 3 });
    await world.advance();
    expect(sentIds(world)).toEqual([A]);
    world.migrated(A, { verdict: 'HEALTHY' });
    move(world, A, { parentConnectionId: TARGET });
    await world.advance();
    expect(world.drain().wave).toMatchObject({ number: 1, doneAtMs: world.now });
    expect(world.types()).toEqual(['Drain Wave Completed']);
    expect(world.details('Drain Wave Completed')[0]).toMatchObject({ wave: 1, lines: { healthy: 1, planned: 2 } });
    expect(sentIds(world)).toEqual([A]);
    world.change(() => ({ promoted: 1 }));
    await world.advance();
    expect(world.drain().wave).toEqual({ number: 2, checkedAtMs: world.now });
    expect(sentIds(world)).toEqual([A, B, C]);
  });

  it.each<LineState>(['released', 'moved', 'seen', 'planned'])('is not done while a line is %s', async (state) => {
    const world = new Driven({ lines: 3 });
    world.ledger.paused = true;
    world.released(A);
    if (state === 'moved') world.migrated(A);
    if (state === 'seen') world.migrated(A, { firstGoodAtMs: FROM });
    if (state === 'planned') world.changeLine(A, { state });
    await world.advance();
    expect(world.states()[A]).toBe(state === 'planned' ? 'planned' : state);
    expect(world.drain().wave.doneAtMs).toBeUndefined();
  });

  it.each<LineState>(['failed', 'drifted', 'setAside', 'overtaken', 'gone', 'movedAway', 'healthy'])(
    'is done with a line that is %s',
    async (state) => {
      const world = new Driven({ lines: 3 });
      world.changeLine(A, { state });
      await world.advance();
      expect(world.drain().wave.doneAtMs).toBe(world.now);
    },
  );

  it('waits for a line of an earlier one that a person has tried again, also behind the gate, and behind the last', async () => {
    const world = new Driven({ lines: 3 });
    const failed = { number: 1, rev: 1, wave: 1, releasedAtMs: 1, requestedAtMs: 1, notAfterMs: 1 };
    world.changeLine(A, { state: 'failed', try: failed });
    await world.advance();
    expect(world.drain().wave.doneAtMs).toBeDefined();
    world.changeLine(A, { state: 'planned' });
    world.change(({ wave: { number, doneAtMs } }) => ({ wave: { number, doneAtMs: doneAtMs as number } }));
    await world.advance();
    expect(world.sent.map(({ requestId }) => requestId)).toEqual([`${DRAIN_ID}.${A}.2`]);
    world.change(() => ({ promoted: 1 }));
    await world.advance();
    expect(world.drain().wave.number).toBe(1);
    world.refused(A, 'VLAN_CONFLICT');
    await world.advance();
    expect(sentIds(world)).toEqual([A, B, C]);
    world.changeLine(A, { state: 'planned' });
    for (const id of [B, C]) world.migrated(id, { verdict: 'HEALTHY' });
    await world.advance();
    expect(world.drain().phase).toBe('RUNNING');
    expect(world.sent.at(-1)?.requestId).toBe(`${DRAIN_ID}.${A}.3`);
    expect(world.types()).toEqual(['Drain Wave Completed']);
  });

  it('is not done while the drain is stopped', async () => {
    const world = new Driven({ lines: 3 });
    world.changeLine(A, { state: 'healthy' });
    world.change(() => ({ stops: [stop('s1')] }));
    await world.advance();
    expect(world.drain().wave.doneAtMs).toBeUndefined();
  });
});

describe('before a wave, and after a resume', () => {
  it.each<[string, (world: Driven) => void, cause: string]>([
    ['is gone', (w) => move(w, B, { connectionId: 'dxcon-other1' }), 'GONE'],
    ['was moved', (w) => move(w, B, { parentConnectionId: TARGET }), 'NOT_ON_SOURCE'],
    ['has another VLAN', (w) => move(w, B, { vlan: 99 }), 'CHANGED'],
    ['is on its way out', (w) => move(w, B, { state: 'deleting' }), 'STATE'],
    [
      'was ordered by others',
      (w) =>
        Object.assign(w.inventory, {
          openRequests: [{ connectionId: B, tenant: 'orders', requestId: 'r1', state: 'RECEIVED' }],
        }),
      'ORDER',
    ],
  ])('a line that %s has drifted', async (_, change, cause) => {
    const world = toCheck();
    change(world);
    await world.advance();
    expect(world.drain().lines[B]).toMatchObject({ state: 'drifted', cause });
    expect(sentIds(world)).toEqual([2, 3, 4, 5].map(idOf));
    expect(stopIds(world)).toEqual([]);
  });

  it('a line of a later wave is left to that wave', async () => {
    const world = toCheck(8);
    move(world, idOf(7), { vlan: 99 });
    await world.advance();
    expect(world.states()[idOf(7)]).toBe('planned');
  });

  it.each<[string, (world: Driven) => void]>([
    ['is down', (w) => Object.assign(w.inventory.ports[1] ?? {}, { state: 'down' })],
    ['is not there', (w) => Object.assign(w.inventory, { ports: w.inventory.ports.slice(0, 1) })],
    [
      'is cordoned',
      (w) => Object.assign(w.inventory, { guards: { cordons: { [TARGET]: { atMs: 1, by: 'b', why: 'w' } } } }),
    ],
    [
      'is closed',
      (w) => Object.assign(w.inventory, { guards: { closedParents: { [TARGET]: { atMs: 1, by: 'b', why: 'w' } } } }),
    ],
    ['has lost its room', (w) => Object.assign(w.inventory.ports[1] ?? {}, { linkMbps: 300 })],
    [
      'has a VLAN taken that a line of a later wave needs',
      (w) =>
        Object.assign(w.inventory, {
          lines: [
            ...w.inventory.lines,
            {
              ...w.inventory.lines[0],
              connectionId: 'dxcon-new1',
              ownerAccount: '5',
              parentConnectionId: TARGET,
              vlan: 107,
            },
          ],
        }),
    ],
  ])('a target that %s stops the drain', async (_, change) => {
    const world = toCheck(8);
    change(world);
    await world.advance();
    expect(stopIds(world)).toEqual([`target:${TARGET}`]);
    expect(world.sent).toEqual([]);
    expect(world.types()).toEqual(['Drain Stopped']);
  });

  it('what is open takes its room, and drifts not', async () => {
    const world = toCheck();
    world.released(B, {}, { wave: 2 });
    world.change(() => ({ wave: { number: 2 } }));
    move(world, B, { parentConnectionId: TARGET });
    await world.advance();
    expect(world.states()[B]).toBe('released');
    expect(stopIds(world)).toEqual([]);
    expect(sentIds(world)).toEqual([2, 3, 4, 5].map(idOf));
  });

  it('what is open, and not there yet, takes its room all the same', async () => {
    const world = toCheck();
    world.released(B, {}, { wave: 2 });
    world.change(() => ({ wave: { number: 2 } }));
    Object.assign(world.inventory.ports[1] ?? {}, { linkMbps: 300 });
    await world.advance();
    expect(stopIds(world)).toEqual([`target:${TARGET}`]);
  });

  it('a line of a group of which another is on its way waits for that, and has not drifted', async () => {
    const world = new Driven({ lines: 6, groups: { [B]: 'g', [C]: 'g' } });
    world.changeLine(A, { state: 'healthy' });
    move(world, A, { parentConnectionId: TARGET });
    world.released(B, {}, { wave: 2 });
    world.change(() => ({ wave: { number: 2 }, promoted: 1 }));
    move(world, B, { parentConnectionId: TARGET, state: 'down' });
    await world.advance();
    expect(world.states()[C]).toBe('planned');
    const other = new Driven({ lines: 6, groups: { [B]: 'g', [C]: 'g' } });
    other.changeLine(A, { state: 'healthy' });
    move(other, A, { parentConnectionId: TARGET });
    other.change(() => ({ wave: { number: 2 }, promoted: 1 }));
    other.changeLine(B, { state: 'setAside' });
    move(other, B, { state: 'down' });
    await other.advance();
    expect(other.drain().lines[C]).toMatchObject({ state: 'drifted', cause: 'SIBLING' });
  });

  it('what contradicts itself is read again', async () => {
    const world = toCheck();
    const lines = world.inventory.lines;
    Object.assign(world.inventory, { lines: [...lines, lines[0]] });
    await world.advance();
    expect(world.sent).toEqual([]);
    expect(stopIds(world)).toEqual([]);
    expect(world.logged.filter(({ line }) => line === 'faulted')).toHaveLength(1);
    Object.assign(world.inventory, { lines });
    await world.advance();
    expect(world.sent).toHaveLength(5);
  });
});
