import { describe, expect, it } from 'vitest';
import { closedUntil } from '../../../src/migration/model/circuits.ts';
import type { Circuits } from '../../../src/migration/ports/control.ts';
import { becomeTrial, forgetCircuits } from '../../../src/migration/steps/circuit-breaker.ts';
import { Crash, MINUTE, NEW, OLD, OTHER, OWNER, request, SECOND, START, UNCLEAR, World } from '../../support/world.ts';

const SECOND_OWNER = '444455556666';
const HOUR = 60 * MINUTE;

/** Orders for lines of two accounts, each of its own line, from OLD to NEW or OTHER. */
class Calls {
  readonly world = new World();
  #lines = 0;

  constructor() {
    for (const tenant of this.world.ports.tenants) Object.assign(tenant, { ownerAccounts: [OWNER, SECOND_OWNER] });
  }

  body(to: string, ownerAccount = OWNER): Record<string, unknown> {
    const connectionId = `dxcon-n${++this.#lines}`;
    this.world.place(connectionId, OLD, { vlan: 200 + this.#lines, ownerAccount });
    return request({ requestId: `n${this.#lines}`, connectionId, parentConnectionId: to });
  }

  /** One that is called and not answered clearly. */
  async unclear(to: string, ownerAccount = OWNER): Promise<void> {
    this.world.script.push({ moves: false, answer: UNCLEAR });
    await this.world.deliver(this.body(to, ownerAccount));
  }

  /** Whether one is called now. */
  async isCalled(to: string, ownerAccount = OWNER, senderId = 'AROAORDERSYSTEM:session'): Promise<boolean> {
    const before = this.world.calls.length;
    const tenant = senderId.startsWith('AROARIVAL') ? 'rival' : 'orders';
    await this.world.deliver(this.body(to, ownerAccount), { tenant, senderId });
    return this.world.calls.length > before;
  }

  get open(): Set<string> {
    return new Set(Object.keys(this.world.ledger.circuits));
  }

  logged(transition: string): (string | undefined)[] {
    return this.world.logged.filter((line) => line.transition === transition).map(({ fields }) => fields.circuit);
  }
}

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

describe('after an unclear trial', () => {
  const RIVAL = 'AROARIVALSYSTEM:session';
  /** The trial of one tenant was unclear, and the next may be made by some. */
  const tried = async () => {
    const calls = new Calls();
    await calls.unclear(NEW);
    calls.world.now += 30 * SECOND;
    await calls.unclear(NEW);
    calls.world.now += 60 * SECOND;
    return calls;
  };

  it('the next is for other tenants', async () => {
    const calls = await tried();
    expect(await calls.isCalled(NEW)).toBe(false);
    expect(await calls.isCalled(NEW, OWNER, RIVAL)).toBe(true);
    expect(calls.open).toEqual(new Set());
  });

  it('the same tenant may try again a poll later, if no one else has', async () => {
    const calls = await tried();
    calls.world.now += MINUTE;
    expect(await calls.isCalled(NEW)).toBe(true);
  });

  it('of that for all, too', async () => {
    const calls = new Calls();
    await calls.unclear(NEW);
    await calls.unclear(OTHER, SECOND_OWNER);
    calls.world.now += 30 * SECOND;
    await calls.unclear(OTHER, SECOND_OWNER);
    calls.world.now += 60 * SECOND;
    expect(await calls.isCalled(NEW)).toBe(false);
    expect(await calls.isCalled(NEW, OWNER, RIVAL)).toBe(true);
  });
});

describe('a request that becomes the trial', () => {
  it('asks again when the circuit breakers were changed meanwhile: for another parent', async () => {
    const calls = new Calls();
    const { world } = calls;
    world.ledger.circuits = { [NEW]: { openedAtMs: 0, openUntilMs: START - 1, streak: 1 } };
    const { setCircuits } = world.ledger;
    world.ledger.setCircuits = async (...write) => {
      world.ledger.setCircuits = setCircuits;
      world.ledger.circuits = {
        ...world.ledger.circuits,
        [OTHER]: { openedAtMs: START, openUntilMs: START + MINUTE, streak: 1 },
      };
      return setCircuits(...write);
    };
    expect(await calls.isCalled(NEW)).toBe(true);
    expect(calls.open).toEqual(new Set([OTHER]));
  });

  it('waits if the one for all has opened meanwhile', async () => {
    const calls = new Calls();
    const { world } = calls;
    await world.deliver({ ...calls.body(NEW), notBefore: new Date(START + HOUR).toISOString() });
    const all = { openedAtMs: START, openUntilMs: START + MINUTE, streak: 1 };
    world.ledger.circuits = { [NEW]: { openedAtMs: 0, openUntilMs: START - 1, streak: 1 }, all };
    const read: Circuits = { [NEW]: { openedAtMs: 0, openUntilMs: START - 1, streak: 1 } };
    const item = world.request('n1');
    expect(closedUntil(item, read, START, world.ports.settings)).toBeUndefined();
    expect(await becomeTrial(item, read, START, world.ports)).toBeUndefined();
    expect(world.ledger.circuits.all).toEqual(all);
  });
});

describe('circuit breakers that no one tries any more', () => {
  const circuits: Circuits = {
    [NEW]: { openedAtMs: START, openUntilMs: START + MINUTE, streak: 2 },
    [OTHER]: {
      openedAtMs: START,
      openUntilMs: START + MINUTE,
      streak: 2,
      trial: { key: 'k', sinceMs: START + MINUTE },
    },
  };

  it.each([
    ['an hour after they could have been tried', HOUR + MINUTE, [NEW, OTHER]],
    ['after that', HOUR + MINUTE + 1, [OTHER]],
    ['an hour after a trial that died may be followed', HOUR + 10 * MINUTE, [OTHER]],
    ['after that, too', HOUR + 10 * MINUTE + 1, []],
  ])('are forgotten an hour later: %s', async (_when, later, left) => {
    const world = new World();
    world.ledger.circuits = circuits;
    world.now += later;
    expect(Object.keys((await forgetCircuits(world.ports)).circuits)).toEqual(left);
    expect(Object.keys(world.ledger.circuits)).toEqual(left);
  });
});
