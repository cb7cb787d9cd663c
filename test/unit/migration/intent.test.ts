import { describe, expect, it } from 'vitest';
import { receive } from '../../../src/migration/receive.ts';
import { CONNECTION, Crash, MINUTE, NEW, OLD, request, SECOND, START, World } from '../../support/world.ts';

const time = (offset: number) => new Date(START + offset).toISOString();
const transitions = (world: World) => world.request().history.map(({ what }) => what);

/** From here an observation proves the effect of a call made at START. */
const PROVEN = START + 2 * MINUTE + 1;

describe('the intent', () => {
  it('is not written when too little of the invocation is left', async () => {
    const world = new World();
    expect(await world.deliver(request(), {}, 24 * SECOND)).toMatchObject({ kind: 'retry' });
    expect(world.calls).toEqual([]);
    expect(world.request()).toMatchObject({ state: 'RECEIVED', attempts: 0 });
  });

  it('is in the ledger before the call', async () => {
    const world = new World();
    const { associate } = world.ports.directConnect;
    world.ports.directConnect.associate = async (...call) => {
      expect(world.request()).toMatchObject({ state: 'CALLING', attempts: 1, attempt: { previousParent: OLD } });
      return associate(...call);
    };
    await world.deliver(request());
    expect(world.calls).toHaveLength(1);
  });

  it('is recognized by its attempt id when the answer to the write was lost', async () => {
    const world = new World();
    const { intend } = world.ledger;
    world.ledger.intend = async (...write) => {
      await intend(...write);
      return false;
    };
    await world.deliver(request());
    expect(world.calls).toHaveLength(1);
    expect(world.eventsOf()[0]?.data.disposition).toBe('moved');
  });

  it('is written while there is just enough time for the call and the writes after it', async () => {
    const world = new World();
    await world.deliver(request(), {}, 25 * SECOND);
    expect(world.calls).toHaveLength(1);
  });

  it('is not written any more once the window is over', async () => {
    const world = new World();
    const { describeParent } = world.ports.directConnect;
    world.ports.directConnect.describeParent = async (id) => {
      world.now = START + 10 * MINUTE + 1;
      return describeParent(id);
    };
    await world.deliver(request({ notAfter: time(10 * MINUTE) }));
    expect(transitions(world)).toEqual(['received', 'rejected']);
  });

  it('makes the request due when an observation can first prove the effect, in case the caller dies', async () => {
    const world = new World();
    world.script.push({ moves: true, answer: 'crash' });
    await expect(world.deliver(request())).rejects.toThrow(Crash);
    expect(world.request()).toMatchObject({ state: 'CALLING', dueAtMs: PROVEN });
  });

  it('that was revoked leaves the request due a minute later if the process dies then', async () => {
    const world = new World();
    const { intend, revokeIntent } = world.ledger;
    world.ledger.intend = async (...write) => {
      const written = await intend(...write);
      world.now += 5 * SECOND;
      return written;
    };
    world.ledger.revokeIntent = async (...write) => {
      await revokeIntent(...write);
      throw new Crash('dies');
    };
    await expect(world.deliver(request({ notAfter: time(2 * SECOND) }))).rejects.toThrow(Crash);
    expect(world.request()).toMatchObject({ state: 'RECEIVED', attempts: 0, dueAtMs: START + 5 * SECOND + MINUTE });
  });

  it('that another worker wrote first is left to that worker', async () => {
    const world = new World();
    const { intend } = world.ledger;
    world.ledger.intend = async (key, attempts, attempt, dueAtMs, entry) => {
      await intend(key, attempts, { ...attempt, id: 'the-other' }, dueAtMs, entry);
      return intend(key, attempts, attempt, dueAtMs, entry);
    };
    expect(await world.deliver(request())).toEqual({ kind: 'acknowledge' });
    expect(world.calls).toEqual([]);
    expect(world.request()).toMatchObject({ state: 'CALLING', attempts: 1, attempt: { id: 'the-other' } });
  });

  it('that the ledger rejected leads to no call, and the request is read again', async () => {
    const world = new World();
    const { intend } = world.ledger;
    world.ledger.intend = async () => {
      world.ledger.intend = intend;
      return false;
    };
    await world.deliver(request());
    expect(world.calls).toHaveLength(1);
    expect(world.request().attempts).toBe(1);
  });

  it('for a request that is gone from the ledger leads to no call', async () => {
    const world = new World();
    world.ledger.intend = async () => {
      world.ledger.requests.clear();
      return false;
    };
    await expect(world.deliver(request())).rejects.toThrow(
      'REQUEST#orders#r1 is not there, though it has just been stored',
    );
    expect(world.calls).toEqual([]);
  });
});

describe('between the intent and the call', () => {
  const slowly = (world: World, milliseconds: number) => {
    const { intend } = world.ledger;
    world.ledger.intend = async (...write) => {
      const written = await intend(...write);
      world.now += milliseconds;
      return written;
    };
  };

  it('the window may end: nothing is called, and no attempt is counted', async () => {
    const world = new World();
    slowly(world, 5 * SECOND);
    await world.deliver(request({ notAfter: time(2 * SECOND) }));
    expect(world.calls).toEqual([]);
    expect(world.eventsOf()[0]?.data).toMatchObject({ reason: { code: 'EXPIRED' }, attempts: 0, startedAt: null });
  });

  it('the invocation may run out of time: the request comes again', async () => {
    const world = new World();
    slowly(world, 0);
    let remaining = 60 * SECOND;
    const { intend } = world.ledger;
    world.ledger.intend = async (...write) => {
      remaining = 24 * SECOND;
      return intend(...write);
    };
    const message = world.message(request());
    expect(await receive(message, () => remaining, world.ports)).toMatchObject({ kind: 'retry' });
    expect(world.calls).toEqual([]);
    expect(world.request()).toMatchObject({ state: 'RECEIVED', attempts: 0 });
    expect(world.request().attempt).toBeUndefined();
  });

  it.each([
    ['what is left of its time since the intent', 8, [12 * SECOND]],
    ['half of it, if just that is left', 10, [10 * SECOND]],
    ['all of it, if the clock was set back', -5, [20 * SECOND]],
    ['none, if less than half is left', 10.001, []],
  ])('time may pass: the call has %s', async (_name, seconds, timeouts) => {
    const world = new World();
    slowly(world, seconds * SECOND);
    const { associate } = world.ports.directConnect;
    const given: number[] = [];
    world.ports.directConnect.associate = async (connectionId, parentId, timeout) => {
      given.push(timeout);
      return associate(connectionId, parentId, timeout);
    };
    const { revokeIntent } = world.ledger;
    world.ledger.revokeIntent = async () => {
      throw new Crash('taken back');
    };
    const delivery = world.deliver(request());
    if (timeouts.length > 0) await delivery;
    else await expect(delivery).rejects.toThrow('taken back');
    expect(given).toEqual(timeouts);
    world.ledger.revokeIntent = revokeIntent;
  });

  it('a half-open trial that may no longer call makes room for the next', async () => {
    const world = new World();
    world.ledger.circuits = { [NEW]: { openedAtMs: 0, openUntilMs: START - 1, streak: 2 } };
    slowly(world, 5 * SECOND);
    await world.deliver(request({ notAfter: time(2 * SECOND) }));
    expect(world.ledger.circuits[NEW]?.trial).toBeUndefined();
  });
});

it('a call is made only while its request holds the lock', async () => {
  const world = new World();
  const { associate } = world.ports.directConnect;
  world.ports.directConnect.associate = async (...call) => {
    expect(world.ledger.connections.get(CONNECTION)?.active).toEqual({ tenant: 'orders', requestId: 'r1' });
    return associate(...call);
  };
  await world.deliver(request());
  expect(world.calls).toEqual([{ connectionId: CONNECTION, parentId: NEW, atMs: START }]);
});
