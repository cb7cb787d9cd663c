import { describe, expect, it } from 'vitest';
import { ObservationUnavailableError } from '../../../src/migration/ports/direct-connect.ts';
import { eventually } from '../../support/eventually.ts';
import { CONNECTION, Crash, MINUTE, NEW, OLD, request, SECOND, START, UNCLEAR, World } from '../../support/world.ts';

const time = (offset: number) => new Date(START + offset).toISOString();

/** From here an observation proves the effect of a call made at START. */
const PROVEN = START + 2 * MINUTE + 1;

describe('an answer that says that the call did not run', () => {
  it('throttled: the message is retried with jitter, and the call is made again', async () => {
    const world = new World();
    world.script.push({ moves: false, answer: { kind: 'neverRan', cause: 'throttled', awsRequestId: 'aws-0' } });
    expect(await world.deliver(request(), { receives: 3 })).toEqual({ kind: 'retry', seconds: 4 });
    expect(world.request()).toMatchObject({ state: 'RECEIVED', attempts: 1, dueAtMs: START + MINUTE });
    await world.deliver(request(), { receives: 4 });
    expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'MIGRATED', disposition: 'moved', attempts: 2 });
  });

  it('throttled indefinitely: after some receives only the ledger wakes the request', async () => {
    const world = new World();
    world.script.push({ moves: false, answer: { kind: 'neverRan', cause: 'throttled' } });
    expect(await world.deliver(request(), { receives: 12 })).toEqual({ kind: 'acknowledge' });
    await world.pass(2 * MINUTE);
    expect(world.eventsOf()[0]?.data.outcome).toBe('MIGRATED');
  });

  it('access denied: the request waits in the ledger', async () => {
    const world = new World();
    world.script.push({ moves: false, answer: { kind: 'denied', awsError: 'AccessDeniedException' } });
    expect(await world.deliver(request())).toEqual({ kind: 'acknowledge' });
    expect(world.request()).toMatchObject({ state: 'RECEIVED', dueAtMs: START + MINUTE });
    await world.pass(2 * MINUTE);
    expect(world.eventsOf()[0]?.data.outcome).toBe('MIGRATED');
  });
});

describe('a connection in a transitioning state', () => {
  const transitioning = {
    moves: false,
    answer: { kind: 'transitioning', awsError: 'DirectConnectClientException' },
  } as const;

  it('leads to another call', async () => {
    const world = new World();
    world.script.push(transitioning, transitioning);
    await world.deliver(request());
    await world.pass(5 * MINUTE);
    expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'MIGRATED', attempts: 3 });
  });

  it('fails 30 minutes after the first such answer', async () => {
    const world = new World();
    for (let times = 0; times < 60; times++) world.script.push(transitioning);
    await world.deliver(request());
    await world.pass(30 * MINUTE - 1);
    expect(world.published).toEqual([]);
    await world.pass(2 * MINUTE);
    expect(world.eventsOf()[0]?.data).toMatchObject({
      outcome: 'FAILED',
      reason: { code: 'CONNECTION_STATE', awsError: 'DirectConnectClientException' },
      parentConnectionId: OLD,
    });
  });

  it('expires if its window passes first', async () => {
    const world = new World();
    for (let times = 0; times < 60; times++) world.script.push(transitioning);
    await world.deliver(request({ notAfter: time(10 * MINUTE) }));
    await world.pass(15 * MINUTE);
    expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'REJECTED', reason: { code: 'EXPIRED' } });
    expect(world.eventsOf()[0]?.data.attempts).toBeGreaterThan(1);
    // It was called for, so an older request is superseded.
    await world.deliver(request({ requestId: 'older', requestedAt: time(-1) }));
    expect(world.eventsOf('older')[0]?.data.reason?.code).toBe('SUPERSEDED');
  });
});

it('a call that Direct Connect refuses is FAILED, with the record and parent from before the call', async () => {
  const world = new World();
  world.script.push({
    moves: false,
    answer: {
      kind: 'refused',
      code: 'IP_CONFLICT',
      message: 'm',
      awsError: 'DirectConnectClientException',
      awsRequestId: 'aws-9',
    },
  });
  await world.deliver(request());
  expect(world.eventsOf()[0]?.data).toMatchObject({
    outcome: 'FAILED',
    reason: { code: 'IP_CONFLICT', message: 'm', awsError: 'DirectConnectClientException' },
    previousParentConnectionId: OLD,
    parentConnectionId: OLD,
    connection: { connectionId: CONNECTION },
    attempts: 1,
    finishedAt: time(0),
    awsRequestId: 'aws-9',
  });
});

describe('an unclear answer', () => {
  it('is observed as MIGRATED once an observation can prove it, and never before', async () => {
    const world = new World();
    world.script.push({ moves: true, answer: UNCLEAR });
    expect(await world.deliver(request())).toEqual({ kind: 'acknowledge' });
    world.now = PROVEN - 1;
    await world.deliver(request());
    expect(world.published).toEqual([]);
    world.now = PROVEN;
    await world.deliver(request());
    expect(world.eventsOf()[0]?.data).toMatchObject({
      outcome: 'MIGRATED',
      disposition: 'observed',
      previousParentConnectionId: OLD,
      parentConnectionId: NEW,
      attempts: 1,
      startedAt: time(0),
      finishedAt: null,
      observedAt: time(PROVEN - START),
    });
    expect(world.calls).toHaveLength(1);
  });

  it('that came back over the wire has a finishedAt', async () => {
    const world = new World();
    world.script.push({
      moves: true,
      answer: { kind: 'unclear', error: 'InternalFailure', answered: true, awsRequestId: 'aws-5' },
    });
    await world.deliver(request());
    await world.pass(4 * MINUTE);
    expect(world.eventsOf()[0]?.data).toMatchObject({ finishedAt: time(0), awsRequestId: 'aws-5' });
  });

  it('without an effect is HELD after the effect timeout, published once, and never called again by itself', async () => {
    const world = new World();
    world.script.push({ moves: false, answer: UNCLEAR });
    await world.deliver(request());
    await world.pass(8 * MINUTE);
    expect(world.published).toEqual([]);
    await world.pass(5 * 60 * MINUTE);
    expect(world.calls).toHaveLength(1);
    expect(world.eventsOf()).toHaveLength(1);
    expect(world.published[0]?.detailType).toBe('Hosted Connection Migration Held');
    expect(world.eventsOf()[0]?.data).toMatchObject({
      outcome: 'HELD',
      previousParentConnectionId: OLD,
      parentConnectionId: null,
      reason: { code: 'OUTCOME_UNKNOWN', awsError: null },
    });
  });

  it('HELD keeps the connection, and becomes MIGRATED when the effect shows after all', async () => {
    const world = new World();
    world.script.push({ moves: false, answer: UNCLEAR });
    await world.deliver(request());
    await world.pass(20 * MINUTE);
    await world.deliver(request({ requestId: 'r2', parentConnectionId: OLD, requestedAt: time(SECOND) }));
    expect(world.eventsOf('r2')).toEqual([]);
    world.place(CONNECTION, NEW);
    await world.pass(60 * MINUTE);
    expect(world.eventsOf('r1').map(({ data }) => data.outcome)).toEqual(['HELD', 'MIGRATED']);
    expect(world.eventsOf('r1')[0]?.metadata.eventId).not.toBe(world.eventsOf('r1')[1]?.metadata.eventId);
  });

  it('is called again after the effect timeout only where that is configured', async () => {
    const world = new World({ reattemptsAfterEffectTimeout: 1 });
    world.script.push({ moves: false, answer: UNCLEAR });
    await world.deliver(request());
    await world.pass(8 * MINUTE);
    expect(world.calls).toHaveLength(1);
    await world.pass(5 * MINUTE);
    expect(world.calls).toHaveLength(2);
    expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'MIGRATED', disposition: 'moved', attempts: 2 });
  });
});

describe('a process that dies between the call and its outcome', () => {
  it('leaves CALLING behind; the redelivery records it as observed', async () => {
    const world = new World();
    world.script.push({ moves: true, answer: 'crash' });
    await expect(world.deliver(request())).rejects.toThrow(Crash);
    world.now = PROVEN;
    await world.deliver(request());
    expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'MIGRATED', disposition: 'observed' });
    expect(world.calls).toHaveLength(1);
  });

  it('is picked up by reconcile when the message is lost', async () => {
    const world = new World();
    world.script.push({ moves: true, answer: 'crash' });
    await expect(world.deliver(request())).rejects.toThrow(Crash);
    await world.pass(5 * MINUTE);
    expect(world.eventsOf()[0]?.data.disposition).toBe('observed');
  });
});

it('the caller’s own late answer counts after HELD', async () => {
  const world = new World();
  const { associate } = world.ports.directConnect;
  world.ports.directConnect.associate = async (...call) => {
    world.now += 20 * MINUTE;
    await world.reconcile();
    world.now += MINUTE;
    expect(world.request().state).toBe('HELD');
    return associate(...call);
  };
  await world.deliver(request());
  expect(world.eventsOf().map(({ data }) => data.outcome)).toEqual(['HELD', 'MIGRATED']);
  expect(world.eventsOf()[1]?.data.disposition).toBe('moved');
});

describe('a Describe that fails', () => {
  it('has the message retried', async () => {
    const world = new World();
    world.observationFails = new ObservationUnavailableError('throttled', { cause: undefined, denied: false });
    expect(await world.deliver(request())).toEqual({ kind: 'retry', seconds: 2 });
    world.observationFails = undefined;
    await world.deliver(request(), { receives: 2 });
    expect(world.eventsOf()[0]?.data.outcome).toBe('MIGRATED');
  });

  it('for lack of permissions waits in the ledger', async () => {
    const world = new World();
    world.observationFails = new ObservationUnavailableError('denied', { cause: undefined, denied: true });
    expect(await world.deliver(request())).toEqual({ kind: 'acknowledge' });
    expect(world.request().dueAtMs).toBe(START + MINUTE);
  });
});

it('two workers past the effect timeout hold a request once, with one event', async () => {
  const world = new World();
  world.script.push({ moves: false, answer: UNCLEAR });
  await world.deliver(request());
  world.now += 9 * MINUTE + 1;
  const { listHosted } = world.ports.directConnect;
  const { promise, resolve } = Promise.withResolvers<void>();
  let observations = 0;
  world.ports.directConnect.listHosted = async (parent) => {
    const listing = await listHosted(parent);
    if (observations++ === 0) await promise;
    return listing;
  };
  const slow = world.deliver(request());
  await eventually(() => expect(observations).toBe(1));
  const { markPublished } = world.ledger;
  world.ledger.markPublished = async () => {
    throw new Crash('before W6');
  };
  await expect(world.deliver(request())).rejects.toThrow(Crash);
  world.ledger.markPublished = markPublished;
  world.now += 5 * SECOND;
  resolve();
  await slow;
  expect(world.published).toHaveLength(2);
  expect(world.published[1]).toEqual(world.published[0]);
});
