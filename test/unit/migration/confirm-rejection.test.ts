import { describe, expect, it } from 'vitest';
import { keyOf, type RequestItem } from '../../../src/migration/model/request-item.ts';
import type { Parent } from '../../../src/migration/ports/direct-connect.ts';
import type { StepResult } from '../../../src/migration/step-result.ts';
import { findConnection } from '../../../src/migration/steps/find-connection.ts';
import { checkPreconditions } from '../../../src/migration/steps/preconditions.ts';
import { CONNECTION, MINUTE, NEW, OLD, OTHER, request, SECOND, START, World } from '../../support/world.ts';

const time = (offset: number) => new Date(START + offset).toISOString();

/** STALE + clock skew, and the tick after which a second observation counts. */
const SECOND_LOOK = 2 * MINUTE + 1;

const setParent = (parent: Parent) => (world: World) => void world.parents.set(NEW, parent);

describe('the outcome of a request that an observation does not allow', () => {
  const UNMET: [message: string, arrange: (world: World) => unknown, fields?: Record<string, unknown>][] = [
    ['dxcon-line1 is on dxlag-other, not on dxcon-old', (world) => world.place(CONNECTION, OTHER)],
    ['dxcon-line1 carries VLAN 101, not 7', () => {}, { expectedVlan: 7 }],
    ['dxcon-line1 is in state deleted', (world) => world.place(CONNECTION, OLD, { connectionState: 'deleted' })],
    ['dxlag-new does not exist', (world) => world.parents.delete(NEW)],
    ['dxlag-new is in state down', setParent({ state: 'down', allowsHostedConnections: true })],
    ['dxlag-new takes no hosted connections', setParent({ state: 'available', allowsHostedConnections: false })],
    [
      'dxlag-new is a member of dxlag-1: name the LAG as the parent',
      setParent({ state: 'available', allowsHostedConnections: true, memberOf: 'dxlag-1' }),
    ],
    ['VLAN 101 is taken on dxlag-new', (world) => world.place('dxcon-neighbour', NEW)],
    ['the tenant has no right to move this connection between these parents', (world) => world.truth.clear()],
  ];

  it.each(UNMET)('%s', async (message, arrange, fields = {}) => {
    const world = new World();
    arrange(world);
    await world.deliver(request({ dryRun: true, ...fields }));
    expect(world.eventsOf()[0]?.data.reason?.message).toBe(message);
  });

  const CONTRADICTION = 'Direct Connect contradicts itself about the parent';
  const UNPROVEN: [name: string, arrange: (world: World) => void, fields: Record<string, unknown>, problem: string][] =
    [
      ['DescribeInterconnects or DescribeLags alone says that the parent is absent', withoutParent, {}, CONTRADICTION],
      ['DescribeHostedConnections alone says that the parent is absent', withoutListing, {}, CONTRADICTION],
      ['the record has no VLAN', withoutVlan, { expectedVlan: 7 }, 'Direct Connect does not say the VLAN'],
    ];

  it.each(UNPROVEN)('%s: no proof, it is observed again', async (_name, arrange, fields, problem) => {
    const world = new World();
    arrange(world);
    await world.deliver(request({ ...fields, dryRun: true }));
    expect(world.logged.at(-1)).toMatchObject({ transition: 'waiting', fields: { cause: 'observationUnavailable' } });
    await expect(preconditionsOf(world)).rejects.toMatchObject({ message: problem, denied: false });
    world.now += SECOND_LOOK;
    await world.pass(10 * MINUTE);
    expect(world.published).toEqual([]);
    expect(world.request().state).toBe('RECEIVED');
  });
});

/** The step on its own, for the request as it is stored. */
async function preconditionsOf(world: World): Promise<StepResult> {
  const { ports } = world;
  const item = world.request();
  const tenant = ports.tenants.find(({ name }) => name === item.tenant);
  if (!tenant) throw new Error(`no tenant ${item.tenant}`);
  const remaining = () => MINUTE;
  const found = await findConnection(item.request, tenant, remaining, ports);
  if (found.kind === 'notFound') throw new Error('the connection is not found');
  return checkPreconditions({ item, tenant, found, remaining, ports });
}

function withoutVlan({ truth }: World): void {
  Reflect.deleteProperty(truth.get(CONNECTION)?.record ?? {}, 'vlan');
}

function withoutParent({ ports }: World): void {
  ports.directConnect.describeParent = async () => 'absent';
}

function withoutListing({ ports }: World): void {
  const { listHosted } = ports.directConnect;
  ports.directConnect.listHosted = async (parent) => {
    const listing = await listHosted(parent);
    return parent === NEW ? { ...listing, lines: 'absent' } : listing;
  };
}

it('a record without a state, or a neighbour without one, is left to Direct Connect to decide', async () => {
  const world = new World();
  for (const [connectionId, parent] of [[CONNECTION, OLD] as const, ['dxcon-neighbour', NEW] as const]) {
    world.place(connectionId, parent);
    Reflect.deleteProperty(world.truth.get(connectionId)?.record ?? {}, 'connectionState');
  }
  await world.deliver(request({ dryRun: true }));
  expect(world.eventsOf()[0]?.data.reason?.code).toBe('VLAN_CONFLICT');
});

describe('a rejection that waits for its second observation', () => {
  it('is kept while observations in between agree, and is final when the time is over', async () => {
    const world = new World();
    for (const offset of [0, MINUTE, SECOND_LOOK]) {
      expect(world.published).toEqual([]);
      world.now = START + offset;
      await world.deliver(request({ expectedVlan: 7 }));
    }
    expect(world.eventsOf()[0]?.data.reason?.code).toBe('UNEXPECTED_VLAN');
  });

  it('keeps the time of the first, and costs no observation of its own', async () => {
    const world = new World();
    const { notePendingRejection } = world.ledger;
    const notes: unknown[] = [];
    world.ledger.notePendingRejection = async (...write) => {
      notes.push(write[2]);
      return notePendingRejection(...write);
    };
    await world.deliver(request({ expectedVlan: 7 }));
    expect(world.listed).toEqual([OLD, OLD, NEW]);
    world.now += MINUTE;
    await world.deliver(request({ expectedVlan: 7 }));
    expect(notes).toEqual([0, 1].map(() => ({ code: 'UNEXPECTED_VLAN', sinceMs: START })));
  });

  it('is not written, nor cleared, for a request that meets no obstacle', async () => {
    const world = new World();
    world.ledger.notePendingRejection = async () => {
      throw new Error('no write is needed');
    };
    await world.deliver(request());
    expect(world.eventsOf()[0]?.data.disposition).toBe('moved');
  });

  it('that cannot be written, because the request has changed, gives way to its new state', async () => {
    const world = new World();
    world.ledger.notePendingRejection = async () => {
      world.place(CONNECTION, OLD, { vlan: 7 });
      return false;
    };
    await world.deliver(request({ expectedVlan: 7 }));
    expect(world.eventsOf()[0]?.data.disposition).toBe('moved');
  });
});

/** Another request, in this state, has the connection. */
function hold(world: World, state: RequestItem['state']): void {
  const other = { ...structuredClone(world.request()), state };
  other.request.requestId = 'other';
  world.ledger.requests.set('orders#other', { ...other, wokenBy: 'reconcile' });
  const connection = { ...world.ledger.connections.get(CONNECTION), active: keyOf(other) };
  world.ledger.connections.set(CONNECTION, connection);
}

describe('a connection that disappears from every observation', () => {
  it('with the lock of a final request: released, and rejected after two observations', async () => {
    const world = new World();
    await world.deliver(request());
    hold(world, 'REJECTED');
    world.truth.delete(CONNECTION);
    world.now += 60 * MINUTE;
    await world.deliver(request({ requestId: 'r2', requestedAt: time(1) }));
    await world.pass(5 * MINUTE);
    expect(world.eventsOf('r2')[0]?.data.reason?.code).toBe('NOT_PERMITTED');
    expect(world.ledger.connections.get(CONNECTION)?.active).toBeUndefined();
  });

  it('with the lock of its own request: rejected after two observations, without waiting', async () => {
    const world = new World();
    world.ledger.paused = true;
    await world.deliver(request());
    expect(world.ledger.connections.get(CONNECTION)?.active).toBeDefined();
    world.truth.delete(CONNECTION);
    for (const offset of [MINUTE, MINUTE + SECOND_LOOK]) {
      world.now = START + offset;
      await world.deliver(request());
    }
    expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'REJECTED', reason: { code: 'NOT_PERMITTED' } });
    expect(world.ledger.connections.get(CONNECTION)?.active).toBeUndefined();
  });

  it('long after its last move: rejected after two observations', async () => {
    const world = new World();
    await world.deliver(request());
    world.truth.delete(CONNECTION);
    for (const offset of [60 * MINUTE, 60 * MINUTE + SECOND_LOOK]) {
      world.now = START + offset;
      await world.deliver(request({ requestId: 'r2', requestedAt: time(SECOND) }));
    }
    expect(world.eventsOf('r2')[0]?.data.reason?.code).toBe('NOT_PERMITTED');
  });

  it.each([
    ['busy', 'while another request holds it', true, MINUTE],
    ['staleObservation', 'just after a move', false, SECOND_LOOK],
  ])('%s: waited for %s', async (cause, _when, isHeld, dueIn) => {
    const world = new World();
    const [orders] = world.ports.tenants;
    if (orders) world.ports.tenants = [{ ...orders, ownerAccounts: ['222233334444', ...orders.ownerAccounts] }];
    await world.deliver(request());
    if (isHeld) hold(world, 'HELD');
    world.shown.set(CONNECTION, []);
    await world.deliver(request({ requestId: 'r2', requestedAt: time(1) }));
    expect(world.logged.at(-1)).toMatchObject({ transition: 'waiting', fields: { requestId: 'r2', cause } });
    expect(world.request('r2').dueAtMs).toBe(START + dueIn);
  });
});

it('a request between parents that are not the tenant’s is REJECTED at once', async () => {
  const world = new World();
  await world.deliver(request({ expectedParentConnectionId: 'dxlag-others' }));
  expect(world.published[0]?.detailType).toBe('Hosted Connection Migration Rejected');
  expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'REJECTED', reason: { code: 'NOT_PERMITTED' } });
});
