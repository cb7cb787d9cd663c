import { describe, expect, it } from 'vitest';
import { MINUTE, OLD, OTHER, request, SECOND, START, UNCLEAR, World } from '../../support/world.ts';

describe('reconcile', () => {
  it('completes a request whose message was lost right after the claim', async () => {
    const world = new World();
    const { takeLock } = world.ledger;
    world.ledger.takeLock = async () => {
      throw new Error('the table is away');
    };
    await expect(world.deliver(request())).rejects.toThrow();
    world.ledger.takeLock = takeLock;
    world.now += 2 * 60 * SECOND - 1;
    expect(await world.reconcile()).toMatchObject({ taken: 0 });
    world.now += 1;
    expect(await world.reconcile()).toMatchObject({ taken: 1, finished: 1 });
    expect(world.eventsOf()[0]?.data.outcome).toBe('MIGRATED');
  });

  it('retries a failing item less and less often, down to once an hour, and processes the others', async () => {
    const world = new World({ verifyWithinMs: 0 });
    world.place('dxcon-line2', OLD, { vlan: 102 });
    world.ledger.paused = true;
    await world.deliver(request());
    await world.deliver(request({ requestId: 'r2', connectionId: 'dxcon-line2' }));
    world.ledger.paused = false;
    world.leaveToReconcile();
    const { listHosted } = world.ports.directConnect;
    const { takeLock: take } = world.ledger;
    world.ledger.takeLock = async (...write) => {
      if (write[1].requestId === 'r1') throw new Error('poison');
      return take.apply(world.ledger, write);
    };
    const visits: number[] = [];
    world.ports.directConnect.listHosted = async (parent) => {
      if (visits.at(-1) !== world.now) visits.push(world.now);
      return listHosted(parent);
    };
    await world.pass(6 * 60 * MINUTE);
    expect(world.eventsOf('r2')).toHaveLength(1);
    const gaps = visits.slice(1).map((visit, index) => (visit - (visits[index] ?? 0)) / MINUTE);
    expect(gaps.slice(0, 8)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  it('stops before its time is up and reports that items are left', async () => {
    const world = new World();
    world.ledger.paused = true;
    await world.deliver(request());
    world.leaveToReconcile();
    world.now += MINUTE;
    expect(await world.reconcile(29 * SECOND)).toMatchObject({ taken: 0, left: 1 });
    expect(await world.reconcile(31 * SECOND)).toMatchObject({ taken: 1, waiting: 1, left: 0 });
  });

  it('skips an item that another run has taken or a step has postponed', async () => {
    const world = new World();
    world.ledger.paused = true;
    await world.deliver(request());
    // An index that lags shows an earlier due time.
    world.ledger.due = async () => ({
      items: [{ key: { tenant: 'orders', requestId: 'r1' }, dueAtMs: START, postponements: 0 }],
    });
    expect(await world.reconcile()).toMatchObject({ taken: 0 });
    expect(world.request().dueAtMs).toBe(START + MINUTE);
  });

  it('processes the others when an item cannot be read, and retries that one less and less often', async () => {
    const world = new World();
    world.place('dxcon-line2', OLD, { vlan: 102 });
    world.ledger.paused = true;
    await world.deliver(request());
    await world.deliver(request({ requestId: 'r2', connectionId: 'dxcon-line2' }));
    world.ledger.paused = false;
    world.leaveToReconcile();
    const { postpone } = world.ledger;
    let reads = 0;
    world.ledger.postpone = async (key, ...rest) => {
      const item = await postpone.call(world.ledger, key, ...rest);
      if (key.requestId !== 'r1' || !item) return item;
      reads++;
      throw new Error('the item lacks "state"');
    };
    await world.pass(60 * MINUTE);
    expect(world.eventsOf('r2')).toHaveLength(1);
    expect(reads).toBe(6);
  });

  it('processes the others when an item cannot be postponed', async () => {
    const world = new World();
    world.place('dxcon-line2', OLD, { vlan: 102 });
    world.ledger.paused = true;
    await world.deliver(request());
    await world.deliver(request({ requestId: 'r2', connectionId: 'dxcon-line2' }));
    world.ledger.paused = false;
    world.leaveToReconcile();
    const { postpone } = world.ledger;
    world.ledger.postpone = async (...write) => {
      if (write[0].requestId === 'r1') throw new Error('the table is away');
      return postpone(...write);
    };
    world.now += MINUTE;
    // What is still due is counted only by a run whose time has ended.
    expect(await world.reconcile()).toMatchObject({ taken: 1, finished: 1, failed: 1, left: 0 });
  });

  it('checks a request that waits for another at least every five minutes', async () => {
    const world = new World();
    world.script.push({ moves: false, answer: UNCLEAR });
    await world.deliver(request());
    const next = { parentConnectionId: OTHER, requestedAt: new Date(START + SECOND).toISOString() };
    await world.deliver(request({ requestId: 'r2', ...next }));
    await world.pass(3 * 60 * MINUTE);
    expect(world.request('r1').state).toBe('HELD');
    expect((world.request('r2').dueAtMs ?? 0) - world.now).toBeLessThanOrEqual(5 * MINUTE);
  });

  it.each([
    ['up to five minutes', 60 * MINUTE, [1, 2, 4, 5]],
    ['up to the postpone limit where that is shorter', 5 * MINUTE, [1, 2, 4, 5, 5, 5]],
  ])('checks it less and less often, %s', async (_name, postponeLimitMs, expected) => {
    const world = new World({ postponeLimitMs });
    world.script.push({ moves: false, answer: UNCLEAR });
    await world.deliver(request());
    const next = { parentConnectionId: OTHER, requestedAt: new Date(START + SECOND).toISOString() };
    await world.deliver(request({ requestId: 'r2', ...next }));
    const visits: number[] = [];
    const { postpone } = world.ledger;
    world.ledger.postpone = async (...write) => {
      if (write[0].requestId === 'r2') visits.push(world.now);
      return postpone(...write);
    };
    await world.pass(60 * MINUTE);
    const gaps = visits.slice(1).map((visit, index) => (visit - (visits[index] ?? 0)) / MINUTE);
    expect(gaps.slice(0, expected.length)).toEqual(expected);
  });

  it('keeps the due time of a waiting request', async () => {
    const world = new World();
    await world.deliver(request({ notBefore: new Date(START + 3 * MINUTE).toISOString() }));
    world.leaveToReconcile();
    world.request().dueAtMs = START;
    expect(await world.reconcile()).toMatchObject({ taken: 1, waiting: 1 });
    expect(world.request().dueAtMs).toBe(START + 3 * MINUTE);
  });

  it('reports what it has held', async () => {
    const world = new World();
    world.script.push({ moves: false, answer: UNCLEAR });
    await world.deliver(request());
    world.now += 9 * MINUTE + 1;
    expect(await world.reconcile()).toMatchObject({ taken: 1, held: 1, waiting: 0 });
  });

  it('processes page after page while there is just enough time for a call', async () => {
    const world = new World();
    const lines = ['n0', 'n1', 'n2'];
    for (const [index, line] of lines.entries()) {
      world.place(`dxcon-${line}`, OLD, { vlan: 200 + index });
      world.ledger.paused = true;
      await world.deliver(request({ requestId: line, connectionId: `dxcon-${line}` }));
    }
    world.ledger.paused = false;
    world.leaveToReconcile();
    world.now += MINUTE;
    const entries = (await world.ledger.due(world.now)).items;
    world.ledger.due = async (_now, next = '0') => {
      const page = { items: entries.slice(Number(next), Number(next) + 1) };
      return Number(next) === 2 ? page : { ...page, next: String(Number(next) + 1) };
    };
    expect(await world.reconcile(30 * SECOND)).toMatchObject({ taken: 3, finished: 3, left: 0 });
  });
});
