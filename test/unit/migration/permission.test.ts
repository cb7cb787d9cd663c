import { describe, expect, it } from 'vitest';
import type { Parent } from '../../../src/migration/ports/direct-connect.ts';
import {
  CONNECTION,
  MINUTE,
  NEW,
  OLD,
  OTHER,
  OWNER,
  request,
  SECOND,
  START,
  UNCLEAR,
  World,
} from '../../support/world.ts';

type Case = [code: string, arrange: (world: World) => void, fields: Record<string, unknown>];

const asItIs = () => {};
const setParent = (parent: Parent) => (world: World) => void world.parents.set(NEW, parent);

/** What an observation can show that the call is not made for. */
const UNMET: Case[] = [
  ['UNEXPECTED_PARENT', (world) => world.place(CONNECTION, OTHER), {}],
  ['UNEXPECTED_VLAN', asItIs, { expectedVlan: 7 }],
  ['CONNECTION_STATE', (world) => world.place(CONNECTION, OLD, { connectionState: 'deleting' }), {}],
  ['CONNECTION_STATE', (world) => world.place(CONNECTION, OLD, { connectionState: 'rejected' }), {}],
  ['PARENT_NOT_FOUND', (world) => void world.parents.delete(NEW), {}],
  ['PARENT_CANNOT_HOST', setParent({ state: 'down', allowsHostedConnections: true }), {}],
  ['PARENT_CANNOT_HOST', setParent({ state: 'available', allowsHostedConnections: false }), {}],
  ['PARENT_CANNOT_HOST', setParent({ state: 'available', allowsHostedConnections: true, memberOf: 'dxlag-1' }), {}],
  ['VLAN_CONFLICT', (world) => world.place('dxcon-neighbour', NEW), {}],
];

const REJECTED_DRY: Case[] = [
  ...UNMET,
  ['NOT_PERMITTED', (world) => world.place(CONNECTION, OLD, { ownerAccount: '444455556666' }), {}],
  ['NOT_PERMITTED', (world) => void world.truth.delete(CONNECTION), {}],
  ['NOT_PERMITTED', asItIs, { parentConnectionId: 'dxlag-others' }],
  ['EXPIRED', asItIs, { notAfter: new Date(START - 1).toISOString() }],
];

const time = (offset: number) => new Date(START + offset).toISOString();

/** STALE + clock skew, and the tick after which a second observation counts. */
const SECOND_LOOK = 2 * MINUTE + 1;

describe('a connection that the tenant has no right to', () => {
  it.each([
    [
      'belongs to an account outside the tenant',
      (world: World) => world.place(CONNECTION, OLD, { ownerAccount: '444455556666' }),
    ],
    ['is not found', (world: World) => void world.truth.delete(CONNECTION)],
  ])('is NOT_PERMITTED without data when it %s', async (_name, arrange) => {
    const world = new World();
    arrange(world);
    await world.deliver(request());
    await world.pass(5 * MINUTE);
    expect(world.eventsOf()).toHaveLength(1);
    expect(world.eventsOf()[0]?.data).toEqual({
      outcome: 'REJECTED',
      tenant: 'orders',
      request: expect.objectContaining({ requestId: 'r1' }),
      previousParentConnectionId: null,
      parentConnectionId: null,
      connection: null,
      attempts: 0,
      startedAt: null,
      finishedAt: null,
      awsRequestId: null,
      reason: { code: 'NOT_PERMITTED', message: expect.any(String), awsError: null },
    });
    expect(world.calls).toEqual([]);
    expect(world.ledger.connections.size).toBe(0);
  });

  it('is answered with identical text, whether it exists or not', async () => {
    const reasons = [];
    for (const exists of [true, false]) {
      const world = new World();
      if (exists) world.place(CONNECTION, OLD, { ownerAccount: '444455556666' });
      else world.truth.delete(CONNECTION);
      await world.deliver(request());
      await world.pass(5 * MINUTE);
      reasons.push(world.eventsOf()[0]?.data);
    }
    expect(reasons[0]).toEqual(reasons[1]);
  });

  it('does not block other requests for it', async () => {
    const world = new World();
    await world.deliver(request(), { tenant: 'rival', senderId: 'AROARIVALSYSTEM:x' });
    await world.deliver(request());
    expect(world.eventsOf()[0]?.data.outcome).toBe('MIGRATED');
  });
});

it('a request for a parent that is not the tenant’s is rejected before any observation', async () => {
  const world = new World();
  await world.deliver(request({ parentConnectionId: 'dxlag-others' }));
  expect(world.eventsOf()[0]?.data.reason?.code).toBe('NOT_PERMITTED');
  expect(world.listed).toEqual([]);
});

describe('a rejection based on an observation', () => {
  it('is final only when a second observation, more than STALE after the first, agrees', async () => {
    const world = new World();
    world.shown.set(CONNECTION, []);
    await world.deliver(request());
    world.now += 2 * MINUTE;
    await world.deliver(request());
    expect(world.published).toEqual([]);
    world.now = START + SECOND_LOOK;
    await world.deliver(request());
    expect(world.eventsOf()[0]?.data.reason?.code).toBe('NOT_PERMITTED');
  });

  it('is dropped when a later observation does not confirm it', async () => {
    const world = new World();
    world.shown.set(CONNECTION, []);
    await world.deliver(request({ notBefore: time(60 * MINUTE) }));
    expect(world.request().pendingRejection).toBeDefined();
    world.shown.delete(CONNECTION);
    world.now += 5 * MINUTE;
    await world.deliver(request({ notBefore: time(60 * MINUTE) }));
    expect(world.request().pendingRejection).toBeUndefined();
    // One stale observation, long after: still the first of its pair.
    world.shown.set(CONNECTION, []);
    world.now += 20 * MINUTE;
    await world.deliver(request({ notBefore: time(60 * MINUTE) }));
    expect(world.published).toEqual([]);
  });
});

describe('a dry run', () => {
  it('is PLANNED at once, moves nothing and takes no lock', async () => {
    const world = new World();
    await world.deliver(request({ dryRun: true, notBefore: time(60 * MINUTE) }));
    expect(world.eventsOf()[0]?.data).toMatchObject({
      outcome: 'PLANNED',
      reason: null,
      previousParentConnectionId: OLD,
      parentConnectionId: OLD,
      attempts: 0,
    });
    expect(world.calls).toEqual([]);
    expect(world.ledger.connections.size).toBe(0);
  });

  it.each(REJECTED_DRY)('is PLANNED with %s at once', async (code, arrange, fields) => {
    const world = new World();
    arrange(world);
    await world.deliver(request({ dryRun: true, ...fields }));
    expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'PLANNED', reason: { code } });
  });

  it('is PLANNED with SUPERSEDED behind a newer move', async () => {
    const world = new World();
    await world.deliver(request());
    await world.deliver(request({ requestId: 'dry', dryRun: true }));
    expect(world.eventsOf('dry')[0]?.data.reason?.code).toBe('SUPERSEDED');
  });

  it('is PLANNED without a reason where the connection is there already', async () => {
    const world = new World();
    world.place(CONNECTION, NEW);
    await world.deliver(request({ dryRun: true }));
    expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'PLANNED', reason: null, parentConnectionId: NEW });
  });
});

describe('preconditions', () => {
  it('are met where neither the connection nor one on the target shows a VLAN', async () => {
    const world = new World();
    for (const [id, parent] of [
      [CONNECTION, OLD],
      ['dxcon-neighbour', NEW],
    ] as const) {
      world.truth.set(id, { parent, record: { connectionId: id, ownerAccount: OWNER, connectionState: 'available' } });
    }
    await world.deliver(request());
    expect(world.eventsOf()[0]?.data.outcome).toBe('MIGRATED');
  });

  it.each(UNMET)('are not met: %s, after two observations and without a call', async (code, arrange, fields) => {
    const world = new World();
    arrange(world);
    await world.deliver(request(fields));
    expect(world.published).toEqual([]);
    await world.pass(5 * MINUTE);
    expect(world.eventsOf()[0]?.data).toMatchObject({
      outcome: 'REJECTED',
      reason: { code },
      connection: { connectionId: CONNECTION },
    });
    expect(world.calls).toEqual([]);
    expect(world.ledger.connections.get(CONNECTION)?.active).toBeUndefined();
  });

  it('ignore the VLAN of a deleted neighbour', async () => {
    const world = new World();
    world.place('dxcon-neighbour', NEW, { connectionState: 'deleted' });
    await world.deliver(request({ expectedVlan: 101 }));
    expect(world.eventsOf()[0]?.data.outcome).toBe('MIGRATED');
  });
});

describe('the tenant’s own connection that no observation shows', () => {
  const next = {
    requestId: 'r2',
    expectedParentConnectionId: NEW,
    parentConnectionId: OTHER,
    requestedAt: time(SECOND),
  };

  it('is not rejected while another request moves it', async () => {
    const world = new World();
    world.script.push({ moves: true, answer: UNCLEAR });
    await world.deliver(request());
    world.shown.set(CONNECTION, []);
    for (const offset of [0, 3 * MINUTE]) {
      world.now = START + offset;
      await world.deliver(request(next));
    }
    expect(world.eventsOf('r2')).toEqual([]);
    expect(world.request('r2').pendingRejection).toBeUndefined();
  });

  it('is not rejected by observations within STALE of a move', async () => {
    const world = new World();
    await world.deliver(request());
    world.shown.set(CONNECTION, []);
    world.now += 2 * MINUTE;
    await world.deliver(request(next));
    expect(world.request('r2')).toMatchObject({ state: 'RECEIVED', dueAtMs: START + SECOND_LOOK });
    expect(world.request('r2').pendingRejection).toBeUndefined();
  });

  it('delays no answer to a tenant without the right to it', async () => {
    const world = new World();
    await world.deliver(request());
    await world.deliver(request(next), { tenant: 'rival', senderId: 'AROARIVALSYSTEM:x' });
    expect(world.ledger.requests.get('rival#r2')?.pendingRejection).toMatchObject({ sinceMs: START });
  });
});

it('a dry run does not report the connection’s own VLAN as taken', async () => {
  const world = new World();
  world.shown.set(CONNECTION, [OLD, NEW]);
  await world.deliver(request({ dryRun: true }));
  expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'PLANNED', reason: null });
});
