import { describe, expect, it } from 'vitest';
import type { VerifiedDetail } from '../../../../src/contract/operations/verified.ts';
import { ObservationUnavailableError } from '../../../../src/migration/ports/direct-connect.ts';
import { CONNECTION, MINUTE, NEW, OLD, OTHER, OWNER, request, START, UNCLEAR, World } from '../../../support/world.ts';

/** When a look first counts: the staleness bound and the clock skew are a minute each. */
const FIRST_LOOK = START + 2 * MINUTE + 1;

const KEY = { tenant: 'orders', requestId: 'r1' };

function toldBy(world: World, requestId = 'r1'): VerifiedDetail['data'][] {
  return world.verified
    .map(({ detail }) => (JSON.parse(detail) as VerifiedDetail).data)
    .filter((data) => data.requestId === requestId);
}

const verdictsBy = (world: World, requestId?: string) => toldBy(world, requestId).map(({ verdict }) => verdict);

async function moved(world: World): Promise<World> {
  await world.deliver(request());
  expect(world.request().state).toBe('MIGRATED');
  return world;
}

const stateOf = (world: World, connectionState: string) =>
  Object.assign(world.truth.get(CONNECTION)?.record ?? {}, { connectionState });

describe('a line that was moved', () => {
  it('is verified once it was well for the soak, and looked at no more', async () => {
    const world = await moved(new World());
    await world.pass(8 * MINUTE);
    const record = {
      connectionId: CONNECTION,
      ownerAccount: OWNER,
      vlan: 101,
      connectionState: 'available',
      bandwidth: '1Gbps',
    };
    const at = (minute: number) => new Date(START + minute * MINUTE).toISOString();
    expect(toldBy(world)).toEqual([
      {
        ...{ verdict: 'HEALTHY', ...KEY, connectionId: CONNECTION, failings: [], looks: 6 },
        before: { parentConnectionId: OLD, connection: record },
        after: { parentConnectionId: NEW, connection: record },
        ...{ movedAt: at(0), lastBadAt: null, firstGoodAt: at(3), resolutionSeconds: 180, observedAt: at(8) },
      },
    ]);
    const { metadata } = JSON.parse(world.verified[0]?.detail ?? '') as VerifiedDetail;
    expect(metadata).toMatchObject({ occurredAt: at(8), correlationId: 'r1', causationId: 'message-1' });
    const stored = await world.ledger.readVerification(KEY);
    expect(stored?.verification).toMatchObject({ verdict: 'HEALTHY', verdictAtMs: START + 8 * MINUTE });
    expect([stored?.dueAtMs, stored?.verification.event]).toEqual([undefined, undefined]);
    world.listed.length = 0;
    await world.pass(60 * MINUTE);
    expect([world.listed, world.verified.length]).toEqual([[], 1]);
    expect(world.logged.filter(({ transition }) => ['seenGood', 'verified'].includes(transition))).toMatchObject([
      { transition: 'seenGood', fields: { age: 180, connectionId: CONNECTION } },
      { transition: 'verified', fields: { cause: 'HEALTHY', requestId: 'r1' } },
    ]);
  });

  it('is not looked at before a look could count', async () => {
    const world = await moved(new World());
    world.listed.length = 0;
    world.now = FIRST_LOOK - 1;
    expect([await world.reconcile(), world.listed]).toMatchObject([{ looks: 0, unlooked: 0 }, []]);
    world.now = FIRST_LOOK;
    expect(await world.reconcile()).toMatchObject({ looks: 1, unlooked: 0 });
    expect([world.listed.length, new Set(world.listed)]).toEqual([2, new Set([NEW, OLD])]);
  });

  it('rings when it is not well in time, and is told of once more when it is', async () => {
    const world = await moved(new World());
    stateOf(world, 'down');
    await world.pass(30 * MINUTE);
    expect(toldBy(world)).toMatchObject([
      {
        verdict: 'UNHEALTHY',
        failings: ['STATE'],
        after: { connection: { connectionState: 'down' } },
        firstGoodAt: null,
      },
    ]);
    expect(world.logged.filter(({ transition }) => transition === 'notVerified')).toMatchObject([
      { fields: { cause: 'UNHEALTHY' } },
    ]);
    stateOf(world, 'available');
    await world.pass(30 * MINUTE);
    expect(verdictsBy(world)).toEqual(['UNHEALTHY', 'HEALTHY']);
  });

  it('is told of when it cannot be looked at, and decided as soon as it can', async () => {
    const world = await moved(new World());
    world.observationFails = new ObservationUnavailableError('away', { denied: true });
    await world.pass(20 * MINUTE);
    expect(toldBy(world)).toMatchObject([
      { verdict: 'UNKNOWN', failings: ['NOT_LOOKED_AT'], looks: 0, after: null, observedAt: null },
    ]);
    expect(world.logged.map(({ transition }) => transition)).toContain('denied');
    world.observationFails = undefined;
    await world.pass(20 * MINUTE);
    expect(verdictsBy(world)).toEqual(['UNKNOWN', 'HEALTHY']);
  });

  it('that someone has moved on is found, and rings', async () => {
    const world = await moved(new World());
    world.place(CONNECTION, OTHER);
    await world.pass(3 * MINUTE);
    expect(toldBy(world)).toMatchObject([{ verdict: 'MOVED_AWAY', after: { parentConnectionId: OTHER } }]);
    expect((await world.ledger.readVerification(KEY))?.dueAtMs).toBeUndefined();
  });

  it('is searched for only when it is on neither parent', async () => {
    const world = await moved(new World());
    await world.pass(8 * MINUTE);
    expect(world.listed).not.toContain(OTHER);
  });

  it('that is nowhere any more is gone, after a second look', async () => {
    const world = await moved(new World());
    world.truth.delete(CONNECTION);
    await world.pass(3 * MINUTE);
    expect(world.verified).toEqual([]);
    await world.pass(3 * MINUTE);
    expect(toldBy(world)).toMatchObject([{ verdict: 'GONE', after: null, failings: ['NOT_ON_TARGET'] }]);
  });

  it('is not gone as long as a parent cannot be listed', async () => {
    const world = await moved(new World());
    world.truth.delete(CONNECTION);
    const { listHosted } = world.ports.directConnect;
    world.ports.directConnect.listHosted = async (parent, ...rest) => {
      if (parent === OTHER) throw new ObservationUnavailableError('away', { denied: false });
      return listHosted(parent, ...rest);
    };
    await world.pass(30 * MINUTE);
    expect(verdictsBy(world)).toEqual(['UNHEALTHY']);
  });

  it.each([
    ['with verification off', { verifyWithinMs: 0 }, request()],
    ['that was on its target already', {}, request({ expectedParentConnectionId: OTHER, parentConnectionId: OLD })],
    ['of a dry run', {}, request({ dryRun: true })],
  ])('is not verified %s', async (_name, settings, body) => {
    const world = new World(settings);
    await world.deliver(body);
    expect([world.published.length, world.ledger.verifications.size]).toEqual([1, 0]);
  });

  it('is not verified again by a message that comes once more, nor late', async () => {
    const world = await moved(new World());
    world.ledger.verifications.clear();
    await world.deliver(request());
    expect(world.ledger.verifications.size).toBe(0);
  });

  it('is verified though the bus did not take the outcome at first', async () => {
    const world = new World();
    world.busRejections = 1;
    await world.deliver(request());
    expect([world.published.length, world.ledger.verifications.size]).toEqual([0, 1]);
    await world.pass(10 * MINUTE);
    expect(verdictsBy(world)).toEqual(['HEALTHY']);
  });
});

describe('a later request for the line', () => {
  const later = (fields: object = {}) => ({
    ...request({ requestId: 'r2', expectedParentConnectionId: NEW, parentConnectionId: OTHER }),
    requestedAt: new Date(START + MINUTE).toISOString(),
    ...fields,
  });

  it('that has moved it overtakes the verification, and has one of its own', async () => {
    const world = await moved(new World());
    await world.pass(4 * MINUTE);
    await world.deliver(later());
    expect(world.request('r2').state).toBe('MIGRATED');
    await world.pass(12 * MINUTE);
    expect(toldBy(world)).toMatchObject([{ verdict: 'OVERTAKEN' }]);
    expect(verdictsBy(world, 'r2')).toEqual(['HEALTHY']);
  });

  it('that was refused leaves it going', async () => {
    const world = await moved(new World());
    await world.pass(4 * MINUTE);
    const refused = { kind: 'refused', code: 'IP_CONFLICT', message: 'no', awsError: 'e' } as const;
    world.script.push({ moves: false, answer: refused });
    await world.deliver(later());
    expect(world.request('r2').state).toBe('FAILED');
    await world.pass(12 * MINUTE);
    expect(verdictsBy(world)).toEqual(['HEALTHY']);
  });

  it('whose call is open lets no look count, held or not', async () => {
    const world = await moved(new World());
    await world.pass(4 * MINUTE);
    const { looks } = world.ledger.verifications.get('orders#r1')?.verification ?? {};
    world.script.push({ moves: false, answer: UNCLEAR });
    await world.deliver(later());
    await world.pass(60 * MINUTE);
    expect(world.request('r2').state).toBe('HELD');
    expect(world.ledger.verifications.get('orders#r1')?.verification.looks).toBe(looks);
    expect(toldBy(world)).toMatchObject([{ verdict: 'UNKNOWN', after: null }]);
  });

  it('that waits without having called keeps no look from counting', async () => {
    const world = await moved(new World());
    await world.pass(4 * MINUTE);
    world.ledger.paused = true;
    await world.deliver(later());
    expect(world.ledger.connections.get(CONNECTION)?.active).toEqual({ tenant: 'orders', requestId: 'r2' });
    await world.pass(8 * MINUTE);
    expect(verdictsBy(world)).toEqual(['HEALTHY']);
  });

  it('that waits after a call which may have run after all does', async () => {
    const world = await moved(new World());
    await world.pass(4 * MINUTE);
    world.script.push({ moves: false, answer: { kind: 'neverRan', cause: 'throttled' } });
    await world.deliver(later());
    expect(world.request('r2')).toMatchObject({ state: 'RECEIVED', attempts: 1 });
    world.ledger.paused = true;
    await world.pass(8 * MINUTE);
    expect(verdictsBy(world)).toEqual([]);
  });
});

describe('a verdict', () => {
  it('is stored before it is published, and goes out before the next one', async () => {
    const world = await moved(new World());
    stateOf(world, 'down');
    await world.pass(10 * MINUTE);
    const { publish } = world.ports.bus;
    world.ports.bus.publish = async () => {
      throw new Error('the bus is away');
    };
    await world.pass(5 * MINUTE);
    expect((await world.ledger.readVerification(KEY))?.verification).toMatchObject({ verdict: 'UNHEALTHY' });
    stateOf(world, 'available');
    await world.pass(20 * MINUTE);
    expect((await world.ledger.readVerification(KEY))?.verification.verdict).toBe('UNHEALTHY');
    expect(world.logged.filter(({ transition }) => transition === 'unpublished').at(-1)?.fields.age).toBeGreaterThan(
      1000,
    );
    world.ports.bus.publish = publish;
    await world.pass(30 * MINUTE);
    expect(verdictsBy(world)).toEqual(['UNHEALTHY', 'HEALTHY']);
  });

  it('is published to the letter again by whoever comes after one that died', async () => {
    const world = await moved(new World());
    const { setVerification } = world.ledger;
    const details: string[] = [];
    const { publish } = world.ports.bus;
    world.ports.bus.publish = async (event) => {
      if (event.source !== 'dx-migrator') details.push(event.detail);
      await publish(event);
    };
    world.ledger.setVerification = async (...write) => {
      if (write[3] === undefined && details.length === 1) throw new Error('the process dies');
      return setVerification(...write);
    };
    await world.pass(20 * MINUTE);
    expect(details).toHaveLength(2);
    expect(new Set(details).size).toBe(1);
    expect((await world.ledger.readVerification(KEY))?.dueAtMs).toBeUndefined();
  });
});
