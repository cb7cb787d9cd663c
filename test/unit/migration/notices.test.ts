import { describe, expect, it } from 'vitest';
import type { CordonedDetail } from '../../../src/contract/operations/cordoned.ts';
import { cordonedEventId } from '../../../src/contract/operations/cordoned.ts';
import { MOST_NOTICES } from '../../../src/migration/model/notices.ts';
import { control } from '../../../src/migration/operators/control.ts';
import { MINUTE, NEW, OTHER, START, World } from '../../support/world.ts';

const SECRET = { by: 'ada@partner', why: 'Alder Bank leaves Frankfurt' };

const cordon = (world: World, parent = NEW) => control({ action: 'cordon', parent, ...SECRET }, world.ports);
const uncordon = (world: World, parent = NEW) => control({ action: 'uncordon', parent, ...SECRET }, world.ports);
const iso = (ms: number) => new Date(ms).toISOString();

function told(world: World) {
  return world.cordoned.map(({ eventId, detail: text }) => {
    const { metadata, data } = JSON.parse(text) as CordonedDetail;
    expect(metadata.eventId).toBe(eventId);
    return [data.parentConnectionId, data.cordoned, metadata.occurredAt];
  });
}

describe('a cordon', () => {
  it('is told by the next run of reconcile, and when it is lifted too; once each, with no name and no reason', async () => {
    const world = new World();
    await cordon(world);
    expect(world.cordoned).toEqual([]);
    await world.reconcile();
    expect(told(world)).toEqual([[NEW, true, iso(START)]]);
    world.now += MINUTE;
    await world.reconcile();
    await uncordon(world);
    await world.reconcile();
    expect(told(world)).toEqual([
      [NEW, true, iso(START)],
      [NEW, false, iso(START + MINUTE)],
    ]);
    expect(world.cordoned[0]?.eventId).toBe(cordonedEventId(NEW, iso(START)));
    expect(world.cordoned[0]?.source).toBe('dx-migrator.operations');
    for (const secret of Object.values(SECRET)) expect(JSON.stringify(world.cordoned)).not.toContain(secret);
    expect(world.ledger.notices).toEqual({ lastAtMs: START + MINUTE, unpublished: [] });
  });

  it('that changes nothing, and what else stops calls, is told to no one', async () => {
    const world = new World();
    await cordon(world);
    await cordon(world);
    await uncordon(world, OTHER);
    await control({ action: 'closeParent', parent: OTHER, ...SECRET }, world.ports);
    await control({ action: 'freeze', name: 'night', untilMs: START + MINUTE, ...SECRET }, world.ports);
    await control({ action: 'pause', ...SECRET }, world.ports);
    await world.reconcile();
    expect(told(world)).toEqual([[NEW, true, iso(START)]]);
  });

  it('is told later than the one before, whatever the clocks say, and is in force since then', async () => {
    const world = new World();
    await cordon(world);
    world.now -= MINUTE;
    await uncordon(world);
    await world.reconcile();
    const last = await cordon(world);
    await world.reconcile();
    expect(told(world)).toEqual([
      [NEW, true, iso(START)],
      [NEW, false, iso(START + 1)],
      [NEW, true, iso(START + 2)],
    ]);
    expect(last).toMatchObject({ cordons: [{ parent: NEW, since: iso(START + 2) }] });
  });

  it('is told the same to the letter until the bus has accepted it, also by another version of the service', async () => {
    const world = new World();
    await cordon(world);
    await cordon(world, OTHER);
    const stored = world.ledger.notices?.unpublished.map(({ event }) => event);
    world.busRejections = 1;
    world.now += MINUTE;
    await world.reconcile();
    expect(world.cordoned).toEqual(stored?.slice(1));
    expect(world.logged.filter(({ transition }) => transition === 'unpublished')).toEqual([
      { transition: 'unpublished', fields: { eventId: stored?.[0]?.eventId, age: 60, error: expect.any(String) } },
    ]);

    world.ports.serviceVersion = '9.9.9';
    await world.reconcile();

    expect(world.cordoned).toEqual([stored?.[1], stored?.[0]]);
  });

  it('comes again if what was published could not be taken out', async () => {
    const world = new World();
    await cordon(world);
    const { setNotices } = world.ledger;
    world.ledger.setNotices = async () => {
      world.ledger.setNotices = setNotices;
      throw new Error('the ledger is away');
    };
    await world.reconcile();
    await world.reconcile();
    await world.reconcile();
    const [first, second, ...more] = world.cordoned;
    expect(first).toEqual(second);
    expect(more).toEqual([]);
    expect(world.logged.filter(({ transition }) => transition === 'faulted')).toMatchObject([
      { fields: { cause: 'notices', error: 'Error: the ledger is away' } },
    ]);
  });

  it('that is stored while others are published is kept', async () => {
    const world = new World();
    await cordon(world);
    const { publish } = world.ports.bus;
    world.ports.bus.publish = async (event) => {
      world.ports.bus.publish = publish;
      await publish(event);
      await cordon(world, OTHER);
    };
    await world.reconcile();
    expect(told(world)).toEqual([[NEW, true, iso(START)]]);
    expect(world.ledger.notices?.unpublished).toHaveLength(1);
    await world.reconcile();
    expect(told(world).at(-1)).toEqual([OTHER, true, iso(START + 1)]);
  });

  it('of someone else in between costs none its event', async () => {
    const world = new World();
    const { setGuards } = world.ledger;
    world.ledger.setGuards = async (...given) => {
      world.ledger.setGuards = setGuards;
      // As it was read: only what was told says that it is not.
      await cordon(world);
      await uncordon(world);
      return setGuards(...given);
    };
    await cordon(world);
    await world.reconcile();
    expect(told(world)).toEqual([
      [NEW, true, iso(START)],
      [NEW, false, iso(START + 1)],
      [NEW, true, iso(START + 2)],
    ]);
  });

  it('is declined while too many are untold, and taken when they are told', async () => {
    const world = new World();
    for (let count = 0; count < MOST_NOTICES; count += 2) {
      await cordon(world);
      await uncordon(world);
    }
    const declined = {
      result: 'declined',
      why: '30 changes of cordons are still to be told to others: try again in a minute',
    };
    expect(await cordon(world)).toEqual(declined);
    expect(world.ledger.guards).toEqual({});
    expect(await uncordon(world)).toMatchObject({ changed: false });
    await world.reconcile();
    expect(await cordon(world)).toMatchObject({ changed: true });
    await world.reconcile();
    expect(world.cordoned).toHaveLength(MOST_NOTICES + 1);
  });
});
