import { beforeEach, describe, expect, it } from 'vitest';
import { toSortable } from '../../../src/contract/time.ts';
import { type Resolution, type Resolved, resolve } from '../../../src/migration/operators/resolve.ts';
import { CONNECTION, MINUTE, NEW, OLD, OTHER, request, START, UNCLEAR, World } from '../../support/world.ts';

const PERSON = { by: 'ada', why: 'called the data centre' };

let world: World;
const decide = (verdict: Resolution['verdict'], requestId = 'r1'): Promise<Resolved> =>
  resolve({ tenant: 'orders', requestId, verdict, ...PERSON }, world.ports);

/** A request that was called for, answered unclearly, and held. */
beforeEach(async () => {
  world = new World();
  world.script.push({ moves: false, answer: UNCLEAR });
  await world.deliver(request());
  await world.pass(10 * MINUTE);
  expect(world.request().state).toBe('HELD');
});

describe('moved', () => {
  it('is carried out where the effect shows, and published as observed', async () => {
    world.place(CONNECTION, NEW);
    expect(await decide('moved')).toEqual({ result: 'resolved' });
    expect(world.eventsOf().at(-1)?.data).toMatchObject({
      outcome: 'MIGRATED',
      disposition: 'observed',
      previousParentConnectionId: OLD,
      parentConnectionId: NEW,
      connection: { connectionId: CONNECTION },
      observedAt: new Date(world.now).toISOString(),
    });
    expect(world.request().dueAtMs).toBeUndefined();
    expect(world.ledger.connections.get(CONNECTION)?.active).toBeUndefined();
  });

  it('is declined where it does not show', async () => {
    expect(await decide('moved')).toEqual({ result: 'declined', why: `${CONNECTION} is not listed on ${NEW}` });
    expect(world.request().state).toBe('HELD');
  });
});

describe('moved, by a clock that lags behind', () => {
  it('is accepted only once an observation can prove it', async () => {
    world.place(CONNECTION, NEW);
    world.now = START + 2 * MINUTE;
    expect(await decide('moved')).toEqual({ result: 'declined', why: 'it is too early to tell: look again later' });
    world.now += 1;
    expect(await decide('moved')).toEqual({ result: 'resolved' });
  });
});

describe('notMoved', () => {
  it('is published as FAILED, and frees the connection for newer requests only', async () => {
    world.place(CONNECTION, OLD, { connectionState: 'down' });
    expect(await decide('notMoved')).toEqual({ result: 'resolved' });
    expect(world.eventsOf().at(-1)?.data).toMatchObject({
      outcome: 'FAILED',
      reason: {
        code: 'RESOLVED_NOT_MOVED',
        message: 'a person found that the connection was not moved',
        awsError: null,
      },
      connection: { connectionState: 'down' },
      previousParentConnectionId: OLD,
      parentConnectionId: OLD,
      attempts: 1,
    });
    await world.deliver(request({ requestId: 'older', requestedAt: new Date(START - 1).toISOString() }));
    expect(world.eventsOf('older')[0]?.data.reason?.code).toBe('SUPERSEDED');
    world.now += 5 * MINUTE;
    await world.deliver(request({ requestId: 'newer', requestedAt: new Date(START + 1).toISOString() }));
    expect(world.eventsOf('newer')[0]?.data.outcome).toBe('MIGRATED');
  });

  it('is declined where the connection is on the target', async () => {
    world.place(CONNECTION, NEW);
    expect(await decide('notMoved')).toEqual({
      result: 'declined',
      why: `${CONNECTION} is listed on ${NEW}: it has moved`,
    });
  });

  it('publishes and stores no parent where the connection is not on its old one either', async () => {
    world.place(CONNECTION, OTHER);
    expect(await decide('notMoved')).toEqual({ result: 'resolved' });
    expect(world.eventsOf().at(-1)?.data).toMatchObject({
      previousParentConnectionId: OLD,
      parentConnectionId: null,
      connection: { connectionId: CONNECTION },
    });
    const item = world.ledger.connections.get(CONNECTION);
    expect(item).toMatchObject({
      lastOrderKey: toSortable(new Date(START).toISOString()),
      lastOutcomeAtMs: world.now,
    });
    expect(item?.lastParent).toBeUndefined();
    // No one knows where it is, so for STALE no observation counts.
    const next = {
      requestId: 'next',
      expectedParentConnectionId: OTHER,
      requestedAt: new Date(START + 1).toISOString(),
    };
    await world.deliver(request(next));
    expect(world.eventsOf('next')).toEqual([]);
    await world.pass(5 * MINUTE);
    expect(world.eventsOf('next')[0]?.data.outcome).toBe('MIGRATED');
  });
});

describe('retry', () => {
  it('calls again, once', async () => {
    expect(await decide('retry')).toEqual({ result: 'resolved' });
    expect(world.request()).toMatchObject({ state: 'RECEIVED', attempts: 1, dueAtMs: world.now });
    expect(world.request().history.at(-1)?.what).toBe('retried');
    expect(world.logged.at(-1)).toMatchObject({ transition: 'retried', fields: { requestId: 'r1', by: 'ada' } });
    await world.pass(2 * MINUTE);
    expect(world.calls).toHaveLength(2);
    expect(world.eventsOf().at(-1)?.data).toMatchObject({ outcome: 'MIGRATED', disposition: 'moved', attempts: 2 });
  });

  it('restarts the count of how long the connection has been in transition', async () => {
    Object.assign(world.request(), { transitioning: { sinceMs: START, lastMs: START, answers: 1 } });
    await decide('retry');
    expect(world.request().transitioning).toBeUndefined();
  });

  it('is declined where the connection is on the target', async () => {
    world.place(CONNECTION, NEW);
    expect((await decide('retry')).result).toBe('declined');
    expect(world.request().state).toBe('HELD');
  });

  it('of a request that is held again publishes another event', async () => {
    await decide('retry');
    world.script.push({ moves: false, answer: UNCLEAR });
    await world.pass(15 * MINUTE);
    const held = world.eventsOf().filter(({ data }) => data.outcome === 'HELD');
    expect(held).toHaveLength(2);
    expect(new Set(held.map(({ metadata }) => metadata.eventId)).size).toBe(2);
  });
});

describe('any decision', () => {
  it.each(['moved', 'notMoved', 'retry'] as const)(
    '%s is in the history with the person and the reason',
    async (verdict) => {
      if (verdict === 'moved') world.place(CONNECTION, NEW);
      await decide(verdict);
      const last = world.request().history.at(-1);
      expect(last).toMatchObject({ atMs: world.now, attempts: 1, ...PERSON });
      expect(world.logged.some(({ fields }) => fields.by === PERSON.by)).toBe(true);
    },
  );

  it.each(['moved', 'notMoved', 'retry'] as const)('%s is declined for a request that is not held', async (verdict) => {
    await decide('notMoved');
    const why = 'the request is FAILED; only a held one can be resolved';
    expect(await decide(verdict)).toEqual({ result: 'declined', why });
    expect(await decide(verdict, 'unknown')).toEqual({ result: 'declined', why: 'there is no such request' });
  });

  it('publishes the hold first, if that is unpublished', async () => {
    const other = new World();
    other.script.push({ moves: false, answer: UNCLEAR });
    await other.deliver(request());
    other.busRejections = 100;
    await other.pass(10 * MINUTE);
    other.busRejections = 0;
    world = other;
    await decide('notMoved');
    expect(other.eventsOf().map(({ data }) => data.outcome)).toEqual(['HELD', 'FAILED']);
  });

  it.each(['notMoved', 'retry'] as const)(
    '%s is declined until the effect timeout has passed by this clock too',
    async (verdict) => {
      world.now = START + 9 * MINUTE;
      expect(await decide(verdict)).toEqual({
        result: 'declined',
        why: 'the call can still have an effect: look again later',
      });
    },
  );

  it('loses against the caller’s own late answer', async () => {
    const { reopen, recordOutcome } = world.ledger;
    const item = world.request();
    const answered = async () => {
      Object.assign(item, { state: 'FAILED' });
    };
    world.ledger.reopen = async (...write) => answered().then(() => reopen(...write));
    expect(await decide('retry')).toEqual({ result: 'declined', why: 'the request has changed meanwhile' });
    item.state = 'HELD';
    world.place(CONNECTION, NEW);
    world.ledger.recordOutcome = async (...write) => answered().then(() => recordOutcome(...write));
    expect(await decide('moved')).toEqual({ result: 'declined', why: 'the request has changed meanwhile' });
  });

  it('moves nothing where another person has had the call made again meanwhile', async () => {
    const { recordOutcome } = world.ledger;
    world.ledger.recordOutcome = async (...write) => {
      world.ledger.recordOutcome = recordOutcome;
      expect(await decide('retry')).toEqual({ result: 'resolved' });
      return recordOutcome(...write);
    };
    world.ledger.circuits = {};
    expect(await decide('notMoved')).toEqual({ result: 'declined', why: 'the request has changed meanwhile' });
    expect(world.calls).toHaveLength(1);
    expect(world.request().state).toBe('RECEIVED');
  });

  it('is declined where the request has gone from the ledger meanwhile', async () => {
    world.place(CONNECTION, NEW);
    world.ledger.recordOutcome = async () => {
      world.ledger.requests.clear();
      return undefined;
    };
    expect(await decide('moved')).toEqual({ result: 'declined', why: 'the request has changed meanwhile' });
  });
});
