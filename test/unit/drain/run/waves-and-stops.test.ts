import { describe, expect, it } from 'vitest';
import type { LineState } from '../../../../src/drain/run/line.ts';
import { DRAIN_ID, Driven, FROM, HOUR, idOf, MINUTE, SECOND, SOURCE, stop, TARGET } from './driven.ts';

const [A, B, C] = [idOf(0), idOf(1), idOf(2)];
const stopIds = (world: Driven) => world.drain().stops.map(({ id }) => id);
const sentIds = (world: Driven) => world.sent.map(({ connectionId }) => connectionId);

/** The second wave is about to be checked. */
function toCheck(lines = 6): Driven {
  const world = new Driven({ lines });
  world.changeLine(A, { state: 'healthy' });
  move(world, A, { parentConnectionId: TARGET });
  world.change(() => ({ wave: { number: 2 }, promoted: 1 }));
  return world;
}

function move(world: Driven, id: string, fields: object): void {
  Object.assign(world.inventory.lines.find(({ connectionId }) => connectionId === id) ?? {}, fields);
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
