import { describe, expect, it } from 'vitest';
import { observing } from '../../../src/migration/steps/recent-listings.ts';
import { CONNECTION, MINUTE, NEW, OLD, OTHER, request, SECOND, START, World } from '../../support/world.ts';

/** A service that remembers what it has listed: OLD and NEW a moment ago. */
async function worldThatRemembers(arrange = (_: World) => {}): Promise<World> {
  const world = new World();
  arrange(world);
  world.place('dxcon-line2', OLD, { vlan: 202 });
  Object.assign(world.ports, observing(world.ports.directConnect, world.ports.clock));
  for (const parent of [OLD, NEW]) await world.ports.directConnect.listHosted(parent);
  world.listed.length = 0;
  world.now += SECOND;
  return world;
}

const throttled = { moves: false, answer: { kind: 'neverRan', cause: 'throttled' } } as const;

describe('a visit of dispatch', () => {
  it('goes by recent listings of both parents', async () => {
    const world = await worldThatRemembers();
    world.ports.turns = { take: async () => false };
    await world.deliver(request());
    world.ports.turns = { take: async () => true };
    world.listed.length = 0;
    await world.dispatch();
    expect(world.eventsOf()[0]?.data.outcome).toBe('MIGRATED');
    expect(world.listed).toEqual([]);
  });

  it('observes anew once the request has called', async () => {
    const world = await worldThatRemembers();
    world.ports.turns = { take: async () => false };
    await world.deliver(request());
    world.ports.turns = { take: async () => true };
    world.script.push(throttled);
    await world.dispatch();
    for (const parent of [OLD, NEW]) await world.ports.directConnect.listHosted(parent);
    world.listed.length = 0;
    await world.dispatch();
    expect(world.calls).toHaveLength(2);
    expect(world.listed).toEqual([OLD, OLD, NEW]);
  });
});

describe('a delivery', () => {
  it('goes by recent listings, also under the lock, where these allow its call', async () => {
    const world = await worldThatRemembers();
    await world.deliver(request());
    expect(world.eventsOf()[0]?.data.outcome).toBe('MIGRATED');
    expect(world.listed).toEqual([]);
  });

  it('lists anew where the recent listing does not show its connection', async () => {
    const world = await worldThatRemembers();
    world.place('dxcon-line3', OLD, { vlan: 303 });
    await world.deliver(request({ connectionId: 'dxcon-line3' }));
    expect(world.eventsOf()[0]?.data.outcome).toBe('MIGRATED');
    expect(world.listed).toEqual([OLD]);
  });

  it('moves a line on, and back, that was moved a moment ago', async () => {
    const world = await worldThatRemembers();
    await world.deliver(request());
    const steps = [
      [NEW, OTHER],
      [OTHER, OLD],
      [OLD, NEW],
    ];
    for (const [index, [from, to]] of steps.entries()) {
      world.now += SECOND;
      const order = { expectedParentConnectionId: from, parentConnectionId: to, requestId: `r${index + 2}` };
      await world.deliver(request({ ...order, requestedAt: new Date(world.now).toISOString() }));
      expect(world.eventsOf(`r${index + 2}`)[0]?.data.outcome).toBe('MIGRATED');
    }
    expect(world.calls).toHaveLength(4);
  });

  it('rejects by no listing but its own', async () => {
    const world = await worldThatRemembers();
    // Moved by hand since: the recent listings still show it on the target.
    const back = { expectedParentConnectionId: NEW, parentConnectionId: OLD };
    world.place(CONNECTION, NEW);
    await world.deliver(request(back));
    expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'MIGRATED', disposition: 'moved' });
  });

  it('lists anew where its VLAN is taken by a recent listing only', async () => {
    const world = await worldThatRemembers((before) => before.place('dxcon-line3', NEW, { vlan: 101 }));
    world.truth.delete('dxcon-line3');
    await world.deliver(request());
    expect(world.eventsOf()[0]?.data.outcome).toBe('MIGRATED');
    expect(world.listed).toEqual([OLD, NEW]);
  });

  it('lists anew where a recent listing contradicts what another process has recorded', async () => {
    const world = await worldThatRemembers();
    world.now += SECOND;
    world.ledger.connections.set(CONNECTION, { lastParent: NEW, lastOutcomeAtMs: world.now });
    world.place(CONNECTION, NEW);
    await world.deliver(request());
    expect(world.listed).toEqual([OLD, NEW]);
    expect(world.calls).toEqual([]);
    expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'MIGRATED', disposition: 'alreadyThere' });
  });

  it('is not said to be on the target by a recent listing only', async () => {
    const world = await worldThatRemembers((before) => before.place(CONNECTION, NEW));
    // Moved on by hand since.
    world.place(CONNECTION, OTHER);
    await world.deliver(request());
    expect(world.published).toEqual([]);
    expect(world.request()).toMatchObject({ state: 'RECEIVED', waitsFor: { cause: 'staleObservation' } });
  });

  it('lists the target anew where its line has gone there just before the lock', async () => {
    const world = await worldThatRemembers();
    world.now += 6 * SECOND;
    await world.ports.directConnect.listHosted(NEW);
    world.now += 2 * SECOND;
    const { takeLock } = world.ledger;
    world.ledger.takeLock = async (...write) => {
      // By hand; and the listing of its expected parent serves no more.
      world.place(CONNECTION, NEW);
      world.now += 2 * SECOND;
      return takeLock.apply(world.ledger, write);
    };
    world.listed.length = 0;
    await world.deliver(request());
    expect(world.listed).toEqual([OLD, NEW]);
    expect(world.eventsOf()[0]?.data.disposition).toBe('alreadyThere');
  });

  it('observes anew once, also where its clock is set back meanwhile', async () => {
    const world = await worldThatRemembers((before) => before.place('dxcon-line3', NEW, { vlan: 101 }));
    const { takeLock } = world.ledger;
    world.ledger.takeLock = async (...write) => {
      world.now -= MINUTE;
      return takeLock.apply(world.ledger, write);
    };
    const { describeParent } = world.ports.directConnect;
    let described = 0;
    world.ports.directConnect.describeParent = async (parent) => {
      if (++described > 2) throw new Error('it observes without end');
      return describeParent(parent);
    };
    await world.deliver(request());
    expect(world.request().pendingRejection?.code).toBe('VLAN_CONFLICT');
  });

  it('does not list again what was listed under the lock', async () => {
    const world = await worldThatRemembers();
    world.place('dxcon-line3', OTHER, { vlan: 101 });
    await world.deliver(request({ parentConnectionId: OTHER }));
    expect(world.request().pendingRejection).toMatchObject({ code: 'VLAN_CONFLICT', sinceMs: world.now });
    expect(world.listed).toEqual([OTHER, OLD]);
  });

  it('that calls for the second time, sees nothing of before its first call', async () => {
    const world = await worldThatRemembers();
    world.script.push(throttled);
    await world.deliver(request());
    await world.ports.directConnect.listHosted(OLD);
    world.listed.length = 0;
    await world.deliver(request());
    expect(world.listed).toEqual([OLD, OLD, NEW]);
  });
});

it('a dry run is answered from what it observes itself', async () => {
  const world = await worldThatRemembers();
  await world.deliver(request({ dryRun: true }));
  expect(world.listed).toEqual([OLD, NEW]);
  expect(world.now - START).toBeLessThan(MINUTE);
});
