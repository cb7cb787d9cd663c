import { describe, expect, it } from 'vitest';
import {
  MAINTENANCE_ANNOUNCED,
  MAINTENANCE_CANCELLED,
  MAINTENANCE_DONE,
} from '../../../../src/contract/operations/names.ts';
import type { Announcement, Drain } from '../../../../src/drain/run/drain.ts';
import type { LineProgress, LineState } from '../../../../src/drain/run/line.ts';
import { whyWaits } from '../../../../src/drain/run/why-waits.ts';
import { DRAIN_ID, Driven, FROM, HOUR, idOf, SOURCE, stop, TARGET } from './driven.ts';

const A = idOf(0);
const ANNOUNCED_AT = FROM - 400 * HOUR;
const announcement: Announcement = {
  ...{ rev: 1, fromMs: FROM, toMs: FROM + 24 * HOUR, serviceVersion: '0.0.0', published: 0 },
  ...{ atMs: ANNOUNCED_AT, by: 'ada', why: 'notice' },
};
const DONE = { ...announcement, published: 3, doneAtMs: ANNOUNCED_AT };
const ending = { as: 'ABORTED', cause: 'person', atMs: FROM + HOUR, by: 'ada', why: 'no' } as const;

function planned(lines: number, fields: Partial<Drain> = {}): Driven {
  const world = new Driven({ lines });
  const { started: _, ...drain } = world.drain();
  const stored = { drain: { ...drain, phase: 'PLANNED' as const, announcement, ...fields }, version: 3 };
  world.drains.drains.set(DRAIN_ID, stored);
  world.now = ANNOUNCED_AT;
  return world;
}

describe('the announcement', () => {
  it('is an event a line in the order of the plan, and done with the last', async () => {
    const world = planned(45);
    await world.advance();
    const announced = world.details(MAINTENANCE_ANNOUNCED);
    expect(announced.map(({ connectionId }) => connectionId)).toEqual(Array.from({ length: 45 }, (_, n) => idOf(n)));
    expect(announced[0]).toEqual({
      maintenanceId: `${DRAIN_ID}.${A}`,
      drainId: DRAIN_ID,
      connectionId: A,
      connectionName: `line ${A}`,
      ownerAccount: '100000000000',
      window: { from: '2026-12-24T19:00:00.000Z', to: '2026-12-25T19:00:00.000Z' },
      parentConnectionId: SOURCE,
      targetParentConnectionId: TARGET,
      impact: 'OUTAGE',
      linesOfOwner: 1,
    });
    expect(world.drain().announcement).toMatchObject({ published: 45, doneAtMs: ANNOUNCED_AT });
  });

  it('counts the lines of each owner, and takes each of no known owner for itself', async () => {
    const owners = ['a', 'a', undefined, undefined];
    const world = new Driven({
      lines: 4,
      change: (_, index) => ({ ownerAccount: owners[index] }) as { ownerAccount: string },
    });
    world.change(() => ({ phase: 'PLANNED', announcement }));
    await world.advance();
    const counts = world
      .details(MAINTENANCE_ANNOUNCED)
      .map(({ connectionId, linesOfOwner }) => [connectionId, linesOfOwner]);
    expect(Object.fromEntries(counts)).toEqual({ [A]: 2, [idOf(1)]: 2, [idOf(2)]: 1, [idOf(3)]: 1 });
  });

  it('goes on where the bus has begun to reject, with the same events', async () => {
    const world = planned(45);
    let left = 7;
    const ports = world.ports();
    const { publish } = ports.bus;
    ports.bus.publish = async (event) => {
      if (left-- <= 0) throw new Error('the bus rejects the event');
      await publish(event);
    };
    const { advanceDrain } = await import('../../../../src/drain/run/advance-drain.ts');
    await advanceDrain(DRAIN_ID, () => 1e6, ports);
    expect(world.drain().announcement).toMatchObject({ published: 7 });
    expect(world.drain().announcement?.doneAtMs).toBeUndefined();
    expect(world.due()).toBeLessThanOrEqual(world.now);
    world.now += HOUR;
    await world.advance();
    expect(world.details(MAINTENANCE_ANNOUNCED)).toHaveLength(45);
    expect(
      world.published.every(
        ({ detail }) => JSON.parse(detail).metadata.occurredAt === new Date(ANNOUNCED_AT).toISOString(),
      ),
    ).toBe(true);
  });

  it.each<[string, Partial<Drain>]>([
    ['of another revision', { announcement: { ...announcement, rev: 2 } }],
    ['of a drain that ends', { phase: 'ENDING', ending }],
    ['that is done', { announcement: DONE }],
  ])('%s publishes nothing', async (_, fields) => {
    const world = planned(3, fields);
    await world.advance();
    expect(world.details(MAINTENANCE_ANNOUNCED)).toEqual([]);
  });
});

describe('the end of a maintenance', () => {
  const last = { number: 1, rev: 1, wave: 1, releasedAtMs: 1, requestedAtMs: 1, notAfterMs: 1 };
  const running = (line: Partial<LineProgress>, fields: Partial<Drain> = {}) => {
    const world = new Driven({ lines: 3 });
    world.ledger.paused = true;
    world.change(() => ({ announcement: DONE, ...fields }));
    world.changeLine(A, { atMs: FROM, ...line });
    return world;
  };
  const told = (world: Driven) => [
    ...world.details(MAINTENANCE_DONE).map(({ connectionId, outcome }) => [connectionId, outcome]),
    ...world.details(MAINTENANCE_CANCELLED).map(({ connectionId, cause }) => [connectionId, cause]),
  ];

  it.each<[LineState, string]>([
    ['healthy', 'HEALTHY'],
    ['overtaken', 'OTHER'],
    ['gone', 'OTHER'],
    ['movedAway', 'OTHER'],
    ['setAside', 'SET_ASIDE'],
  ])('of a line that is %s is told at once, and once', async (state, what) => {
    const world = running({ state });
    await world.advance();
    await world.advance();
    expect(told(world)).toEqual([[A, what]]);
    expect(world.drain().lines[A]?.told).toBe(true);
  });

  it.each<LineState>(['failed', 'drifted', 'planned'])(
    'of a line that is %s is told when the drain ends: until then it may be tried again',
    async (state) => {
      const world = running({ state });
      await world.advance();
      expect(told(world)).toEqual([]);
      world.change(() => ({ phase: 'ENDING', ending }));
      await world.advance();
      expect(told(world)).toContainEqual([A, state === 'planned' ? 'DRAIN_ENDED' : 'NOT_MOVED']);
      expect(told(world)).toContainEqual([idOf(1), 'DRAIN_ENDED']);
      expect(world.drain().phase).toBe('ABORTED');
      expect(world.due()).toBeUndefined();
    },
  );

  it('of one set aside whose try is open is told once that is known, or the drain over', async () => {
    const world = running({ state: 'setAside', try: last });
    world.request(A, { state: 'HELD' });
    await world.advance();
    expect(told(world)).toEqual([]);
    world.change(() => ({ phase: 'ENDING', ending }));
    await world.advance();
    expect(told(world)[0]).toEqual([A, 'OTHER']);
    const other = running({ state: 'setAside', try: last });
    other.refused(A, 'VLAN_CONFLICT');
    await other.advance();
    expect(told(other)).toEqual([[A, 'SET_ASIDE']]);
  });

  it('of a line that a new revision leaves out is told, though the plan has it no more', async () => {
    const world = planned(3, { announcement: { ...DONE, rev: 1 } });
    world.changeLine('dxcon-left1', { state: 'setAside', cause: 'REPLANNED', atMs: FROM, ownerAccount: 'a' });
    await world.advance();
    expect(told(world)).toEqual([['dxcon-left1', 'REPLANNED']]);
    expect(world.details(MAINTENANCE_CANCELLED)[0]).toMatchObject({ ownerAccount: 'a' });
  });

  it('is not told of lines that were not announced', async () => {
    const world = running({ state: 'healthy' }, { announcement: { ...announcement, rev: 2 } });
    await world.advance();
    const { announcement: _, ...none } = world.drain();
    world.drains.drains.set(DRAIN_ID, { drain: none, version: 9 });
    await world.advance();
    expect(told(world)).toEqual([]);
  });

  it('is told of lines whose announcement the bus may have accepted', async () => {
    const world = planned(30, { announcement: { ...announcement, published: 2 }, phase: 'ENDING', ending });
    await world.advance();
    expect(told(world)).toHaveLength(22);
  });

  it('waits for the bus, and nothing waits for it', async () => {
    const world = running({ state: 'healthy' });
    world.busRejects = true;
    world.ledger.paused = false;
    world.change(() => ({ wave: { number: 2, checkedAtMs: 1 } }));
    await world.advance();
    expect(world.sent).toHaveLength(2);
    expect(world.due()).toBeLessThanOrEqual(world.now);
    world.busRejects = false;
    await world.advance();
    expect(told(world)).toEqual([[A, 'HEALTHY']]);
  });
});

describe('what a drain waits for before its start', () => {
  const cause = (world: Driven) =>
    whyWaits(world.drain(), world.plan, { paused: false, circuits: {} }, world.now).map((wait) => [
      wait.cause,
      wait.untilMs,
    ]);

  it('is said in the order in which it is needed', () => {
    const world = planned(3);
    const { approval, ...drain } = world.drain();
    world.drains.drains.set(DRAIN_ID, { drain: { ...drain, stops: [stop('s1')] }, version: 1 });
    expect(cause(world)).toEqual([['stopped', undefined]]);
    world.change(() => ({ stops: [] }));
    expect(cause(world)).toEqual([['approval', undefined]]);
    world.drains.drains.set(DRAIN_ID, { drain: { ...world.drain(), ...(approval ? { approval } : {}) }, version: 1 });
    expect(cause(world)).toEqual([['announcement', Date.parse(world.plan.notice.announceBy)]]);
    world.change(() => ({ announcement: DONE }));
    expect(cause(world)).toEqual([['start', FROM]]);
    world.change(() => ({ phase: 'EXPIRED' }));
    expect(cause(world)).toEqual([]);
  });
});
