import { describe, expect, it } from 'vitest';
import { CONNECTION, MINUTE, NEW, OLD, OTHER, OWNER, request, SECOND, START, World } from '../../support/world.ts';

const time = (offset: number) => new Date(START + offset).toISOString();

/** Two tenants with the right to the same line. */
function sharedLine(): World {
  const world = new World();
  const second = { name: 'second', senders: ['AROASECONDSYSTEM'], ownerAccounts: [OWNER], parents: [OLD, NEW, OTHER] };
  world.ports.tenants = [...world.ports.tenants, second];
  return world;
}

const bySecond = { tenant: 'second', senderId: 'AROASECONDSYSTEM:x' };

describe('a request of the future', () => {
  it.each([
    ['4:59 ahead', 5 * MINUTE - SECOND],
    ['just further ahead than clocks differ', 5 * SECOND + 1],
  ])('that is there already, %s, supersedes nothing that is ordered after it was sent', async (_name, ahead) => {
    const world = sharedLine();
    const there = { requestId: 'there', expectedParentConnectionId: OLD, parentConnectionId: OLD };
    await world.deliver(request({ ...there, requestedAt: time(ahead) }), bySecond);
    world.now += SECOND;
    await world.deliver(request({ requestedAt: time(SECOND) }));
    expect(world.eventsOf('there')[0]?.data).toMatchObject({
      disposition: 'alreadyThere',
      request: { requestedAt: time(ahead) },
    });
    expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'MIGRATED', disposition: 'moved' });
  });

  it('supersedes what was ordered before it was sent', async () => {
    const world = new World();
    await world.deliver(request({ requestId: 'future', parentConnectionId: OLD, requestedAt: time(MINUTE) }));
    world.now += SECOND;
    await world.deliver(request());
    expect(world.eventsOf()[0]?.data.reason?.code).toBe('SUPERSEDED');
  });

  it('replaces and withdraws as of its sending', async () => {
    const world = new World();
    world.ledger.paused = true;
    await world.deliver(request({ requestId: 'future', requestedAt: time(4 * MINUTE) }));
    world.now += SECOND;
    await world.deliver(request({ requestId: 'withdrawal', parentConnectionId: OLD, requestedAt: time(SECOND) }));
    expect(world.eventsOf('future')[0]?.data.reason?.code).toBe('SUPERSEDED');
    expect(world.eventsOf('withdrawal')[0]?.data.disposition).toBe('alreadyThere');
  });

  it('keeps its place when its message is sent anew', async () => {
    const world = new World();
    const future = request({ requestedAt: time(4 * MINUTE), notBefore: time(3 * MINUTE) });
    await world.deliver(future);
    world.now += MINUTE;
    await world.deliver(request({ requestId: 'r2', parentConnectionId: OTHER, requestedAt: time(MINUTE) }));
    world.now += 3 * MINUTE;
    await world.deliver(future);
    // On neither of its parents now: that takes a second observation.
    await world.pass(3 * MINUTE);
    expect(world.eventsOf('r2')[0]?.data.disposition).toBe('moved');
    expect(world.eventsOf()[0]?.data.reason?.code).toBe('SUPERSEDED');
  });

  it('from before a restore, sent then, is not taken any more', async () => {
    const world = new World({ minRequestedAt: time(SECOND) });
    await world.deliver(request({ requestedAt: time(4 * MINUTE) }));
    expect(world.eventsOf()[0]?.data.reason?.code).toBe('SUPERSEDED');
  });
});

it.each([
  ['200 ms', 200],
  ['almost five seconds', 5 * SECOND - 1],
  ['a minute', MINUTE],
])('1,000 orders from a clock that is %s ahead keep their order', async (_name, ahead) => {
  const world = new World();
  const back = { expectedParentConnectionId: NEW, parentConnectionId: OLD };
  // A tenth of a millisecond apart, by which SentTimestamp cannot tell them apart.
  const orders = Array.from({ length: 1000 }, (_, number) => {
    const requestedAt = time(Math.floor(number / 10) + ahead).replace('Z', `${number % 10}00Z`);
    return request({ requestId: `r${number}`, requestedAt, ...(number % 2 === 0 ? {} : back) });
  });
  for (const [number, order] of orders.entries()) {
    world.now = START + Math.floor(number / 10);
    await world.deliver(order);
  }
  expect(world.calls.map(({ parentId }) => parentId)).toEqual(orders.map((order) => order.parentConnectionId));
  expect(world.details().map(({ data }) => data.request?.requestId)).toEqual(orders.map(({ requestId }) => requestId));
  expect(world.truth.get(CONNECTION)?.parent).toBe(OLD);
});

it('orders of the future that are sent in one moment are called for as they were given', async () => {
  const world = new World();
  const back = { expectedParentConnectionId: NEW, parentConnectionId: OLD };
  await world.deliver(request({ requestId: 'first', requestedAt: time(MINUTE) }));
  await world.deliver(request({ requestId: 'second', ...back, requestedAt: time(MINUTE + 1) }));
  await world.deliver(request({ requestId: 'third', requestedAt: time(MINUTE + 1) }));
  const outcomes = ['first', 'second', 'third'].map((id) => world.eventsOf(id)[0]?.data);
  expect(outcomes.map((data) => data?.reason?.code ?? data?.disposition)).toEqual(['moved', 'moved', 'SUPERSEDED']);
});
