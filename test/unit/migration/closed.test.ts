import { describe, expect, it } from 'vitest';
import { resolve } from '../../../src/migration/operators/resolve.ts';
import { CONNECTION, MINUTE, NEW, OLD, request, START, UNCLEAR, World } from '../../support/world.ts';

const REASON = {
  code: 'NOT_PERMITTED',
  message: 'the tenant is closed: nothing more is moved for it',
  awsError: null,
};

function close(world: World): void {
  world.ports.tenants = world.ports.tenants.map((tenant) => ({ ...tenant, closed: true }));
}

describe('a tenant that is closed', () => {
  it('has what it still sends refused, with its request, and nothing looked up', async () => {
    const world = new World();
    close(world);
    expect(await world.deliver(request())).toEqual({ kind: 'acknowledge' });
    expect(world.eventsOf().map(({ data }) => data)).toMatchObject([
      { outcome: 'REJECTED', tenant: 'orders', connection: null, attempts: 0, reason: REASON },
    ]);
    expect([world.calls, world.listed]).toEqual([[], []]);
  });

  it('has a dry run answered in the same way', async () => {
    const world = new World();
    close(world);
    await world.deliver(request({ dryRun: true }));
    expect(world.eventsOf().map(({ data }) => data)).toMatchObject([{ outcome: 'PLANNED', reason: REASON }]);
  });

  it('has a request refused that waited for its window', async () => {
    const world = new World();
    await world.deliver(request({ notBefore: new Date(START + 10 * MINUTE).toISOString() }));
    close(world);
    await world.pass(15 * MINUTE);
    expect(world.eventsOf().map(({ data }) => data)).toMatchObject([{ outcome: 'REJECTED', reason: REASON }]);
    expect(world.calls).toEqual([]);
  });

  it('has a call that moved its line observed and published', async () => {
    const world = new World();
    world.script.push({ moves: true, answer: UNCLEAR });
    await world.deliver(request());
    expect(world.request().state).toBe('CALLING');
    close(world);
    await world.pass(15 * MINUTE);
    expect(world.eventsOf().map(({ data }) => data)).toMatchObject([
      { outcome: 'MIGRATED', disposition: 'observed', tenant: 'orders', parentConnectionId: NEW },
    ]);
  });

  it('has a call without effect held, and what a person then lets go on refused; the line is free for others', async () => {
    const world = new World();
    world.script.push({ moves: false, answer: UNCLEAR });
    await world.deliver(request());
    close(world);
    await world.pass(20 * MINUTE);
    expect(world.eventsOf().map(({ data }) => data.outcome)).toEqual(['HELD']);
    await resolve(
      { tenant: 'orders', requestId: 'r1', verdict: 'retry', by: 'ada', why: 'it did not move' },
      world.ports,
    );
    await world.pass(20 * MINUTE);
    expect(world.eventsOf().map(({ data }) => [data.outcome, data.reason?.message])).toEqual([
      ['HELD', expect.any(String)],
      ['REJECTED', REASON.message],
    ]);
    expect(world.calls).toHaveLength(1);
    expect(world.ledger.connections.get(CONNECTION)?.active).toBeUndefined();
    expect(world.truth.get(CONNECTION)?.parent).toBe(OLD);
  });
});
