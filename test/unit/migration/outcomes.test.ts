import { describe, expect, it } from 'vitest';
import { CONNECTION, Crash, MINUTE, NEW, OLD, OWNER, request, SECOND, START, World } from '../../support/world.ts';

const ACKNOWLEDGED = { kind: 'acknowledge' };

describe('a request that meets no obstacle', () => {
  it('moves the connection once and publishes the record that the call returned', async () => {
    const world = new World();

    const delivery = await world.deliver(request({ orderId: 'o-1' }), { traceparent: 'tp' });

    expect(delivery).toEqual(ACKNOWLEDGED);
    expect(world.calls).toHaveLength(1);
    const [detail] = world.eventsOf();
    expect(world.published).toHaveLength(1);
    expect(world.published[0]?.detailType).toBe('Hosted Connection Migrated');
    expect(detail?.metadata).toEqual({
      eventId: expect.stringMatching(/^[0-9a-f]{32}$/),
      schemaVersion: '1',
      service: 'dx-migrator',
      serviceVersion: '0.0.0-test',
      occurredAt: '2026-11-23T12:00:00.000Z',
      correlationId: 'r1',
      causationId: world.request().messageId,
      traceparent: 'tp',
    });
    expect(detail?.data).toEqual({
      outcome: 'MIGRATED',
      disposition: 'moved',
      tenant: 'orders',
      request: { ...request({ orderId: 'o-1' }), dryRun: false, correlationId: 'r1' },
      previousParentConnectionId: OLD,
      parentConnectionId: NEW,
      connection: expect.objectContaining({ connectionId: CONNECTION, lagId: NEW, vlan: 101 }),
      attempts: 1,
      startedAt: '2026-11-23T12:00:00.000Z',
      finishedAt: '2026-11-23T12:00:00.000Z',
      awsRequestId: 'aws-1',
      reason: null,
    });
  });

  it('leaves nothing due and the connection free', async () => {
    const world = new World();
    await world.deliver(request());
    expect(world.request().dueAtMs).toBeUndefined();
    expect(world.ledger.connections.get(CONNECTION)).toEqual({
      ownerAccount: OWNER,
      lastOrderKey: '2026-11-23T12:00:00.000000000Z',
      lastParent: NEW,
      lastOutcomeAtMs: START,
      lastMovedBy: { tenant: 'orders', requestId: 'r1' },
      lastFrom: OLD,
    });
  });

  it('has one move and one outcome however often it comes', async () => {
    const world = new World();
    for (let times = 0; times < 5; times++) await world.deliver(request());
    expect(world.calls).toHaveLength(1);
    expect(world.published).toHaveLength(1);
  });

  it('has one move when many deliveries are processed at the same time', async () => {
    const world = new World();
    await Promise.all(Array.from({ length: 8 }, () => world.deliver(request())));
    await world.pass(30 * MINUTE);
    expect(world.calls).toHaveLength(1);
    expect(new Set(world.published.map(({ eventId }) => eventId)).size).toBe(1);
    expect(new Set(world.published.map(({ detail }) => detail)).size).toBe(1);
  });

  it('is alreadyThere on the target, without a call', async () => {
    const world = new World();
    world.place(CONNECTION, NEW);
    await world.deliver(request());
    expect(world.calls).toHaveLength(0);
    expect(world.eventsOf()[0]?.data).toMatchObject({
      outcome: 'MIGRATED',
      disposition: 'alreadyThere',
      previousParentConnectionId: NEW,
      parentConnectionId: NEW,
      attempts: 0,
      startedAt: null,
      observedAt: '2026-11-23T12:00:00.000Z',
    });
  });
});

describe('the outcome event', () => {
  it('is published later, byte for byte the same, when the bus rejects it', async () => {
    const world = new World();
    world.busRejections = 1;
    expect(await world.deliver(request())).toEqual(ACKNOWLEDGED);
    const stored = world.request().event;
    expect(world.request().dueAtMs).toBe(START + MINUTE);
    world.now += 5 * SECOND;
    await world.deliver(request());
    expect(world.published).toEqual([stored]);
    expect(world.calls).toHaveLength(1);
  });

  it('is due a minute after it is recorded, if the process dies before it is published', async () => {
    const world = new World();
    world.ledger.releaseLock = async () => {
      throw new Crash('dies after W4');
    };
    await expect(world.deliver(request())).rejects.toThrow(Crash);
    expect(world.published).toEqual([]);
    expect(world.request()).toMatchObject({ state: 'MIGRATED', dueAtMs: START + MINUTE });
  });

  it('is published by reconcile when the message is lost', async () => {
    const world = new World();
    world.busRejections = 1;
    await world.deliver(request());
    await world.pass(2 * MINUTE);
    expect(world.eventsOf()).toHaveLength(1);
    expect(world.request().dueAtMs).toBeUndefined();
  });
});

const RENAMED = {
  name: 'renamed',
  senders: ['AROARENAMED00'],
  ownerAccounts: ['111122223333'],
  parents: [OLD, NEW],
};

describe('a message that is no request', () => {
  it('is quarantined and rejected, and nothing of its body is published', async () => {
    const world = new World();
    const delivery = await world.deliver({ ...request(), requestId: 'secret body' }, { id: 'm1' });
    expect(delivery).toEqual(ACKNOWLEDGED);
    expect(world.quarantined).toEqual([{ id: 'm1', tenant: 'orders', reason: 'INVALID_REQUEST' }]);
    const [detail] = world.details();
    expect(detail?.data).toMatchObject({ outcome: 'REJECTED', tenant: null, request: null, connection: null });
    expect(detail?.data.reason?.code).toBe('INVALID_REQUEST');
    expect(detail?.metadata).toMatchObject({ correlationId: null, causationId: 'm1' });
    expect(detail?.metadata).not.toHaveProperty('traceparent');
    expect(JSON.stringify(world.published) + JSON.stringify(world.logged)).not.toContain('secret body');
  });

  it('is answered the same on every delivery', async () => {
    const world = new World();
    for (const now of [START, START + MINUTE]) {
      world.now = now;
      await world.deliver('{', { id: 'm1', sentAtMs: START });
    }
    expect(world.published).toHaveLength(2);
    expect(world.published[1]).toEqual(world.published[0]);
  });

  it('is answered the same whatever the tenants file says about its sender at a redelivery', async () => {
    const world = new World();
    await world.deliver('{', { id: 'm1' });
    Object.assign(world.ports, { tenants: [] });
    await world.deliver('{', { id: 'm1' });
    Object.assign(world.ports, { tenants: [{ ...RENAMED, senders: ['AROAORDERSYSTEM'] }] });
    await world.deliver('{', { id: 'm1' });
    expect(world.published).toHaveLength(3);
    expect(new Set(world.published.map(({ detail }) => detail)).size).toBe(1);
  });

  it('has another event where its sender was taken off the tenant before a redelivery', async () => {
    const world = new World();
    await world.deliver(request());
    const other = request({ note: 'other' });
    await world.deliver(other, { id: 'm1' });
    const [orders] = world.ports.tenants;
    Object.assign(world.ports, { tenants: [{ ...orders, senders: [] }] });
    await world.deliver(other, { id: 'm1' });
    const [, conflict, unknown] = world.details();
    expect([conflict, unknown].map((detail) => [detail?.data.tenant, detail?.data.reason?.code])).toEqual([
      ['orders', 'CONFLICTING_REQUEST'],
      [null, 'UNKNOWN_SENDER'],
    ]);
    expect(conflict?.metadata.eventId).not.toBe(unknown?.metadata.eventId);
  });

  it('is copied to the quarantine once, however often the bus rejects its event', async () => {
    const world = new World();
    world.busRejections = 3;
    for (let receives = 1; receives <= 3; receives++) {
      await expect(world.deliver('{', { id: 'm1', receives })).rejects.toThrow('the bus rejects the event');
    }
    await world.deliver('{', { id: 'm1', receives: 4 });
    expect(world.quarantined).toEqual([{ id: 'm1', tenant: 'orders', reason: 'INVALID_REQUEST' }]);
  });

  it('is not acknowledged before its copy is stored', async () => {
    const world = new World();
    world.ports.quarantine = {
      store: async () => {
        throw new Error('the queue is away');
      },
    };
    await expect(world.deliver('{')).rejects.toThrow('the queue is away');
  });

  it('of an unknown sender is answered without request data', async () => {
    const world = new World();
    const stranger = { id: 'm1', senderId: 'AROASTRANGER0000:AROAORDERSYSTEM', traceparent: 'tp' };
    await world.deliver(request(), stranger);
    expect(world.details()[0]?.metadata.traceparent).toBe('tp');
    expect(world.details()[0]?.data.reason?.message).toBe(
      'the sender of the message is not registered for the queue that it sent to',
    );
    expect(world.quarantined).toEqual([{ id: 'm1', reason: 'UNKNOWN_SENDER' }]);
    expect(world.details()[0]?.data).toMatchObject({ tenant: null, request: null });
    expect(world.published[0]?.detail).not.toContain(CONNECTION);
    expect(world.listed).toEqual([]);
  });

  it('of another tenant’s sender is answered like an unknown one’s, and leaves that tenant’s requests alone', async () => {
    const world = new World();
    await world.deliver(request({ note: 'a secret' }), { id: 'm1', tenant: 'rival' });
    expect(world.details().map(({ data }) => [data.tenant, data.request, data.reason?.code])).toEqual([
      [null, null, 'UNKNOWN_SENDER'],
    ]);
    expect(world.published[0]?.detail).not.toContain('secret');
    expect(world.quarantined).toEqual([{ id: 'm1', reason: 'UNKNOWN_SENDER' }]);
    expect([...world.ledger.requests.keys()]).toEqual([]);
    expect(world.listed).toEqual([]);
  });

  it('with a used requestId and other content is rejected as a conflict; the first is unchanged', async () => {
    const world = new World();
    await world.deliver(request());
    const before = structuredClone(world.request());
    await world.deliver(request({ parentConnectionId: 'dxlag-other' }), { id: 'm2' });
    expect(world.request()).toEqual(before);
    const conflict = world.details()[1];
    expect(conflict?.data).toMatchObject({ outcome: 'REJECTED', connection: null, attempts: 0 });
    expect(conflict?.data.reason).toMatchObject({
      code: 'CONFLICTING_REQUEST',
      message: 'requestId r1 was used before, with other content',
    });
    expect(conflict?.data.request?.parentConnectionId).toBe('dxlag-other');
    expect(conflict?.metadata.causationId).toBe('m2');
    expect(world.quarantined).toEqual([]);
  });
});

describe('requests with the same id from two tenants', () => {
  it('are two requests', async () => {
    const world = new World();
    world.place('dxcon-rivals', OLD, { ownerAccount: '999988887777', vlan: 7 });
    await world.deliver(request());
    await world.deliver(request({ connectionId: 'dxcon-rivals' }), { tenant: 'rival', senderId: 'AROARIVALSYSTEM:x' });
    expect(world.calls.map(({ connectionId }) => connectionId)).toEqual([CONNECTION, 'dxcon-rivals']);
    expect(new Set(world.published.map(({ eventId }) => eventId)).size).toBe(2);
  });
});
