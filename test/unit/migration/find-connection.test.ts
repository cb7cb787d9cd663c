import { describe, expect, it } from 'vitest';
import { ObservationUnavailableError } from '../../../src/migration/ports/direct-connect.ts';
import {
  type Found,
  findConnection,
  findOn,
  type NotFound,
  type Observation,
  searchElsewhere,
  sightConnection,
} from '../../../src/migration/steps/find-connection.ts';
import { CONNECTION, MINUTE, NEW, OLD, OTHER, OWNER, request, START, World } from '../../support/world.ts';

const LAST = 'dxcon-last';

function prepare(place: string | undefined): World {
  const world = new World();
  world.parents.set(LAST, { state: 'available', allowsHostedConnections: true });
  if (place === undefined) world.truth.delete(CONNECTION);
  else world.place(CONNECTION, place);
  return world;
}

const TENANT = {
  name: 'orders',
  senders: [],
  ownerAccounts: ['222233334444', OWNER],
  parents: [OLD, NEW, OTHER, LAST],
};
const WANTED = { connectionId: CONNECTION, expectedParentConnectionId: OLD, parentConnectionId: NEW };

function findIn(world: World, remaining = () => MINUTE, find = findConnection): Promise<Observation> {
  return find(WANTED, TENANT, remaining, world.ports);
}

const ON_NEITHER: NotFound = { kind: 'notFound', atMs: START };

function searchIn(world: World, remaining = () => MINUTE): Promise<Found | undefined> {
  return searchElsewhere(WANTED, TENANT, ON_NEITHER, remaining, world.ports);
}

describe('finding a connection', () => {
  it.each([OLD, NEW])('finds it on %s', async (parent) => {
    const world = prepare(parent);
    const found = await findIn(world);
    expect(found).toMatchObject({ kind: 'found', atMs: START, parent, record: { connectionId: CONNECTION } });
    expect(world.listed).toEqual([OLD, NEW]);
  });

  it('returns all connections on the target, or that it does not exist', async () => {
    const world = prepare(OLD);
    world.place('dxcon-neighbour', NEW, { ownerAccount: '444455556666' });
    expect(await findIn(world)).toMatchObject({ onBothParents: false, target: [{ connectionId: 'dxcon-neighbour' }] });
    world.parents.delete(NEW);
    expect(await findIn(world)).toMatchObject({ kind: 'found', target: 'absent' });
  });

  it('reports that both the expected parent and the target show it', async () => {
    const world = prepare(OLD);
    world.shown.set(CONNECTION, [OLD, NEW]);
    expect(await findIn(world)).toMatchObject({ parent: OLD, onBothParents: true });
  });

  it.each([OTHER, undefined])('lists no other parent when it is on neither, but on %s', async (parent) => {
    const world = prepare(parent);
    expect(await findIn(world)).toMatchObject(ON_NEITHER);
    expect(world.listed).toEqual([OLD, NEW]);
  });

  it('attributes a record without an owner to no tenant', async () => {
    const world = prepare(OLD);
    const { truth } = world;
    truth.set(CONNECTION, { parent: OLD, record: { connectionId: CONNECTION, vlan: 101 } });
    expect(await findIn(world)).toMatchObject({ kind: 'notFound' });
  });
});

describe('searching for a connection elsewhere', () => {
  it.each([
    [OTHER, [OTHER]],
    [LAST, [OTHER, LAST]],
  ])('finds it on %s, and lists no parent behind', async (parent, listed) => {
    const world = prepare(parent);
    const record = { connectionId: CONNECTION };
    expect(await searchIn(world)).toMatchObject({ kind: 'found', atMs: START, parent, record, onBothParents: false });
    expect(world.listed).toEqual(listed);
  });

  it('finds nothing after listing every other parent', async () => {
    const world = prepare(undefined);
    expect(await searchIn(world)).toBeUndefined();
    expect(world.listed).toEqual([OTHER, LAST]);
  });

  it('gives up when the invocation is about to end, because an unlisted parent may have it', async () => {
    const world = prepare(LAST);
    const remaining = () => 5_500 - 500 * world.listed.length;
    await expect(searchIn(world, remaining)).resolves.toMatchObject({ parent: LAST });
    world.listed.length = 0;
    const shorter = () => 5_499 - 500 * world.listed.length;
    const message = 'there is more to list than the invocation has time for';
    const unavailable = { name: 'ObservationUnfinishedError', denied: false, message };
    await expect(searchIn(world, shorter)).rejects.toMatchObject(unavailable);
    expect(world.listed).toEqual([OTHER]);
  });
});

describe('sighting a connection', () => {
  it.each([
    [OLD, [OLD]],
    [NEW, [OLD, NEW]],
    [OTHER, [OLD, NEW]],
    [undefined, [OLD, NEW]],
  ])('on %s lists no parent beyond it, and none but its two', async (parent, listed) => {
    const world = prepare(parent);
    const sighted = await findIn(world, () => MINUTE, sightConnection);
    expect(sighted).toMatchObject(
      parent === OLD || parent === NEW ? { kind: 'found', atMs: START, parent } : { kind: 'notFound' },
    );
    expect(sighted).not.toHaveProperty('target');
    expect(world.listed).toEqual(listed);
  });

  it('has no more time than the invocation', async () => {
    const world = prepare(undefined);
    const remaining = () => 5_499 - 500 * world.listed.length;
    await expect(findIn(world, remaining, sightConnection)).rejects.toThrow(
      'more to list than the invocation has time',
    );
  });
});

describe('an undisturbed migration', () => {
  it('lists three times: where it is expected, and both parents under the lock', async () => {
    const world = new World();
    await world.deliver(request());
    expect(world.eventsOf()[0]?.data.disposition).toBe('moved');
    expect(world.listed).toEqual([OLD, OLD, NEW]);
  });

  it('lists all of the target only, where a VLAN may be taken', async () => {
    const world = new World();
    const { listHosted } = world.ports.directConnect;
    const wholeLists: string[] = [];
    world.ports.directConnect.listHosted = (parent, timeout, isWanted) => {
      if (!isWanted) wholeLists.push(parent);
      return listHosted(parent, timeout, isWanted);
    };
    await world.deliver(request());
    expect(wholeLists).toEqual([NEW]);
  });
});

it('a taken VLAN is seen behind the connection itself, where both parents show it', async () => {
  const world = new World();
  world.shown.set(CONNECTION, [OLD, NEW]);
  world.place('dxcon-neighbour', NEW);
  await world.deliver(request({ dryRun: true }));
  expect(world.eventsOf()[0]?.data.reason?.code).toBe('VLAN_CONFLICT');
});

it.each([true, false])(
  'a list is read to its end for another account’s connection as for one that does not exist (dry run: %s)',
  async (dryRun) => {
    const lengths = [];
    for (const ownerAccount of ['444455556666', undefined]) {
      const world = new World();
      if (ownerAccount) world.place(CONNECTION, OLD, { ownerAccount });
      else world.truth.delete(CONNECTION);
      for (const id of ['dxcon-a', 'dxcon-b']) world.place(id, OLD, { ownerAccount: '444455556666' });
      const { listHosted } = world.ports.directConnect;
      const seen: string[][] = [];
      world.ports.directConnect.listHosted = async (...asked) => {
        const listing = await listHosted(...asked);
        const { lines } = listing;
        const others = lines === 'absent' ? [] : lines.filter(({ connectionId }) => connectionId !== CONNECTION);
        seen.push(others.map(({ connectionId = '' }) => connectionId));
        return listing;
      };
      await world.deliver(request({ dryRun }));
      lengths.push(seen);
    }
    // A real run's answer waits for a second observation, and only then are other parents searched.
    expect(lengths[0]).toEqual([['dxcon-a', 'dxcon-b'], [], ...(dryRun ? [[]] : [])]);
    expect(lengths[1]).toEqual(lengths[0]);
  },
);

describe('finding a tenant’s connection', () => {
  it.each([
    ['belongs to another account', (world: World) => world.place(CONNECTION, OLD, { ownerAccount: '444455556666' })],
    ['does not exist', (world: World) => void world.truth.delete(CONNECTION)],
  ])('makes the same requests when it %s', async (_name, arrange) => {
    const world = new World();
    arrange(world);
    await world.deliver(request({ dryRun: true }));
    expect(world.listed).toEqual([OLD, NEW, OTHER]);
  });

  it('awaits every answer before it fails because of one', async () => {
    const world = new World();
    const { listHosted } = world.ports.directConnect;
    let isUnderWay = false;
    world.ports.directConnect.listHosted = async (parent) => {
      if (parent === OLD) throw new ObservationUnavailableError('throttled', { cause: undefined, denied: false });
      isUnderWay = true;
      await new Promise(setImmediate);
      isUnderWay = false;
      return listHosted(parent);
    };
    expect(await world.deliver(request({ dryRun: true }))).toMatchObject({ kind: 'retry' });
    expect(isUnderWay).toBe(false);
  });
});

describe('observing one parent', () => {
  it.each([
    ['shows the connection among others', NEW, { connectionId: CONNECTION, vlan: 101 }],
    ['shows nothing where the connection is elsewhere', OLD, undefined],
    ['shows nothing where there is no such parent', 'dxlag-gone', undefined],
  ])('%s', async (_name, parent, record) => {
    const world = prepare(undefined);
    world.place('dxcon-neighbour', NEW);
    world.place('dxcon-another', OLD);
    world.place(CONNECTION, NEW);
    const observed = await findOn(parent, CONNECTION, world.ports);
    expect(observed.atMs).toBe(START);
    if (record) expect(observed.record).toMatchObject(record);
    else expect(observed.record).toBeUndefined();
  });
});

it('a failed observation names itself and its cause', () => {
  const cause = new Error('Rate exceeded');
  const error = new ObservationUnavailableError('DescribeHostedConnections was throttled', { cause, denied: false });
  expect(String(error)).toBe('ObservationUnavailableError: DescribeHostedConnections was throttled');
  expect(error.cause).toBe(cause);
});
