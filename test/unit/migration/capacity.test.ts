import { describe, expect, it } from 'vitest';
import type { Settings } from '../../../src/migration/model/settings.ts';
import type { Parent } from '../../../src/migration/ports/direct-connect.ts';
import { CONNECTION, MINUTE, NEW, OLD, request, World } from '../../support/world.ts';

function worldWith(settings: Partial<Settings>, parent: Partial<Parent>): World {
  const world = new World(settings);
  world.parents.set(NEW, { state: 'available', allowsHostedConnections: true, ...parent });
  world.place(CONNECTION, OLD, { bandwidth: '500Mbps', location: 'EqDC2' });
  world.place('dxcon-there', NEW, { bandwidth: '1.5Gbps', vlan: 102 });
  return world;
}

async function reasonOf(world: World, fields: Record<string, unknown> = {}) {
  await world.deliver(request(fields));
  await world.pass(4 * MINUTE);
  const { outcome, reason } = world.eventsOf()[0]?.data ?? {};
  return [outcome, reason?.code, reason?.message];
}

describe('capacity', () => {
  const FULL = `${NEW} has no room for the connection`;

  it('a line is rejected that has no room on its target, once a second observation agrees', async () => {
    const world = worldWith({ capacityFactor: 1 }, { bandwidthMbps: 1_999 });
    await world.deliver(request());
    expect(world.request().pendingRejection?.code).toBe('PARENT_CAPACITY');
    await world.pass(4 * MINUTE);
    expect(world.eventsOf()[0]?.data.reason).toMatchObject({ code: 'PARENT_CAPACITY', message: FULL });
    expect(world.calls).toEqual([]);
  });

  it('and a dry run says so', async () => {
    const world = worldWith({ capacityFactor: 1 }, { bandwidthMbps: 1_000 });
    expect(await reasonOf(world, { dryRun: true })).toEqual(['PLANNED', 'PARENT_CAPACITY', FULL]);
  });

  it.each<[string, Partial<Settings>, Partial<Parent>]>([
    ['just fits', { capacityFactor: 1 }, { bandwidthMbps: 2_000 }],
    ['fits what the factor allows', { capacityFactor: 2 }, { bandwidthMbps: 1_000 }],
    ['is not measured', { capacityFactor: 0 }, {}],
  ])('a line is moved that %s', async (_how, settings, parent) => {
    expect((await reasonOf(worldWith(settings, parent)))[0]).toBe('MIGRATED');
  });

  it('lines that are being deleted take no room', async () => {
    const world = worldWith({ capacityFactor: 1 }, { bandwidthMbps: 500 });
    world.place('dxcon-there', NEW, { bandwidth: '1.5Gbps', vlan: 102, connectionState: 'deleting' });
    expect((await reasonOf(world))[0]).toBe('MIGRATED');
  });

  it.each<[string, Partial<Parent>, string | undefined]>([
    ['the parent', {}, '1Gbps'],
    ['a line on it', { bandwidthMbps: 5_000 }, 'many bps'],
  ])('without the bandwidth of %s nothing is decided', async (_what, parent, bandwidth) => {
    const world = worldWith({ capacityFactor: 1 }, parent);
    world.place('dxcon-there', NEW, { vlan: 102, ...(bandwidth ? { bandwidth } : {}) });
    expect(await reasonOf(world)).toEqual([undefined, undefined, undefined]);
    expect(world.calls).toEqual([]);
  });
});

describe('location', () => {
  it('a line is not moved to another location', async () => {
    const world = worldWith({}, { location: 'EqFR5' });
    const message = `${NEW} is in EqFR5, and the connection in EqDC2`;
    expect(await reasonOf(world)).toEqual(['REJECTED', 'PARENT_CANNOT_HOST', message]);
  });

  it.each<[string, Partial<Settings>, Partial<Parent>]>([
    ['the same', {}, { location: 'EqDC2' }],
    ['another one, where that is allowed', { otherLocations: 1 }, { location: 'EqFR5' }],
    ['one that Direct Connect does not say', {}, {}],
  ])('it is moved to %s', async (_where, settings, parent) => {
    expect((await reasonOf(worldWith(settings, parent)))[0]).toBe('MIGRATED');
  });
});
