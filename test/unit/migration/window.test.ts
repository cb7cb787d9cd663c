import { describe, expect, it } from 'vitest';
import { MINUTE, OLD, request, SECOND, START, World } from '../../support/world.ts';

const time = (offset: number) => new Date(START + offset).toISOString();

describe('the change window', () => {
  it('allows no call before it opens, and calls when it does', async () => {
    const world = new World();
    const delivery = await world.deliver(request({ notBefore: time(3 * MINUTE), notAfter: time(10 * MINUTE) }));
    expect(delivery).toEqual({ kind: 'acknowledge' });
    expect(world.request().dueAtMs).toBe(START + 3 * MINUTE);
    await world.pass(3 * MINUTE - 1);
    expect(world.calls).toEqual([]);
    await world.pass(MINUTE);
    expect(world.calls).toHaveLength(1);
  });

  it('does not block other requests for the connection while it is closed', async () => {
    const world = new World();
    await world.deliver(request({ requestId: 'later', notBefore: time(60 * MINUTE) }));
    await world.deliver(request({ requestedAt: time(SECOND) }));
    expect(world.eventsOf('r1')[0]?.data.outcome).toBe('MIGRATED');
    await world.pass(61 * MINUTE);
    expect(world.eventsOf('later')[0]?.data.reason?.code).toBe('SUPERSEDED');
    expect(world.calls).toHaveLength(1);
  });

  it('that is over gives EXPIRED', async () => {
    const world = new World();
    world.now = START + 10 * MINUTE + 1;
    await world.deliver(request({ notAfter: time(10 * MINUTE) }));
    expect(world.eventsOf()[0]?.data.reason?.code).toBe('EXPIRED');
    expect(world.eventsOf()[0]?.data.parentConnectionId).toBe(OLD);
    expect(world.calls).toEqual([]);
  });

  it('is open in its last millisecond', async () => {
    const world = new World();
    world.now = START + 10 * MINUTE;
    await world.deliver(request({ notAfter: time(10 * MINUTE) }));
    expect(world.calls).toHaveLength(1);
  });

  it('that ends between the observation and the intent stops the call', async () => {
    const world = new World();
    const { describeParent } = world.ports.directConnect;
    world.ports.directConnect.describeParent = async (id) => {
      world.now = START + 10 * MINUTE + 1;
      return describeParent(id);
    };
    await world.deliver(request({ notAfter: time(10 * MINUTE) }));
    expect(world.calls).toEqual([]);
    expect(world.eventsOf()[0]?.data.reason?.code).toBe('EXPIRED');
  });
});
