import { describe, expect, it } from 'vitest';
import {
  ObservationUnavailableError,
  ObservationUnfinishedError,
} from '../../../src/migration/ports/direct-connect.ts';
import { OnlyInQueueError, receive } from '../../../src/migration/receive.ts';
import { CONNECTION, MINUTE, NEW, OLD, request, SECOND, START, UNCLEAR, World } from '../../support/world.ts';

const time = (offset: number) => new Date(START + offset).toISOString();
const HOUR = 60 * MINUTE;
/** Waits that are logged with their age. */
const waits = (world: World) =>
  world.logged.filter(({ transition, fields }) => transition === 'waiting' && fields.age !== undefined);
const unavailable = (denied = false) => new ObservationUnavailableError('x', { cause: undefined, denied });

describe.each([
  ['fails', false],
  ['is denied', true],
])('while Describe %s indefinitely', (_name, denied) => {
  it('a request whose window is over still expires, without an observation', async () => {
    const world = new World();
    world.observationFails = unavailable(denied);
    await world.deliver(request({ notAfter: time(5 * MINUTE) }));
    await world.pass(4 * MINUTE);
    expect(world.published).toEqual([]);
    await world.pass(30 * MINUTE);
    expect(world.eventsOf()).toHaveLength(1);
    expect(world.eventsOf()[0]?.data).toMatchObject({
      outcome: 'REJECTED',
      reason: { code: 'EXPIRED' },
      connection: null,
      previousParentConnectionId: null,
      attempts: 0,
    });
  });

  it('a dry run is answered the same way', async () => {
    const world = new World();
    world.observationFails = unavailable(denied);
    await world.deliver(request({ dryRun: true, notAfter: time(5 * MINUTE) }));
    await world.pass(30 * MINUTE);
    expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'PLANNED', reason: { code: 'EXPIRED' } });
  });

  it('a request that has called waits, because its call may have moved the line', async () => {
    const world = new World();
    world.script.push({ moves: true, answer: { kind: 'neverRan', cause: 'throttled' } });
    await world.deliver(request({ notAfter: time(5 * MINUTE) }));
    world.observationFails = unavailable(denied);
    await world.pass(HOUR);
    expect(world.published).toEqual([]);
    world.observationFails = undefined;
    await world.pass(HOUR);
    expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'MIGRATED', previousParentConnectionId: OLD });
  });
});

describe('a wait that should be short and does not end is logged with its cause and its age', () => {
  it.each<[string, (world: World) => unknown]>([
    ['onTwoParents', ({ shown }) => shown.set(CONNECTION, [OLD, NEW])],
    ['observationUnavailable', (world) => Object.assign(world, { observationFails: unavailable() })],
  ])('%s', async (cause, arrange) => {
    const world = new World();
    arrange(world);
    await world.deliver(request());
    expect(waits(world).at(-1)?.fields).toMatchObject({ requestId: 'r1', cause, age: 0 });
    await world.pass(2 * HOUR);
    expect(waits(world).at(-1)?.fields).toMatchObject({ requestId: 'r1', cause });
    expect(waits(world).at(-1)?.fields.age).toBeGreaterThan(HOUR / SECOND);
    expect(world.calls).toEqual([]);
  });

  it('observationUnfinished: more parents than an invocation can list', async () => {
    const world = new World();
    world.shown.set(CONNECTION, []);
    await world.deliver(request(), {}, 4 * SECOND);
    expect(waits(world).at(-1)?.fields).toMatchObject({ cause: 'observationUnfinished' });
    await world.reconcile(4 * SECOND);
    for (let minute = 0; minute < 120; minute++) {
      world.now += MINUTE;
      await world.reconcile(31 * SECOND);
    }
    // With time for them it ends.
    expect(world.eventsOf()[0]?.data.reason?.code).toBe('NOT_PERMITTED');
  });

  it('observationUnfinished: a list that is longer than the invocation', async () => {
    const world = new World();
    world.ports.directConnect.listHosted = listTaking(MINUTE);
    await world.deliver(request());
    expect(waits(world).at(-1)?.fields).toMatchObject({ requestId: 'r1', cause: 'observationUnfinished', age: 0 });
    await world.pass(2 * HOUR);
    expect(waits(world).at(-1)?.fields.age).toBeGreaterThan(HOUR / SECOND);
    expect(world.calls).toEqual([]);
  });

  it('observationUnfinished: the same where the effect of a call is looked for', async () => {
    const world = new World();
    world.script.push({ moves: true, answer: UNCLEAR });
    await world.deliver(request());
    const { listHosted } = world.ports.directConnect;
    world.ports.directConnect.listHosted = listTaking(MINUTE);
    await world.pass(2 * HOUR);
    expect(waits(world).at(-1)?.fields).toMatchObject({ cause: 'observationUnfinished' });
    world.ports.directConnect.listHosted = listHosted;
    await world.pass(2 * HOUR);
    expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'MIGRATED', disposition: 'observed' });
  });

  it('observationUnfinished: the same where the right is gone since the call', async () => {
    const world = new World();
    world.script.push({ moves: true, answer: { kind: 'neverRan', cause: 'throttled' } });
    await world.deliver(request());
    world.ports.tenants = [];
    world.ports.directConnect.listHosted = listTaking(MINUTE);
    await world.pass(HOUR);
    expect(waits(world).at(-1)?.fields).toMatchObject({ cause: 'observationUnfinished' });
  });

  it('outOfTime: each list has the time that is left but for the writes after it, and then there is none for the call', async () => {
    const world = new World();
    let left = 60 * SECOND;
    const timeouts: unknown[] = [];
    const { listHosted } = world.ports.directConnect;
    world.ports.directConnect.listHosted = async (parent, timeout) => {
      timeouts.push(timeout);
      left -= 15 * SECOND;
      return listHosted(parent);
    };
    await receive(world.message(request()), () => left, world.ports);
    expect(timeouts).toEqual([55, 40, 40].map((seconds) => seconds * SECOND));
    expect(waits(world).at(-1)?.fields).toMatchObject({ cause: 'outOfTime', age: 0 });
    expect(world.calls).toEqual([]);
  });

  it('outOfTime: the observations leave no time for the call', async () => {
    const world = new World();
    await world.deliver(request(), {}, 24 * SECOND);
    expect(waits(world).at(-1)?.fields).toMatchObject({ cause: 'outOfTime', age: 0 });
  });

  it('counts from the start of the change window, not before', async () => {
    const world = new World();
    await world.deliver(request({ notBefore: time(HOUR) }));
    world.observationFails = unavailable();
    world.now = START + HOUR + 10 * SECOND;
    await world.dispatch();
    expect(waits(world).map(({ fields }) => fields.age)).toEqual([10]);
  });

  it.each<[string, (world: World) => unknown]>([
    ['window', () => undefined],
    ['paused', ({ ledger }) => Object.assign(ledger, { paused: true })],
  ])('is not logged for a wait of another kind: %s', async (cause, arrange) => {
    const world = new World();
    arrange(world);
    await world.deliver(request(cause === 'window' ? { notBefore: time(HOUR) } : {}));
    expect(world.logged.at(-1)).toMatchObject({ transition: 'waiting', fields: { cause } });
    expect(waits(world)).toEqual([]);
    // Nor does whoever takes it up log again what is still waiting.
    const { callByMs } = world.request();
    world.logged.length = 0;
    for (const takeUp of [() => world.dispatch(), () => world.reconcile()]) {
      world.request().dueAtMs = START;
      await takeUp();
      expect(world.request()).toMatchObject({ callByMs, postponements: 0 });
      expect(world.request().dueAtMs).toBeGreaterThan(START);
      world.leaveToReconcile();
    }
    expect(world.logged.filter(({ transition }) => transition !== 'foundWaiting')).toEqual([]);
  });
});

describe('an event that the bus never accepts', () => {
  it('blocks no other request: the message is acknowledged, and the ledger keeps retrying', async () => {
    const world = new World();
    world.busRejections = 3;
    expect(await world.deliver(request())).toEqual({ kind: 'acknowledge' });
    expect(world.request()).toMatchObject({ state: 'MIGRATED', dueAtMs: START + MINUTE });
    expect(world.logged.at(-1)).toMatchObject({ transition: 'waiting', fields: { cause: 'unpublished' } });
    world.busRejections = 0;
    // The next of the same line is not kept waiting.
    const back = { expectedParentConnectionId: NEW, parentConnectionId: OLD, requestedAt: time(1) };
    await world.deliver(request({ requestId: 'r2', ...back }));
    expect(world.eventsOf('r2')[0]?.data.outcome).toBe('MIGRATED');
    await world.pass(2 * MINUTE);
    expect(world.eventsOf()).toHaveLength(1);
    expect(world.request().dueAtMs).toBeUndefined();
  });

  it('leaves a held request waiting for the bus', async () => {
    const world = new World();
    world.script.push({ moves: false, answer: UNCLEAR });
    world.busRejections = Number.POSITIVE_INFINITY;
    await world.deliver(request());
    world.now += 9 * MINUTE + 1;
    await world.deliver(request());
    expect(world.request().state).toBe('HELD');
    expect(world.logged.at(-1)).toMatchObject({ transition: 'waiting', fields: { cause: 'unpublished' } });
  });

  it('is logged each time, with the error', async () => {
    const world = new World();
    world.busRejections = 1;
    await world.deliver(request());
    const line = world.logged.find(({ transition }) => transition === 'unpublished');
    expect(line?.fields).toMatchObject({ requestId: 'r1', error: 'Error: the bus rejects the event' });
  });
});

describe('a message that only the queue has', () => {
  it.each<[string, (world: World) => unknown, object | string]>([
    ['the ledger is away before the claim', ({ ledger }) => (ledger.claim = away), request()],
    ['the ledger is away after a claim that met another', ledgerCannotBeRead, request()],
    ['the bus rejects the event about it', (world) => (world.busRejections = 1), '{'],
    ['quarantine is away', ({ ports }) => (ports.quarantine.store = away), '{'],
  ])('is returned with a long visibility timeout: %s', async (_name, arrange, body) => {
    const world = new World();
    arrange(world);
    const delivery = world.deliver(body);
    await expect(delivery).rejects.toThrow(OnlyInQueueError);
    await expect(delivery).rejects.toMatchObject({ name: 'OnlyInQueueError', cause: expect.any(Error) });
  });

  it('no longer depends on the queue once it is claimed: the ledger wakes it', async () => {
    const world = new World();
    world.ledger.takeLock = away;
    await expect(world.deliver(request())).rejects.not.toThrow(OnlyInQueueError);
    expect(world.request().dueAtMs).toBeDefined();
  });
});

/** A list that takes so long, or is given up before. */
function listTaking(time: number) {
  return async (_parent: string, timeout = Number.POSITIVE_INFINITY): Promise<never> => {
    expect(timeout).toBeLessThan(time);
    throw new ObservationUnfinishedError();
  };
}

async function away(): Promise<never> {
  throw new Error('away');
}

function ledgerCannotBeRead({ ledger }: World): void {
  ledger.claim = async () => false;
  ledger.read = away;
}
