import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/migration/call/classify-answer.ts';
import type { Circuit } from '../../../src/migration/ports/control.ts';
import { Crash, NEW, OLD, request, SECOND, START, UNCLEAR, World } from '../../support/world.ts';

describe('a half-open trial', () => {
  const OPEN = { openedAtMs: 0, openUntilMs: START - 1, streak: 2 };
  const probing = () => {
    const world = new World();
    world.ledger.circuits = { [NEW]: OPEN };
    return world;
  };

  it('is recorded in the circuit breaker while it calls', async () => {
    const world = probing();
    world.script.push({ moves: true, answer: 'crash' });
    await expect(world.deliver(request())).rejects.toThrow(Crash);
    expect(world.ledger.circuits[NEW]).toEqual({ ...OPEN, trial: { key: 'orders#r1', sinceMs: START } });
  });

  it('is the only one: a second request waits for it', async () => {
    const world = probing();
    world.ledger.setCircuits = async () => false;
    await world.deliver(request());
    expect(world.calls).toEqual([]);
    expect(world.logged.at(-1)).toMatchObject({ transition: 'waiting', fields: { cause: 'circuit' } });
    expect(world.request().dueAtMs).toBe(START + 60 * SECOND);
  });

  it('whose recording was written, but not answered, still calls', async () => {
    const world = probing();
    const { setCircuits } = world.ledger;
    // The write's answer was lost, and its repetition met itself.
    world.ledger.setCircuits = async (...write) => {
      world.ledger.setCircuits = setCircuits;
      await setCircuits(...write);
      return false;
    };
    await world.deliver(request());
    expect(world.eventsOf()[0]?.data.outcome).toBe('MIGRATED');
    expect(world.ledger.circuits[NEW]).toBeUndefined();
  });

  it('closes the circuit even when another worker on its request has recorded it again', async () => {
    const world = probing();
    const { associate } = world.ports.directConnect;
    world.ports.directConnect.associate = async (...call) => {
      world.ports.directConnect.associate = associate;
      const circuit = world.ledger.circuits[NEW];
      world.ledger.circuits = { [NEW]: { ...OPEN, trial: { key: 'orders#r1', sinceMs: START + 1 } } };
      const answer = await associate(...call);
      expect(circuit?.trial?.sinceMs).toBe(START);
      return answer;
    };
    await world.deliver(request());
    expect(world.ledger.circuits[NEW]).toBeUndefined();
  });

  it.each([
    ['opened', { openedAtMs: START, openUntilMs: START + 60 * SECOND, streak: 2 }],
    ['opened for longer', { openedAtMs: 0, openUntilMs: START + 60 * SECOND, streak: 3 }],
  ])('does not close a circuit that was %s meanwhile', async (_how, circuit) => {
    const world = probing();
    const { associate } = world.ports.directConnect;
    world.ports.directConnect.associate = async (...call) => {
      world.ledger.circuits = { [NEW]: circuit };
      return associate(...call);
    };
    await world.deliver(request());
    expect(world.ledger.circuits[NEW]).toEqual(circuit);
  });

  it.each([
    ['clear', { moves: true }, undefined],
    ['unclear', { moves: false, answer: UNCLEAR }, 2],
  ] as const)(
    'whose answer is %s still counts as one although another worker has dropped it and its clock is behind',
    async (_how, script, streak) => {
      const world = new World();
      const circuit = { openedAtMs: START + SECOND, openUntilMs: START, streak: 2 };
      world.ledger.circuits = { [NEW]: circuit };
      if ('answer' in script) world.script.push(script);
      const { associate } = world.ports.directConnect;
      world.ports.directConnect.associate = async (...call) => {
        world.ledger.circuits = { [NEW]: circuit };
        return associate(...call);
      };
      await world.deliver(request());
      expect(world.ledger.circuits[NEW]?.streak).toBe(streak);
    },
  );

  it('does nothing when the circuit is closed already', async () => {
    const world = probing();
    const { associate } = world.ports.directConnect;
    world.ports.directConnect.associate = async (...call) => {
      world.ledger.circuits = {};
      return associate(...call);
    };
    await world.deliver(request());
    expect(world.eventsOf()[0]?.data.outcome).toBe('MIGRATED');
  });

  it('that lost its intent makes room for the next', async () => {
    const world = probing();
    world.ledger.intend = async () => false;
    await world.deliver(request());
    expect(world.ledger.circuits[NEW]).toEqual({ openedAtMs: 0, openUntilMs: START + 30 * SECOND, streak: 2 });
  });

  it.each([
    ['denied', { kind: 'denied', awsError: 'AccessDenied' }],
    ['not sent', { kind: 'neverRan', cause: 'unreachable' }],
  ] as [string, Answer][])('that was %s proves nothing: the circuit stays open', async (_name, answer) => {
    const world = probing();
    world.script.push({ moves: false, answer });
    await world.deliver(request());
    expect(world.ledger.circuits[NEW]).toEqual({ openedAtMs: 0, openUntilMs: START + 30 * SECOND, streak: 2 });
  });

  it('that Direct Connect refused was answered: the circuit closes', async () => {
    const world = probing();
    world.script.push({ moves: false, answer: { kind: 'refused', code: 'IP_CONFLICT', message: 'm', awsError: 'e' } });
    await world.deliver(request());
    expect(world.ledger.circuits[NEW]).toBeUndefined();
  });

  it('with an unclear answer opens the circuit for longer, and no one tries to close it', async () => {
    const world = probing();
    const { setCircuits } = world.ledger;
    const closings: unknown[] = [];
    world.ledger.setCircuits = async (read, circuits) => {
      if (!(NEW in circuits)) closings.push(read);
      return setCircuits(read, circuits);
    };
    world.script.push({ moves: false, answer: UNCLEAR });
    await world.deliver(request());
    expect(world.ledger.circuits[NEW]).toMatchObject({
      openedAtMs: START,
      openUntilMs: START + 120 * SECOND,
      streak: 3,
    });
    expect(closings).toEqual([]);
  });
});

it('a call whose caller died before the circuit opened neither lengthens it nor affects a half-open trial', async () => {
  const world = new World();
  for (const n of [2, 3]) world.place(`dxcon-line${n}`, OLD, { vlan: 100 + n });
  world.script.push({ moves: false, answer: 'crash' }, { moves: false, answer: UNCLEAR });
  await expect(world.deliver(request())).rejects.toThrow(Crash);
  world.now += 1;
  await world.deliver(request({ requestId: 'r2', connectionId: 'dxcon-line2' }));
  world.now = START + 100 * SECOND;
  const { associate } = world.ports.directConnect;
  world.ports.directConnect.associate = async (...call) => {
    world.ports.directConnect.associate = associate;
    world.now += 21 * SECOND;
    await world.reconcile();
    expect(world.request().history.at(-1)?.what).toBe('unanswered');
    return associate(...call);
  };
  await world.deliver(request({ requestId: 'r3', connectionId: 'dxcon-line3' }));
  expect(world.request('r3').state).toBe('MIGRATED');
  expect(world.logged.filter(({ transition }) => transition === 'circuitOpened')).toHaveLength(1);
  expect(world.ledger.circuits[NEW]).toBeUndefined();
});

describe('an unclear answer to a call that was admitted before the circuit opened', () => {
  /** The circuit opens between the admission and the intent. */
  const opensMeanwhile = (circuit: Circuit) => {
    const world = new World();
    const { intend } = world.ledger;
    world.ledger.intend = async (...write) => {
      world.ledger.circuits = { [NEW]: circuit };
      return intend(...write);
    };
    return world;
  };

  it('does not lengthen it while it is open', async () => {
    const circuit = { openedAtMs: START - 1, openUntilMs: START + SECOND, streak: 1 };
    const world = opensMeanwhile(circuit);
    world.script.push({ moves: false, answer: UNCLEAR });
    await world.deliver(request());
    expect(world.ledger.circuits[NEW]).toMatchObject(circuit);
  });

  it.each([
    ['then: it was under way', START, 1],
    ['after that: it was not', START - 1, 2],
  ])('after the open period, depending on whether the call began %s', async (_when, openedAtMs, streak) => {
    const world = opensMeanwhile({ openedAtMs, openUntilMs: START, streak: 1 });
    world.script.push({ moves: false, answer: UNCLEAR });
    await world.deliver(request());
    expect(world.ledger.circuits[NEW]?.streak).toBe(streak);
  });
});

it.each([
  ['before the effect timeout', 3],
  ['only when it is held', 10],
])(
  'a call without an answer, noticed %s, opens the circuit once, even when a half-open trial has closed it since',
  async (_when, minutes) => {
    const world = new World();
    world.script.push({ moves: false, answer: 'crash' });
    await expect(world.deliver(request())).rejects.toThrow(Crash);
    world.now += minutes * 60 * SECOND;
    await world.reconcile();
    expect(world.ledger.circuits[NEW]?.streak).toBe(1);
    world.ledger.circuits = {};
    await world.pass(30 * 60 * SECOND);
    expect(world.request().state).toBe('HELD');
    expect(world.ledger.circuits[NEW]).toBeUndefined();
  },
);

it('an unclear answer to a half-open trial opens the circuit again although its clock is behind', async () => {
  const world = new World();
  world.ledger.circuits = { [NEW]: { openedAtMs: START + SECOND, openUntilMs: START, streak: 1 } };
  world.script.push({ moves: false, answer: UNCLEAR });
  await world.deliver(request());
  expect(world.ledger.circuits[NEW]).toMatchObject({ openedAtMs: START, streak: 2 });
});

it('calls under way when the circuit opens do not lengthen it', async () => {
  const world = new World();
  world.place('dxcon-line2', OLD, { vlan: 102 });
  world.script.push({ moves: false, answer: UNCLEAR }, { moves: false, answer: UNCLEAR });
  const { associate } = world.ports.directConnect;
  world.ports.directConnect.associate = async (...call) => {
    world.ports.directConnect.associate = associate;
    await world.deliver(request({ requestId: 'r2', connectionId: 'dxcon-line2' }));
    world.now += SECOND;
    return associate(...call);
  };
  await world.deliver(request());
  expect(world.calls).toHaveLength(2);
  expect(world.ledger.circuits[NEW]).toMatchObject({ openedAtMs: START, openUntilMs: START + 30 * SECOND, streak: 1 });
});
