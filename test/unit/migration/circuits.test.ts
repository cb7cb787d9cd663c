import { describe, expect, it } from 'vitest';
import { Calls, SECOND_OWNER } from '../../support/calls.ts';
import { Crash, MINUTE, NEW, OTHER, OWNER, SECOND, START, UNCLEAR } from '../../support/world.ts';

describe('a circuit breaker per target parent', () => {
  it('does not keep lines from other parents', async () => {
    const calls = new Calls();
    await calls.unclear(NEW);
    expect(await calls.isCalled(NEW)).toBe(false);
    expect(await calls.isCalled(OTHER)).toBe(true);
    expect(calls.open).toEqual(new Set([NEW]));
    expect(calls.logged('circuitOpened')).toEqual([NEW]);
  });

  it('has a half-open trial of its own', async () => {
    const calls = new Calls();
    await calls.unclear(NEW);
    await calls.unclear(OTHER);
    calls.world.now += 30 * SECOND;
    expect(await calls.isCalled(OTHER)).toBe(true);
    expect(calls.open).toEqual(new Set([NEW]));
    expect(calls.logged('circuitClosed')).toEqual([OTHER]);
  });

  it('costs an undisturbed call no write, and no read of the control item but those before and after the intent', async () => {
    const calls = new Calls();
    await calls.unclear(OTHER);
    const { ledger } = calls.world;
    const { readControl } = ledger;
    let reads = 0;
    ledger.readControl = async () => {
      reads++;
      return readControl();
    };
    ledger.setCircuits = async () => {
      throw new Error('no circuit breaker is to be written');
    };
    // While that of another parent is open.
    expect(await calls.isCalled(NEW)).toBe(true);
    expect(reads).toBe(2);
  });
});

describe('the circuit breaker for all', () => {
  it('opens when two parents are unclear for lines of two accounts', async () => {
    const calls = new Calls();
    await calls.unclear(NEW);
    await calls.unclear(OTHER, SECOND_OWNER);
    expect(calls.world.ledger.circuits.all).toEqual({ openedAtMs: START, openUntilMs: START + 30 * SECOND, streak: 1 });
    expect(calls.logged('circuitOpened')).toEqual([NEW, OTHER]);
    expect(calls.logged('circuitOpenedForAll')).toEqual(['all']);
  });

  it.each([
    ['one account, on two parents', [NEW, OTHER], [OWNER, OWNER]],
    ['two accounts, on one parent', [NEW, NEW], [OWNER, SECOND_OWNER]],
  ])('stays closed for lines of %s', async (_what, parents, owners) => {
    const calls = new Calls();
    for (const [index, parent] of parents.entries()) {
      await calls.unclear(parent, owners[index]);
      calls.world.now += 30 * SECOND;
    }
    expect(calls.open).not.toContain('all');
  });

  it.each([
    ['within five minutes', 5 * MINUTE, true],
    ['further apart', 5 * MINUTE + 1, false],
  ])('opens for calls that were made %s', async (_when, apart, opens) => {
    const calls = new Calls();
    await calls.unclear(NEW);
    calls.world.now += apart;
    await calls.unclear(OTHER, SECOND_OWNER);
    expect('all' in calls.world.ledger.circuits).toBe(opens);
  });

  it('counts a call that was under way when its parent’s opened', async () => {
    const calls = new Calls();
    const { associate } = calls.world.ports.directConnect;
    calls.world.ports.directConnect.associate = async (...call) => {
      calls.world.ports.directConnect.associate = associate;
      await calls.unclear(NEW);
      calls.world.script.push({ moves: false, answer: UNCLEAR });
      return associate(...call);
    };
    await calls.world.deliver(calls.body(NEW, SECOND_OWNER));
    expect(calls.open).toEqual(new Set([NEW]));
    await calls.unclear(OTHER);
    expect(calls.open).toContain('all');
  });

  it('counts a call that no one saw answered, by the time at which it was made', async () => {
    const calls = new Calls();
    calls.world.script.push({ moves: false, answer: 'crash' });
    await expect(calls.world.deliver(calls.body(NEW, SECOND_OWNER))).rejects.toThrow(Crash);
    calls.world.now += 4 * MINUTE;
    await calls.world.reconcile();
    expect(calls.open).toEqual(new Set([NEW]));
    calls.world.now += 1 * MINUTE + 1;
    await calls.unclear(OTHER);
    expect(calls.open).toEqual(new Set([OTHER, NEW]));
  });

  it('lets one trial through, whichever the parent, and its clear answer closes it', async () => {
    const calls = new Calls();
    await calls.unclear(NEW);
    await calls.unclear(OTHER, SECOND_OWNER);
    calls.world.parents.set('dxlag-third', { state: 'available', allowsHostedConnections: true });
    for (const { parents } of calls.world.ports.tenants) (parents as string[]).push('dxlag-third');
    expect(await calls.isCalled('dxlag-third')).toBe(false);
    calls.world.now += 30 * SECOND;
    const { associate } = calls.world.ports.directConnect;
    const beside: boolean[] = [];
    calls.world.ports.directConnect.associate = async (...call) => {
      calls.world.ports.directConnect.associate = associate;
      beside.push(await calls.isCalled(NEW));
      return associate(...call);
    };
    expect(await calls.isCalled('dxlag-third')).toBe(true);
    expect(beside).toEqual([false]);
    expect(calls.open).toEqual(new Set([NEW, OTHER]));
    expect(calls.logged('circuitClosed')).toEqual(['all']);
  });

  it('is closed together with that of the parent that the trial was for', async () => {
    const calls = new Calls();
    await calls.unclear(NEW);
    await calls.unclear(OTHER, SECOND_OWNER);
    calls.world.now += 30 * SECOND;
    expect(await calls.isCalled(NEW)).toBe(true);
    expect(calls.open).toEqual(new Set([OTHER]));
  });

  it('opens again, for longer, at an unclear answer to its trial, and so does the parent’s', async () => {
    const calls = new Calls();
    await calls.unclear(NEW);
    await calls.unclear(OTHER, SECOND_OWNER);
    calls.world.now += 30 * SECOND;
    await calls.unclear(NEW);
    const { circuits } = calls.world.ledger;
    const again = { openedAtMs: calls.world.now, openUntilMs: calls.world.now + 60 * SECOND, streak: 2 };
    expect(circuits.all).toEqual(again);
    expect(circuits[NEW]).toMatchObject(again);
    expect(circuits[OTHER]).toMatchObject({ streak: 1 });
  });

  it('once closed, opens by two new unclear calls only', async () => {
    const calls = new Calls();
    await calls.unclear(NEW);
    await calls.unclear(OTHER, SECOND_OWNER);
    calls.world.now += 30 * SECOND;
    expect(await calls.isCalled(NEW)).toBe(true);
    await calls.unclear(NEW);
    expect(calls.open).toEqual(new Set([NEW, OTHER]));
    await calls.unclear(OTHER, SECOND_OWNER);
    expect(calls.open).toContain('all');
  });

  it('opens for one of two parents whose calls are found unclear at the same time', async () => {
    const calls = new Calls();
    const { world } = calls;
    const { readControl, setCircuits } = world.ledger;
    world.script.push({ moves: false, answer: UNCLEAR });
    // Between its reading of the control item and its writing, another parent’s opens.
    world.ledger.setCircuits = async (...write) => {
      Object.assign(world.ledger, { readControl, setCircuits });
      await calls.unclear(OTHER, SECOND_OWNER);
      return setCircuits(...write);
    };
    await world.deliver(calls.body(NEW));
    expect(calls.open).toEqual(new Set([NEW, OTHER, 'all']));
  });
});
