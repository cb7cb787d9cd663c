import { beforeEach, describe, expect, it } from 'vitest';
import { type PacePorts, rateAfter, slowDown, takeTurn } from '../../../src/migration/pace/pace.ts';
import { turnsAtOnce } from '../../../src/migration/pace/turns-at-once.ts';
import { TurnsInOrder } from '../../../src/migration/pace/turns-in-order.ts';
import { MemoryLedger } from '../../support/memory-ledger.ts';
import { NEW, OLD, request, START, World } from '../../support/world.ts';

let now = START;
let ledger = new MemoryLedger();
let ports: PacePorts;

beforeEach(() => {
  now = START;
  ledger = new MemoryLedger();
  ports = { ledger, clock: () => now, settings: { callsPerSecond: 4 } };
});

describe('a turn that is there now', () => {
  it('is taken by one of many', async () => {
    const turns = turnsAtOnce(ports);
    const control = await ledger.readControl();
    const taken = await Promise.all(Array.from({ length: 5 }, () => turns.take(control)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(ledger.pace).toEqual({ nextCallAtMs: START + 250, callsPerSecond: 4 });
  });

  it.each([
    [249, false],
    [250, true],
  ])('comes again an interval later: %s ms', async (later, isTaken) => {
    const turns = turnsAtOnce(ports);
    await turns.take(await ledger.readControl());
    now += later;
    expect(await turns.take(await ledger.readControl())).toBe(isTaken);
  });

  it('is left to those who wait for it', async () => {
    ledger.backlogAtMs = START;
    expect(await turnsAtOnce(ports).take(await ledger.readControl())).toBe(false);
    expect(ledger.pace).toBeUndefined();
  });
});

describe('the pace', () => {
  it('counts the next interval from when the turn was there, so that no time is lost between two', async () => {
    const first = await takeTurn(undefined, ports);
    now += 260;
    expect(await takeTurn(first, ports)).toMatchObject({ nextCallAtMs: START + 500 });
  });

  it('gets no faster where timers ring a moment early', async () => {
    const first = await takeTurn(undefined, ports);
    now += 249;
    expect(await takeTurn(first, ports)).toMatchObject({ nextCallAtMs: START + 500 });
  });

  it('does not make up for turns that no one took', async () => {
    const first = await takeTurn(undefined, ports);
    now += 500;
    expect(await takeTurn(first, ports)).toMatchObject({ nextCallAtMs: START + 750 });
  });

  it('is slower after a throttle, for everyone, from now on', async () => {
    await slowDown(START, ports);
    expect(ledger.pace).toEqual({ nextCallAtMs: START + 1000 / 2.8, callsPerSecond: 2.8, slowedAtMs: START });
  });

  it('is not slowed down again by calls that were under way', async () => {
    await slowDown(START, ports);
    const { pace } = ledger;
    now += 100;
    await slowDown(START, ports);
    expect(ledger.pace).toEqual(pace);
    await slowDown(START + 1, ports);
    expect(ledger.pace?.callsPerSecond).toBeCloseTo(1.96);
  });

  it('is never slower than a call a minute', async () => {
    for (let calls = 0; calls < 50; calls++) await slowDown(++now, ports);
    expect(ledger.pace?.callsPerSecond).toBe(1 / 60);
  });

  it('gets faster with each call, up to the setting', () => {
    expect(rateAfter({ nextCallAtMs: 0, callsPerSecond: 2 }, { callsPerSecond: 4 })).toBeCloseTo(2.012, 5);
    expect(rateAfter({ nextCallAtMs: 0, callsPerSecond: 3.999 }, { callsPerSecond: 4 })).toBe(4);
    // A setting that was lowered holds at once.
    expect(rateAfter({ nextCallAtMs: 0, callsPerSecond: 4 }, { callsPerSecond: 1 })).toBe(1);
  });

  it('remembers when it was slowed down', async () => {
    await slowDown(START, ports);
    now += 1000;
    expect(await takeTurn(ledger.pace, ports)).toMatchObject({ slowedAtMs: START });
  });
});

const sleep = async (milliseconds: number): Promise<void> => {
  now += milliseconds;
};

describe('turns in order', () => {
  const inOrder = (patience = Number.POSITIVE_INFINITY) => new TurnsInOrder({ ...ports, sleep }, () => patience);

  it('come to those who asked first, an interval apart', async () => {
    const turns = inOrder();
    const order: [number, number][] = [];
    await Promise.all([1, 2, 3].map((who) => turns.take().then(() => order.push([who, now - START]))));
    expect(order).toEqual([
      [1, 0],
      [2, 250],
      [3, 500],
    ]);
  });

  it('are given up where the wait is longer than the time there is', async () => {
    ledger.pace = { nextCallAtMs: START + 201, callsPerSecond: 4 };
    expect(await inOrder(200).take()).toBe(false);
    expect(await inOrder(201).take()).toBe(true);
  });

  it('wait an interval at most, however far ahead the clock was of who took the last', async () => {
    ledger.pace = { nextCallAtMs: START + 60_000, callsPerSecond: 4 };
    expect(await inOrder().take()).toBe(true);
    expect(now).toBe(START + 250);
  });

  it('take account of a turn that someone else has taken, and of a throttle', async () => {
    const turns = inOrder();
    await turns.take();
    ledger.pace = { nextCallAtMs: START + 2000, callsPerSecond: 0.5 };
    expect(await turns.take()).toBe(true);
    expect(now).toBe(START + 2000);
  });

  it('go on after one that failed', async () => {
    const turns = inOrder();
    const { setPace } = ledger;
    ledger.setPace = async () => {
      throw new Error('the table is away');
    };
    await expect(turns.take()).rejects.toThrow();
    ledger.setPace = setPace;
    expect(await turns.take()).toBe(true);
  });
});

describe('a call', () => {
  /** A service with real turns, and requests for lines of their own. */
  function worldOf(lines: number): { world: World; bodies: Record<string, unknown>[] } {
    const world = new World({ callsPerSecond: 4 });
    world.ports.turns = turnsAtOnce(world.ports);
    const bodies = Array.from({ length: lines }, (_, index) => {
      world.place(`dxcon-line${index + 1}`, OLD, { vlan: 200 + index });
      return request({ requestId: `r${index + 1}`, connectionId: `dxcon-line${index + 1}` });
    });
    return { world, bodies };
  }

  it('is made by one of those who come at once; the others wait in the backlog, and dispatch is woken once', async () => {
    const { world, bodies } = worldOf(4);
    for (const body of bodies) expect(await world.deliver(body)).toEqual({ kind: 'acknowledge' });
    expect(world.calls).toHaveLength(1);
    expect((await world.ledger.dueToCall('orders', 0, world.now)).items).toHaveLength(3);
    expect(world.awakenings).toBe(1);
    expect(world.ledger.backlogAtMs).toBe(START);
  });

  it('is left to dispatch while others wait, which is woken again where it may be gone', async () => {
    const { world, bodies } = worldOf(4);
    for (const body of bodies.slice(0, 2)) await world.deliver(body);
    world.now += 4_999;
    await world.deliver(bodies[2] ?? {});
    expect([world.calls.length, world.awakenings]).toEqual([1, 1]);
    world.now += 1;
    await world.deliver(bodies[3] ?? {});
    expect([world.calls.length, world.awakenings]).toEqual([1, 2]);
  });

  it('uses up no turn where none is made: dry runs, and while paused or while the circuit is open', async () => {
    const { world, bodies } = worldOf(2);
    await world.deliver({ ...bodies[0], requestId: 'r0', dryRun: true });
    world.ledger.paused = true;
    await world.deliver(bodies[0] ?? {});
    world.ledger.paused = false;
    world.ledger.circuits = { all: { openedAtMs: 0, openUntilMs: START + 1000, streak: 1 } };
    await world.deliver(bodies[1] ?? {});
    expect(world.ledger.pace).toBeUndefined();
    expect(world.awakenings).toBe(0);
  });

  it('that is throttled is known to be so, even if the pace cannot be changed then', async () => {
    const { world, bodies } = worldOf(1);
    world.script.push({ moves: false, answer: { kind: 'neverRan', cause: 'throttled' } });
    const { setPace } = world.ledger;
    world.ledger.setPace = async (read, pace) => {
      if (pace.slowedAtMs !== undefined) throw new Error('the table is away');
      return setPace(read, pace);
    };
    await expect(world.deliver(bodies[0] ?? {})).rejects.toThrow('the table is away');
    expect(world.request()).toMatchObject({ state: 'RECEIVED', attempts: 1 });
  });

  it('that is throttled slows down all', async () => {
    const { world, bodies } = worldOf(1);
    world.script.push({ moves: false, answer: { kind: 'neverRan', cause: 'throttled' } });
    await world.deliver(bodies[0] ?? {});
    expect(world.ledger.pace?.callsPerSecond).toBeCloseTo(2.8);
  });

  it.each([
    ['the service is paused', (world: World) => Object.assign(world.ledger, { paused: true })],
    [
      'the circuit opens',
      (world: World) =>
        Object.assign(world.ledger, {
          circuits: { [NEW]: { openedAtMs: START, openUntilMs: START + 30_000, streak: 1 } },
        }),
    ],
  ])('is not made where %s just after the intent', async (_what, stop) => {
    const { world, bodies } = worldOf(1);
    const { intend } = world.ledger;
    world.ledger.intend = async (...write) => {
      const done = await intend(...write);
      stop(world);
      return done;
    };
    await world.deliver(bodies[0] ?? {});
    expect(world.calls).toEqual([]);
    expect(world.request()).toMatchObject({ state: 'RECEIVED', attempts: 0 });
  });
});
