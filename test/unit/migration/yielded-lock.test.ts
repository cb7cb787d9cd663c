import { describe, expect, it } from 'vitest';
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

const time = (offset: number) => new Date(START + offset).toISOString();

/** STALE + clock skew, and the tick after which a second observation counts. */
const SECOND_LOOK = 2 * MINUTE + 1;

/** Two tenants with the right to the same line. */
function sharedLine(): World {
  const world = new World();
  const second = { name: 'second', senders: ['AROASECONDSYSTEM'], ownerAccounts: [OWNER], parents: [OLD, NEW, OTHER] };
  world.ports.tenants = [...world.ports.tenants, second];
  return world;
}

const BY_SECOND = { tenant: 'second', senderId: 'AROASECONDSYSTEM:x' };
const NEXT = request({ requestId: 'r2', parentConnectionId: OTHER, requestedAt: time(SECOND) });

const outcomeOf = (world: World, requestId = 'r1') => world.eventsOf(requestId).map(({ data }) => data.outcome);
const holderOf = (world: World) => world.ledger.connections.get(CONNECTION)?.active?.requestId;
const setDown = (world: World) => void world.parents.set(NEW, { state: 'down', allowsHostedConnections: true });
const setUp = (world: World) => void world.parents.set(NEW, { state: 'available', allowsHostedConnections: true });

const UNMET: [what: string, arrange: (world: World) => void, fields: Record<string, unknown>, code: string][] = [
  ['a wrong VLAN', () => {}, { expectedVlan: 7 }, 'UNEXPECTED_VLAN'],
  ['a wrong parent', () => {}, { expectedParentConnectionId: OTHER }, 'UNEXPECTED_PARENT'],
  ['a target where its VLAN is taken', (world) => world.place('dxcon-neighbour', NEW), {}, 'VLAN_CONFLICT'],
  ['a target that is down', setDown, {}, 'PARENT_CANNOT_HOST'],
];

describe('a request with', () => {
  it.each(UNMET)('%s keeps no other tenant’s order for the line waiting', async (_what, arrange, fields) => {
    const world = sharedLine();
    arrange(world);
    await world.deliver(request(fields));
    expect(holderOf(world)).toBeUndefined();
    world.now += SECOND;
    await world.deliver(NEXT, BY_SECOND);
    expect(outcomeOf(world, 'r2')).toEqual(['MIGRATED']);
    // On neither of its parents now: that takes two observations of its own.
    await world.pass(10 * MINUTE);
    expect(world.eventsOf()[0]?.data.reason?.code).toBe('SUPERSEDED');
  });

  it.each(UNMET)('%s holds no line either while others are to call first', async (_what, arrange, fields) => {
    const world = sharedLine();
    world.ports.turns = { take: async () => false };
    arrange(world);
    await world.deliver(request(fields));
    expect(holderOf(world)).toBeUndefined();
    await world.deliver(NEXT, BY_SECOND);
    expect(holderOf(world)).toBe('r2');
  });

  it.each(UNMET)('%s is rejected by its second observation', async (_what, arrange, fields, code) => {
    const world = new World();
    arrange(world);
    for (const offset of [0, MINUTE, SECOND_LOOK]) {
      world.now = START + offset;
      expect(world.published).toEqual([]);
      await world.deliver(request(fields));
    }
    expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'REJECTED', reason: { code } });
    expect(holderOf(world)).toBeUndefined();
  });
});

it('the later part of a chain, when it arrives first, lets the earlier one go first', async () => {
  const world = new World();
  const later = { requestId: 'r2', expectedParentConnectionId: NEW, parentConnectionId: OTHER };
  await world.deliver(request({ ...later, requestedAt: time(SECOND) }));
  await world.deliver(request());
  await world.pass(5 * MINUTE);
  expect([outcomeOf(world), outcomeOf(world, 'r2')]).toEqual([['MIGRATED'], ['MIGRATED']]);
  expect(world.calls.map(({ parentId }) => parentId)).toEqual([NEW, OTHER]);
});

it('a request that has called keeps its lock while a rejection waits: the call may have moved the line', async () => {
  const world = sharedLine();
  world.script.push({ moves: false, answer: { kind: 'neverRan', cause: 'throttled' } });
  await world.deliver(request());
  setDown(world);
  world.now += MINUTE;
  await world.deliver(request());
  expect(world.request().pendingRejection?.code).toBe('PARENT_CANNOT_HOST');
  await world.deliver(NEXT, BY_SECOND);
  expect(holderOf(world)).toBe('r1');
  expect(outcomeOf(world, 'r2')).toEqual([]);
});

/** Of two workers on one request, what one does and others do meanwhile, just before the other does this to the ledger. */
function before(
  world: World,
  operation: 'intend' | 'recordOutcome' | 'yieldLock',
  meanwhile: () => Promise<void>,
): void {
  const { [operation]: original } = world.ledger;
  Object.assign(world.ledger, {
    [operation]: async (...given: unknown[]) => {
      Object.assign(world.ledger, { [operation]: original });
      await meanwhile();
      return Reflect.apply(original, world.ledger, given);
    },
  });
}

describe('a worker that has read an older fence', () => {
  it('does not call under the lock that another worker on the request has given up', async () => {
    const world = sharedLine();
    before(world, 'intend', async () => {
      setDown(world);
      await world.deliver(request());
      setUp(world);
      world.script.push({ moves: false, answer: UNCLEAR });
      await world.deliver(NEXT, BY_SECOND);
    });
    await world.deliver(request());
    expect(world.calls.map(({ parentId }) => parentId)).toEqual([OTHER]);
    expect(world.request()).toMatchObject({ state: 'RECEIVED', fence: 1 });
    expect(holderOf(world)).toBe('r2');
  });

  it('records nothing that it saw under that lock', async () => {
    const world = sharedLine();
    world.place(CONNECTION, NEW);
    before(world, 'recordOutcome', async () => {
      world.place(CONNECTION, OLD);
      setDown(world);
      await world.deliver(request());
      await world.deliver(NEXT, BY_SECOND);
    });
    await world.deliver(request());
    expect(outcomeOf(world, 'r2')).toEqual(['MIGRATED']);
    expect(world.eventsOf().map(({ data }) => data.disposition)).not.toContain('alreadyThere');
  });

  it('does not give up the lock that another worker on the request has taken since', async () => {
    const world = sharedLine();
    setDown(world);
    before(world, 'yieldLock', async () => {
      setUp(world);
      world.script.push({ moves: false, answer: UNCLEAR });
      await world.deliver(request());
      expect(world.request().state).toBe('CALLING');
    });
    await world.deliver(request());
    await world.deliver(NEXT, BY_SECOND);
    expect(holderOf(world)).toBe('r1');
    expect(world.calls).toHaveLength(1);
  });

  it('reads the request again instead of going on under the lock of a worker that has read a later one', async () => {
    const world = new World();
    const { takeLock, intend } = world.ledger;
    const fences: number[] = [];
    world.ledger.intend = async (key, read, ...rest) => {
      fences.push(read.fence);
      return intend(key, read, ...rest);
    };
    world.ledger.takeLock = async (connectionId, key, taker) => {
      world.ledger.takeLock = takeLock;
      setDown(world);
      await world.deliver(request());
      setUp(world);
      world.ledger.paused = true;
      await world.deliver(request());
      world.ledger.paused = false;
      return takeLock.call(world.ledger, connectionId, key, taker);
    };
    await world.deliver(request());
    expect(fences).toEqual([1]);
    expect(outcomeOf(world)).toEqual(['MIGRATED']);
  });
});
