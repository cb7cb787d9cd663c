import { describe, expect, it } from 'vitest';
import { ObservationUnavailableError } from '../../../src/migration/ports/direct-connect.ts';
import { CONNECTION, MINUTE, NEW, OLD, OTHER, request, START, World } from '../../support/world.ts';

const time = (offset: number) => new Date(START + offset).toISOString();

/** Without turns, and with two places for a connection: the first request has the lock, and each next one is older. */
async function worldWith(count: number, fields: Record<string, unknown> = {}): Promise<World> {
  const world = new World({ openRequestsPerConnection: 2 });
  world.ports.random = () => 0;
  world.ports.turns = { take: async () => false };
  for (let index = 0; index < count; index++) {
    await world.deliver(request({ requestId: `r${index}`, requestedAt: time(-index), ...fields }));
  }
  world.listed.length = 0;
  return world;
}

/** The places are taken by then. */
async function aMinuteLater(world: World): Promise<void> {
  world.now += MINUTE;
  await world.wake();
  // The newest that has asked has one besides.
  expect(await placesOf(world)).toHaveLength(3);
}

const placesOf = (world: World) => world.ledger.readPlaces('orders', CONNECTION);

describe('a tenant’s requests for one connection, more than may be open', () => {
  it('have their places too if all were given at the same time', async () => {
    const world = await worldWith(6, { requestedAt: time(0) });
    await aMinuteLater(world);
    const waits = [...world.ledger.requests.values()].filter(({ dueAtMs }) => dueAtMs === world.now + 5 * MINUTE);
    expect(waits).toHaveLength(3);
  });

  it('take none while they wait for their window, whatever they have waited for before', async () => {
    const world = new World({ openRequestsPerConnection: 1 });
    world.observationFails = new ObservationUnavailableError('throttled', { denied: false });
    for (const index of [1, 2]) {
      const window = { notBefore: time(600 * MINUTE), requestedAt: time(index) };
      await world.deliver(request({ requestId: `tomorrow${index}`, ...window }));
    }
    world.observationFails = undefined;
    await world.pass(5 * MINUTE);
    world.ports.turns = { take: async () => false };
    await world.deliver(request({ notAfter: time(20 * MINUTE) }));
    await world.pass(5 * MINUTE);
    expect(await placesOf(world)).toEqual(['r1']);
  });

  it('are observed when they come, and again only with a place', async () => {
    const world = await worldWith(6);
    await aMinuteLater(world);
    // Two have places, and one is the newest that found none.
    expect(world.listed).toEqual([OLD, OLD, NEW, OLD, OLD]);
    const waits = [...world.ledger.requests.values()].filter(({ dueAtMs }) => dueAtMs === world.now + 5 * MINUTE);
    expect(waits.map(({ wokenBy }) => wokenBy)).toEqual(['dispatch', 'dispatch', 'dispatch']);
  });

  it('all come to their end, one after the other', async () => {
    const world = await worldWith(8);
    world.ports.turns = { take: async () => true };
    await world.pass(60 * MINUTE);
    const ended = [...world.ledger.requests.values()].map(({ state }) => state);
    expect(ended.filter((state) => state === 'RECEIVED')).toEqual([]);
    expect(await placesOf(world)).toEqual([]);
  });

  it('expire in time, without a place unobserved', async () => {
    const world = await worldWith(6, { notAfter: time(8 * MINUTE) });
    await aMinuteLater(world);
    const placeless = [...world.ledger.requests.values()].filter(({ dueAtMs }) => dueAtMs === START + 6 * MINUTE);
    expect(placeless).toHaveLength(3);
    await world.pass(7 * MINUTE);
    world.now += 1;
    await world.wake();
    for (const {
      request: { requestId },
    } of placeless) {
      const [outcome] = world.eventsOf(requestId);
      expect(outcome?.data.reason?.code).toBe('EXPIRED');
    }
  });

  it('hold up neither those for another connection, nor another tenant’s', async () => {
    const world = await worldWith(6);
    world.place('dxcon-line2', OLD, { vlan: 202 });
    await world.deliver(request({ requestId: 'other', connectionId: 'dxcon-line2' }));
    world.ports.turns = { take: async () => true };
    world.now += MINUTE;
    await world.wake();
    expect(world.eventsOf('other')[0]?.data.outcome).toBe('MIGRATED');
  });
});

it('the newest of them replaces one that has called, whatever has the places', async () => {
  const world = new World({ openRequestsPerConnection: 2 });
  world.script.push({ moves: false, answer: { kind: 'neverRan', cause: 'throttled' } });
  await world.deliver(request());
  world.ports.turns = { take: async () => false };
  for (const index of [1, 2, 3]) await world.deliver(request({ requestId: `r1${index}`, requestedAt: time(-index) }));
  await aMinuteLater(world);
  await world.deliver(request({ requestId: 'last', parentConnectionId: OTHER, requestedAt: time(1) }));
  // Until an observation can show what that call has done, it waits like the others.
  world.now += 2 * MINUTE;
  await world.wake();
  world.ports.turns = { take: async () => true };
  await world.pass(3 * MINUTE);
  expect(world.eventsOf('r1')[0]?.data.reason?.code).toBe('SUPERSEDED');
  expect(world.eventsOf('last')[0]?.data).toMatchObject({ outcome: 'MIGRATED', parentConnectionId: OTHER });
});

it('the one that has the lock is worked on, whatever has the places: they may wait for it', async () => {
  const world = await worldWith(4);
  for (const requestId of ['r1', 'r2']) await world.ledger.takePlace({ tenant: 'orders', requestId }, CONNECTION, 2);
  await world.ledger.takePlaceOfNewest({ tenant: 'orders', requestId: 'r3' }, CONNECTION, time(MINUTE));
  world.ports.turns = { take: async () => true };
  world.now += MINUTE;
  await world.dispatch();
  expect(world.eventsOf('r0')[0]?.data.outcome).toBe('MIGRATED');
});

it('a place that a late write has left behind is cleared, once another request finds none', async () => {
  const world = await worldWith(4);
  for (const requestId of ['gone', 'gone too'])
    await world.ledger.takePlace({ tenant: 'orders', requestId }, CONNECTION, 2);
  world.ports.turns = { take: async () => true };
  await world.pass(60 * MINUTE);
  expect([...world.ledger.requests.values()].filter(({ state }) => state === 'RECEIVED')).toEqual([]);
  expect(await placesOf(world)).not.toContain('gone');
});

it('a dry run waits for no place', async () => {
  const world = await worldWith(6);
  await world.deliver(request({ requestId: 'dry', dryRun: true }));
  expect(world.eventsOf('dry')[0]?.data.outcome).toBe('PLANNED');
});
