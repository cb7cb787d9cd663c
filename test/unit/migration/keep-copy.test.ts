import { describe, expect, it } from 'vitest';
import { MINUTE, request, START, World } from '../../support/world.ts';

const HOUR = 60 * MINUTE;
const STRANGER = { senderId: 'AIDASTRANGER:x' };
const RIVAL = { tenant: 'rival', senderId: 'AROARIVALSYSTEM:x' };
const say = (line: string) => void process.stdout.write(`${line}\n`);

const keptOf = (world: World, tenant?: string) => world.quarantined.filter((copy) => copy.tenant === tenant).length;
const logged = (world: World, line: string) =>
  world.logged.filter(({ transition }) => transition === line).map(({ fields }) => fields);

describe('the copies of a tenant’s messages in quarantine', () => {
  // The row: "5,000 junk messages in random groups … 5,000 quarantine copies, one alarm that stays red". Without the
  // count, this very test keeps 5,000 copies of the one tenant, and 1 of each other.
  it('are no more in an hour than the setting says, all messages are answered, and no one else’s are left out', async () => {
    const world = new World();
    for (let sent = 0; sent < 5_000; sent++) await world.deliver('junk');
    await world.deliver('junk', RIVAL);
    await world.deliver(request(), STRANGER);

    say(`5,000 junk messages of a tenant: 5,000 copies in quarantine before, ${keptOf(world, 'orders')} now`);
    expect([keptOf(world, 'orders'), keptOf(world, 'rival'), keptOf(world)]).toEqual([100, 1, 1]);
    expect(world.published).toHaveLength(5_002);
    expect(new Set(world.published.map(({ eventId }) => eventId)).size).toBe(5_002);
    expect(logged(world, 'copyNotKept')).toHaveLength(4_900);
    expect(logged(world, 'copyNotKept')[0]).toMatchObject({ tenant: 'orders', cause: 'INVALID_REQUEST' });
    expect(logged(world, 'messageRejected')).toHaveLength(5_002);
  });

  it('begin anew with the hour, and each beginning is logged once: what the alarm rings on', async () => {
    const world = new World({ quarantineCopiesPerHour: 2 });
    for (const offset of [0, MINUTE, 2 * MINUTE, HOUR, HOUR + MINUTE]) {
      world.now = START + offset;
      await world.deliver('junk');
    }
    await world.deliver('junk', RIVAL);
    await world.deliver(request(), STRANGER);

    expect(keptOf(world, 'orders')).toBe(4);
    expect(logged(world, 'quarantineBegan').map(({ tenant }) => tenant)).toEqual([
      'orders',
      'orders',
      'rival',
      undefined,
    ]);
  });

  it('of all senders that are no tenant count together', async () => {
    const world = new World({ quarantineCopiesPerHour: 2 });
    for (const senderId of ['AIDAONE', 'AIDATWO', 'AIDATHREE']) await world.deliver(request(), { senderId });
    expect(keptOf(world)).toBe(2);
    expect(world.published).toHaveLength(3);
  });

  it('count on where another process, whose clock is ahead, has begun the next hour', async () => {
    const world = new World({ quarantineCopiesPerHour: 2 });
    world.now = START + HOUR;
    await world.deliver('junk');
    world.now = START + HOUR - 1;
    await world.deliver('junk');
    await world.deliver('junk');
    expect(keptOf(world, 'orders')).toBe(2);
  });

  it('are kept where the write that begins the hour is not answered, and repeated', async () => {
    const world = new World();
    const { startCopyHour } = world.ledger;
    world.ledger.startCopyHour = async (...given) => {
      await startCopyHour(...given);
      return startCopyHour(...given);
    };
    await world.deliver('junk');
    expect(keptOf(world, 'orders')).toBe(1);
  });

  it('that cannot be stored come again with their message', async () => {
    const world = new World();
    const { store } = world.ports.quarantine;
    world.ports.quarantine.store = async () => Promise.reject(new Error('away'));
    const message = world.message('junk');
    const deliver = () => world.deliver('junk', message);
    await expect(deliver()).rejects.toThrow('away');
    world.ports.quarantine.store = store;
    await deliver();
    expect(keptOf(world, 'orders')).toBe(1);
    expect(logged(world, 'quarantineBegan')).toHaveLength(1);
  });
});
