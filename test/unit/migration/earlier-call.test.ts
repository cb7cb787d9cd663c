import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/migration/call/classify-answer.ts';
import { CONNECTION, MINUTE, NEW, OLD, OTHER, request, SECOND, START, World } from '../../support/world.ts';

const time = (offset: number) => new Date(START + offset).toISOString();
/** From here an observation shows what a call made at START has done. */
const SHOWN = 2 * MINUTE + 1;

const NOT_RUN: [string, Answer][] = [
  ['throttled', { kind: 'neverRan', cause: 'throttled' }],
  ['not sent', { kind: 'neverRan', cause: 'unreachable' }],
  ['denied', { kind: 'denied', awsError: 'AccessDeniedException' }],
  ['transitioning', { kind: 'transitioning', awsError: 'DirectConnectClientException' }],
];

/** A call that moves the line, and is answered as if it had not run. */
async function moved(answer: Answer, fields: Record<string, unknown> = {}): Promise<World> {
  const world = new World();
  world.script.push({ moves: true, answer });
  await world.deliver(request(fields));
  expect(world.truth.get(CONNECTION)?.parent).toBe(NEW);
  return world;
}

describe.each(NOT_RUN)('a call that is said to be %s, but moved the line', (_name, answer) => {
  it('is published as observed, from the parent before it', async () => {
    const world = await moved(answer);
    await world.pass(5 * MINUTE);
    expect(world.calls).toHaveLength(1);
    expect(world.eventsOf()).toHaveLength(1);
    expect(world.eventsOf()[0]?.data).toMatchObject({
      outcome: 'MIGRATED',
      disposition: 'observed',
      previousParentConnectionId: OLD,
      parentConnectionId: NEW,
      attempts: 1,
      startedAt: time(0),
    });
  });

  it('is MIGRATED even if the window has ended since', async () => {
    const world = await moved(answer, { notAfter: time(30 * SECOND) });
    await world.pass(5 * MINUTE);
    expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'MIGRATED', previousParentConnectionId: OLD });
  });

  it('is not replaced by a newer request: both outcomes say what happened', async () => {
    const world = await moved(answer);
    world.now += SECOND;
    await world.deliver(request({ requestId: 'r2', requestedAt: time(1), parentConnectionId: OTHER }));
    await world.pass(10 * MINUTE);
    expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'MIGRATED', previousParentConnectionId: OLD });
    expect(world.eventsOf('r2')[0]?.data).toMatchObject({
      outcome: 'REJECTED',
      reason: { code: 'UNEXPECTED_PARENT' },
      parentConnectionId: NEW,
    });
  });
});

it('the effect of a call is conclusive from its answer on, not its intent: it may move the line until then', async () => {
  const world = new World();
  const { associate } = world.ports.directConnect;
  world.ports.directConnect.associate = async (...given) => {
    world.now += 15 * SECOND;
    return associate(...given);
  };
  world.script.push({ moves: true, answer: { kind: 'neverRan', cause: 'throttled' } });
  await world.deliver(request({ notAfter: time(30 * SECOND) }));
  world.shown.set(CONNECTION, [OLD]);
  world.now = START + SHOWN;
  await world.deliver(request({ notAfter: time(30 * SECOND) }));
  expect(world.published).toEqual([]);
  expect(world.logged.at(-1)).toMatchObject({ transition: 'waiting', fields: { cause: 'staleObservation' } });
  expect(world.request().dueAtMs).toBe(START + 15 * SECOND + SHOWN);
  world.shown.delete(CONNECTION);
  await world.pass(MINUTE);
  expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'MIGRATED', disposition: 'observed' });
});

describe('a call that did not run', () => {
  const throttled: Answer = { kind: 'neverRan', cause: 'throttled' };

  it('of a line that someone has moved since stores the parent that two observations showed, as published', async () => {
    const world = new World();
    world.script.push({ moves: false, answer: throttled });
    await world.deliver(request());
    world.place(CONNECTION, OTHER);
    await world.pass(10 * MINUTE);
    expect(world.eventsOf()[0]?.data).toMatchObject({
      reason: { code: 'UNEXPECTED_PARENT' },
      parentConnectionId: OTHER,
    });
    expect(world.ledger.connections.get(CONNECTION)?.lastParent).toBe(OTHER);
  });

  it('leaves a request EXPIRED, but only after an observation that shows what the call did', async () => {
    const world = new World();
    world.script.push({ moves: false, answer: throttled });
    await world.deliver(request({ notAfter: time(30 * SECOND) }));
    world.now = START + SHOWN - 1;
    await world.deliver(request({ notAfter: time(30 * SECOND) }));
    expect(world.published).toEqual([]);
    expect(world.request()).toMatchObject({ state: 'RECEIVED', dueAtMs: START + SHOWN });
    world.now = START + SHOWN;
    await world.reconcile();
    expect(world.eventsOf()[0]?.data.reason?.code).toBe('EXPIRED');
  });

  it('is not taken for the move because of a stale observation of the target', async () => {
    const world = new World();
    world.script.push({ moves: false, answer: throttled });
    await world.deliver(request());
    world.shown.set(CONNECTION, [NEW]);
    world.now += MINUTE;
    await world.deliver(request());
    expect(world.published).toEqual([]);
    expect(world.logged.at(-1)).toMatchObject({ transition: 'waiting', fields: { cause: 'staleObservation' } });
    expect(world.request()).toMatchObject({ state: 'RECEIVED', dueAtMs: START + SHOWN });
  });
});

it('a request without a call of its own finds the line alreadyThere', async () => {
  const world = new World();
  world.place(CONNECTION, NEW);
  await world.deliver(request());
  expect(world.eventsOf()[0]?.data).toMatchObject({ disposition: 'alreadyThere', previousParentConnectionId: NEW });
});

describe('an error of Direct Connect after an earlier call', () => {
  const refused: Answer = {
    kind: 'refused',
    code: 'DIRECT_CONNECT_REFUSED',
    message: 'it is there already',
    awsError: 'DirectConnectClientException',
  };

  /** Throttled first, then refused: where the first call moved the line, a stale observation led to the second. */
  async function refusedAfter(moves: boolean): Promise<World> {
    const world = new World();
    world.script.push({ moves, answer: { kind: 'neverRan', cause: 'throttled' } }, { moves: false, answer: refused });
    await world.deliver(request());
    world.shown.set(CONNECTION, [OLD]);
    world.now += 10 * SECOND;
    await world.deliver(request());
    expect(world.calls).toHaveLength(2);
    expect(world.published).toEqual([]);
    world.shown.delete(CONNECTION);
    return world;
  }

  it('is not believed where the line is on the target: the earlier call has moved it', async () => {
    const world = await refusedAfter(true);
    await world.pass(5 * MINUTE);
    expect(world.eventsOf().map(({ data }) => data)).toMatchObject([
      { outcome: 'MIGRATED', disposition: 'observed', previousParentConnectionId: OLD, attempts: 2 },
    ]);
    expect(world.calls).toHaveLength(2);
  });

  it('is published as FAILED once an observation shows that nothing has moved, and not before', async () => {
    const world = await refusedAfter(false);
    expect(world.logged.at(-1)).toMatchObject({ transition: 'waiting', fields: { cause: 'effectPending' } });
    expect(world.request().dueAtMs).toBe(START + 10 * SECOND + SHOWN);
    const unclear = { atMs: START + 10 * SECOND, what: 'unclear', attempts: 2, cause: 'DIRECT_CONNECT_REFUSED' };
    expect(world.request().history).toContainEqual(unclear);
    world.now = START + 10 * SECOND + SHOWN - 1;
    await world.deliver(request());
    expect(world.published).toEqual([]);
    world.now += 1;
    await world.deliver(request());
    expect(world.eventsOf().map(({ data }) => data)).toMatchObject([
      { outcome: 'FAILED', reason: { message: 'it is there already' }, parentConnectionId: OLD },
    ]);
    expect(world.ledger.circuits[NEW]).toBeUndefined();
  });
});

it('a request that has called is replaced only by an observation that shows that the call moved nothing', async () => {
  const world = new World();
  world.script.push({ moves: true, answer: { kind: 'neverRan', cause: 'throttled' } });
  await world.deliver(request());
  world.shown.set(CONNECTION, [OLD]);
  world.now += SECOND;
  await world.deliver(request({ requestId: 'r2', requestedAt: time(1), parentConnectionId: OTHER }));
  expect(world.published).toEqual([]);
  expect(world.request().state).toBe('RECEIVED');
});

describe('a request that has called, and has lost its permission since', () => {
  const MOVED = {
    outcome: 'MIGRATED',
    disposition: 'observed',
    previousParentConnectionId: OLD,
    parentConnectionId: NEW,
    connection: { connectionId: CONNECTION },
    observedAt: time(SHOWN),
  };
  const NOT_PERMITTED = { outcome: 'REJECTED', reason: { code: 'NOT_PERMITTED' }, connection: null };

  it.each([
    [true, MOVED],
    [false, NOT_PERMITTED],
  ])('moved: %s, is published so by an observation that shows what the call did', async (moves, data) => {
    const world = new World();
    world.script.push({ moves, answer: { kind: 'neverRan', cause: 'throttled' } });
    await world.deliver(request());
    Object.assign(world.ports, { tenants: world.ports.tenants.map((tenant) => ({ ...tenant, parents: [OLD] })) });
    world.now = START + SHOWN - 1;
    await world.deliver(request());
    expect(world.published).toEqual([]);
    expect(world.logged.at(-1)).toMatchObject({ transition: 'waiting', fields: { cause: 'staleObservation' } });
    expect(world.request().dueAtMs).toBe(START + SHOWN);
    world.now += 1;
    await world.reconcile();
    expect(world.eventsOf()).toMatchObject([{ data }]);
    expect(world.calls).toHaveLength(1);
  });
});
