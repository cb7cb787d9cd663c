import { describe, expect, it } from 'vitest';
import { dispatch } from '../../../src/migration/dispatch/dispatch.ts';
import { MINUTE, NEW, OLD, OTHER, request, SECOND, START, World } from '../../support/world.ts';

/** Three requests in the backlog, the last two of which came ten seconds later. */
async function withBacklog(): Promise<World> {
  const world = new World();
  world.ports.turns = { take: async () => false };
  for (const [index, requestId] of ['r1', 'r2', 'r3'].entries()) {
    world.place(`dxcon-line${index}`, OLD, { vlan: 100 + index });
    const parentConnectionId = requestId === 'r3' ? OTHER : NEW;
    await world.deliver(request({ requestId, connectionId: `dxcon-line${index}`, parentConnectionId }));
    world.now = START + 10 * SECOND;
  }
  world.now = START + MINUTE;
  return world;
}

/** What a run logs of them, with the time since when the first of them has waited. */
async function found(world: World): Promise<object[]> {
  const until = world.now + 40 * SECOND;
  const sleep = async (milliseconds: number) => {
    world.now += milliseconds;
  };
  const lines: object[] = [];
  const log: typeof world.ports.log = (what, { age = 0, ...fields }) => {
    if (what === 'foundWaiting') lines.push({ ...fields, sinceMs: world.now - age * SECOND });
  };
  await dispatch(() => until - world.now, { ...world.ports, sleep, log });
  return lines;
}

describe('a run of dispatch says whom it found waiting', () => {
  it('for the end of a pause, since it began: all that are due', async () => {
    const world = await withBacklog();
    await world.ledger.setPaused({ paused: true, atMs: START + 50 * SECOND, by: 'ada', why: 'w' });
    expect(await found(world)).toEqual([
      { tenant: 'orders', requestId: 'r1', cause: 'paused', requests: 3, sinceMs: START + 50 * SECOND },
    ]);
  });

  it('for the circuit breaker for all', async () => {
    const world = await withBacklog();
    world.ledger.circuits = { all: { openedAtMs: START, openUntilMs: START + 9 * MINUTE, streak: 1 } };
    expect(await found(world)).toEqual([
      { tenant: 'orders', requestId: 'r1', cause: 'circuit', requests: 3, sinceMs: START },
    ]);
  });

  it('for the circuit breaker of their parent, when they were visited', async () => {
    const world = await withBacklog();
    world.ledger.circuits = { [NEW]: { openedAtMs: START, openUntilMs: START + 9 * MINUTE, streak: 1 } };
    const [first] = await found(world);
    expect(first).toMatchObject({ requestId: 'r1', cause: 'circuit', requests: 2 });
    expect(world.request('r1').waitsFor).toMatchObject({ obstacle: NEW, untilMs: START + 9 * MINUTE });
  });

  it('for their turn, when its time is over: as long as they have been due', async () => {
    const world = await withBacklog();
    world.ledger.pace = { nextCallAtMs: world.now + MINUTE, callsPerSecond: 1 / 60 };
    expect(await found(world)).toEqual([
      { tenant: 'orders', requestId: 'r1', cause: 'turn', requests: 3, sinceMs: START },
    ]);
  });

  it('but says nothing where no one waits', async () => {
    expect(await found(new World())).toEqual([]);
  });
});
