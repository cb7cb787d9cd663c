import { describe, expect, it } from 'vitest';
import { CONNECTION, Crash, MINUTE, NEW, OLD, request, SECOND, START, UNCLEAR, World } from '../../support/world.ts';

/** A second connection, to see what others may do meanwhile. */
const LINE2 = { requestId: 'r2', connectionId: 'dxcon-line2' };

function worldOfTwo(): World {
  const world = new World();
  world.place(LINE2.connectionId, OLD, { vlan: 102 });
  return world;
}

describe('paused', () => {
  it('nothing is called, nothing is lost', async () => {
    const world = new World();
    world.ledger.paused = true;
    expect(await world.deliver(request())).toEqual({ kind: 'acknowledge' });
    await world.pass(10 * MINUTE);
    expect(world.calls).toEqual([]);
    world.ledger.paused = false;
    await world.pass(2 * MINUTE);
    expect(world.eventsOf()[0]?.data.outcome).toBe('MIGRATED');
  });
});

describe('the circuit breaker', () => {
  it('opens for all lines to its target parent at an unclear answer, for 30 s', async () => {
    const world = worldOfTwo();
    world.script.push({ moves: true, answer: UNCLEAR });
    await world.deliver(request());
    expect(world.ledger.circuits[NEW]).toMatchObject({
      openedAtMs: START,
      openUntilMs: START + 30 * SECOND,
      streak: 1,
    });
    await world.deliver(request(LINE2));
    expect(world.calls).toHaveLength(1);
    expect(world.request('r2').dueAtMs).toBe(START + 30 * SECOND);
  });

  it('allows one half-open trial, which closes it by a clear answer', async () => {
    const world = worldOfTwo();
    world.script.push({ moves: true, answer: UNCLEAR });
    await world.deliver(request());
    world.now += 30 * SECOND;
    await world.deliver(request(LINE2));
    expect(world.eventsOf('r2')[0]?.data.outcome).toBe('MIGRATED');
    expect(world.ledger.circuits[NEW]).toBeUndefined();
  });

  it('allows no other call during the half-open trial', async () => {
    const world = worldOfTwo();
    world.place('dxcon-line3', OLD, { vlan: 103 });
    world.ledger.circuits = { [NEW]: { openedAtMs: 0, openUntilMs: START - 1, streak: 1 } };
    const { associate } = world.ports.directConnect;
    world.ports.directConnect.associate = async (...call) => {
      if (call[0] === CONNECTION) await world.deliver(request(LINE2));
      return associate(...call);
    };
    await world.deliver(request());
    expect(world.calls.map(({ connectionId }) => connectionId)).toEqual([CONNECTION]);
  });

  it('doubles its open period while unclear answers go on, up to the effect timeout', async () => {
    const world = new World();
    const lengths: number[] = [];
    for (let line = 0; line < 7; line++) {
      world.place(`dxcon-n${line}`, OLD, { vlan: 200 + line });
      world.script.push({ moves: true, answer: UNCLEAR });
      await world.deliver(request({ requestId: `n${line}`, connectionId: `dxcon-n${line}` }));
      const until = world.ledger.circuits[NEW]?.openUntilMs ?? 0;
      lengths.push((until - world.now) / SECOND);
      // Of the same tenant the next one waits a poll longer.
      world.now = until + MINUTE;
    }
    expect(lengths).toEqual([30, 60, 120, 240, 480, 480, 480]);
  });

  it('is not closed by a throttled half-open trial; the next may try', async () => {
    const world = worldOfTwo();
    world.ledger.circuits = { [NEW]: { openedAtMs: 0, openUntilMs: START - 1, streak: 2 } };
    world.script.push({ moves: false, answer: { kind: 'neverRan', cause: 'throttled' } });
    await world.deliver(request());
    expect(world.ledger.circuits[NEW]).toEqual({ openedAtMs: 0, openUntilMs: START + 30 * SECOND, streak: 2 });
    world.now += 30 * SECOND;
    await world.deliver(request(LINE2));
    expect(world.ledger.circuits[NEW]).toBeUndefined();
  });

  it('allows the next half-open trial after the effect timeout when one has died', async () => {
    const world = worldOfTwo();
    const trial = { key: 'orders#gone', sinceMs: START };
    world.ledger.circuits = { [NEW]: { openedAtMs: 0, openUntilMs: START - 1, streak: 1, trial } };
    // By the trial's clock, which may be ahead: the effect timeout and the skew.
    world.now += 9 * MINUTE;
    await world.deliver(request());
    expect(world.calls).toEqual([]);
    world.now += 1;
    await world.deliver(request());
    expect(world.calls).toHaveLength(1);
  });

  it('opens once for a call without an answer, however often it is checked', async () => {
    const world = new World();
    world.script.push({ moves: false, answer: 'crash' });
    await expect(world.deliver(request())).rejects.toThrow(Crash);
    expect(world.ledger.circuits[NEW]).toBeUndefined();
    world.now += 81 * SECOND;
    await world.deliver(request());
    expect(world.ledger.circuits[NEW]).toMatchObject({ streak: 1 });
    world.now += 3 * MINUTE;
    await world.deliver(request());
    expect(world.ledger.circuits[NEW]).toMatchObject({ streak: 1 });
  });
});

describe('a process that dies at an unclear answer', () => {
  it('has opened the circuit before it marked the attempt', async () => {
    const world = new World();
    world.script.push({ moves: false, answer: UNCLEAR });
    world.ledger.markUnclear = async () => {
      throw new Crash('dies');
    };
    await expect(world.deliver(request())).rejects.toThrow(Crash);
    expect(world.ledger.circuits[NEW]).toMatchObject({ streak: 1 });
  });

  it('the same for a call that is found unanswered', async () => {
    const world = new World();
    world.script.push({ moves: false, answer: 'crash' });
    await expect(world.deliver(request())).rejects.toThrow(Crash);
    world.ledger.markUnclear = async () => {
      throw new Crash('dies');
    };
    world.now += 81 * SECOND;
    await expect(world.deliver(request())).rejects.toThrow(Crash);
    expect(world.ledger.circuits[NEW]).toMatchObject({ streak: 1 });
  });
});

it('a second delivery of the request of a half-open trial does not affect the trial', async () => {
  const world = new World();
  world.ledger.circuits = { [NEW]: { openedAtMs: 0, openUntilMs: START - 1, streak: 3 } };
  const { associate } = world.ports.directConnect;
  world.ports.directConnect.associate = async (...call) => {
    world.ports.directConnect.associate = associate;
    await world.deliver(request());
    return associate(...call);
  };
  await world.deliver(request());
  expect(world.calls).toHaveLength(1);
  expect(world.ledger.circuits[NEW]).toBeUndefined();
});
