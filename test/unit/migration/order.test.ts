import { describe, expect, it } from 'vitest';
import { CONNECTION, MINUTE, NEW, OLD, OTHER, request, SECOND, START, UNCLEAR, World } from '../../support/world.ts';

const time = (offset: number) => new Date(START + offset).toISOString();

describe('requests for one connection', () => {
  it.each([
    ['older', -1],
    ['as old', 0],
  ])('are superseded when %s than the last one with a call', async (_name, offset) => {
    const world = new World();
    await world.deliver(request());
    const back = { expectedParentConnectionId: NEW, parentConnectionId: OLD, requestedAt: time(offset) };
    await world.deliver(request({ requestId: 'stale', ...back }));
    expect(world.eventsOf('stale')[0]?.data.reason?.code).toBe('SUPERSEDED');
    expect(world.calls).toHaveLength(1);
  });

  it('are superseded even months later, by one that was alreadyThere', async () => {
    const world = new World();
    world.place(CONNECTION, NEW);
    await world.deliver(request());
    world.now += 90 * 24 * 60 * MINUTE;
    const back = { expectedParentConnectionId: NEW, parentConnectionId: OLD, requestedAt: time(-MINUTE) };
    await world.deliver(request({ requestId: 'stale', ...back }));
    expect(world.eventsOf('stale')[0]?.data.reason?.code).toBe('SUPERSEDED');
  });

  it('are not processed, and raise an alarm, where the ledger lacks the one that holds the lock', async () => {
    const world = new World();
    world.ledger.connections.set(CONNECTION, { active: { tenant: 'orders', requestId: 'gone' } });
    await expect(world.deliver(request())).rejects.toThrow('is not there, though it holds a connection');
    expect(world.calls).toEqual([]);
  });

  it('queued as a chain are moved one after the other', async () => {
    const world = new World();
    world.script.push({ moves: true, answer: UNCLEAR });
    await world.deliver(request());
    const next = { expectedParentConnectionId: NEW, parentConnectionId: OTHER, requestedAt: time(SECOND) };
    await world.deliver(request({ requestId: 'r2', ...next }));
    expect(world.calls).toHaveLength(1);
    await world.pass(20 * MINUTE);
    expect(world.eventsOf('r1')[0]?.data).toMatchObject({ outcome: 'MIGRATED', disposition: 'observed' });
    expect(world.eventsOf('r2')[0]?.data).toMatchObject({ outcome: 'MIGRATED', disposition: 'moved' });
    expect(world.truth.get(CONNECTION)?.parent).toBe(OTHER);
  });

  it('wait while another tenant’s request holds the connection, and do not replace it', async () => {
    const world = new World();
    world.ports.tenants = [
      ...world.ports.tenants,
      { name: 'second', senders: ['AROASECONDSYSTEM'], ownerAccounts: ['111122223333'], parents: [OLD, NEW, OTHER] },
    ];
    world.ledger.paused = true;
    await world.deliver(request());
    await world.deliver(request({ requestedAt: time(SECOND) }), { tenant: 'second', senderId: 'AROASECONDSYSTEM:x' });
    expect(world.published).toEqual([]);
    expect(world.request().state).toBe('RECEIVED');
  });
});

describe('a newer request of the same tenant and expected parent', () => {
  it('replaces an older one without a call', async () => {
    const world = new World();
    world.ledger.paused = true;
    await world.deliver(request());
    world.ledger.paused = false;
    await world.deliver(request({ requestId: 'r2', parentConnectionId: OTHER, requestedAt: time(SECOND) }));
    expect(world.eventsOf('r1')[0]?.data).toMatchObject({ outcome: 'REJECTED', reason: { code: 'SUPERSEDED' } });
    expect(world.eventsOf('r2')[0]?.data.outcome).toBe('MIGRATED');
    expect(world.calls).toEqual([{ connectionId: CONNECTION, parentId: OTHER, atMs: START }]);
  });

  it('replaces it also when the connection is on the target already', async () => {
    const world = new World();
    await world.deliver(request({ notBefore: time(30 * MINUTE) }));
    await world.deliver(request({ requestId: 'r2', parentConnectionId: OLD, requestedAt: time(SECOND) }));
    expect(world.eventsOf('r2')[0]?.data).toMatchObject({ outcome: 'MIGRATED', disposition: 'alreadyThere' });
    await world.pass(40 * MINUTE);
    expect(world.eventsOf('r1')[0]?.data.reason?.code).toBe('SUPERSEDED');
    expect(world.calls).toEqual([]);
  });

  it('does not replace one that is calling', async () => {
    const world = new World();
    world.script.push({ moves: false, answer: UNCLEAR });
    await world.deliver(request());
    await world.deliver(request({ requestId: 'r2', parentConnectionId: OTHER, requestedAt: time(SECOND) }));
    expect(world.request('r1').state).toBe('CALLING');
    expect(world.calls).toHaveLength(1);
  });
});

describe('what a dead process left behind', () => {
  it('the lock of a request with a recorded outcome is released by the next request', async () => {
    const world = new World();
    world.busRejections = 1;
    await world.deliver(request());
    // As if the process had died between W4 and W5.
    world.ledger.connections.set(CONNECTION, { active: { tenant: 'orders', requestId: 'r1' } });
    const next = { expectedParentConnectionId: NEW, parentConnectionId: OTHER, requestedAt: time(SECOND) };
    world.now += 3 * MINUTE;
    await world.deliver(request({ requestId: 'r2', ...next }));
    expect(world.eventsOf('r2')[0]?.data.outcome).toBe('MIGRATED');
    const stale = { expectedParentConnectionId: OTHER, parentConnectionId: NEW, requestedAt: time(0) };
    await world.deliver(request({ requestId: 'r3', ...stale }));
    expect(world.eventsOf('r3')[0]?.data.reason?.code).toBe('SUPERSEDED');
  });
});

describe('an observation that contradicts the ledger', () => {
  it('does not count within STALE of the last outcome', async () => {
    const world = new World();
    await world.deliver(request());
    // Describe still shows the old parent: a return move must not be published as "already there".
    world.shown.set(CONNECTION, [OLD]);
    world.now += 30 * SECOND;
    const back = { expectedParentConnectionId: NEW, parentConnectionId: OLD, requestedAt: time(SECOND) };
    await world.deliver(request({ requestId: 'back', ...back }));
    expect(world.eventsOf('back')).toEqual([]);
    world.shown.delete(CONNECTION);
    await world.pass(5 * MINUTE);
    expect(world.eventsOf('back')[0]?.data).toMatchObject({ outcome: 'MIGRATED', disposition: 'moved' });
    expect(world.truth.get(CONNECTION)?.parent).toBe(OLD);
  });

  it('that shows the connection on both parents decides nothing', async () => {
    const world = new World();
    world.shown.set(CONNECTION, [OLD, NEW]);
    await world.deliver(request());
    expect(world.calls).toEqual([]);
    expect(world.published).toEqual([]);
    world.shown.delete(CONNECTION);
    await world.pass(5 * MINUTE);
    expect(world.eventsOf()[0]?.data.disposition).toBe('moved');
  });
});

describe('what the ledger remembers of a connection', () => {
  it('is where the observation under the lock proved it, not what a later observation showed', async () => {
    const world = new World();
    world.place(CONNECTION, OTHER);
    await world.deliver(request({ requestId: 'r0', expectedParentConnectionId: OTHER, parentConnectionId: OLD }));
    world.now += 5 * SECOND;
    world.script.push({ moves: false, answer: { kind: 'neverRan', cause: 'throttled' } });
    const r1 = request({ requestedAt: time(SECOND), notAfter: time(10 * SECOND) });
    await world.deliver(r1);
    // Within STALE of the first move Describe still shows where it came from, while the window ends.
    world.now += 10 * SECOND;
    world.shown.set(CONNECTION, [OTHER]);
    await world.deliver(r1);
    expect(world.eventsOf('r1')).toEqual([]);
    world.shown.delete(CONNECTION);
    world.now += 2 * MINUTE;
    await world.deliver(r1);
    expect(world.eventsOf('r1')[0]?.data).toMatchObject({ reason: { code: 'EXPIRED' }, parentConnectionId: OLD });
    world.now += 5 * SECOND;
    world.shown.set(CONNECTION, [OTHER]);
    const back = { expectedParentConnectionId: OLD, parentConnectionId: OTHER, requestedAt: time(2 * SECOND) };
    await world.deliver(request({ requestId: 'r2', ...back }));
    expect(world.eventsOf('r2')).toEqual([]);
  });

  it('is published for a superseded request instead of a stale observation', async () => {
    const world = new World();
    await world.deliver(request());
    world.shown.set(CONNECTION, [OLD]);
    await world.deliver(request({ requestId: 'stale', requestedAt: time(-1) }));
    expect(world.eventsOf('stale')[0]?.data).toMatchObject({
      reason: { code: 'SUPERSEDED' },
      previousParentConnectionId: NEW,
      parentConnectionId: NEW,
    });
  });

  it('gives way to the observation while another request holds the connection and may have moved it', async () => {
    const world = new World();
    await world.deliver(request());
    world.script.push({ moves: true, answer: UNCLEAR });
    const next = { expectedParentConnectionId: NEW, parentConnectionId: OTHER, requestedAt: time(SECOND) };
    await world.deliver(request({ requestId: 'r2', ...next }));
    expect(world.request('r2').state).toBe('CALLING');
    await world.deliver(request({ requestId: 'stale', requestedAt: time(-1), parentConnectionId: OTHER }));
    expect(world.eventsOf('stale')[0]?.data).toMatchObject({
      reason: { code: 'SUPERSEDED' },
      parentConnectionId: OTHER,
    });
  });
});

it('two orders a fraction of a millisecond apart keep their order', async () => {
  const world = new World();
  const at = (fraction: string) => `2026-11-23T12:00:00.${fraction}+00:00`;
  await world.deliver(request({ requestId: 'first', requestedAt: at('000') }));
  const back = { expectedParentConnectionId: NEW, parentConnectionId: OLD };
  await world.deliver(request({ requestId: 'second', ...back, requestedAt: at('000400') }));
  await world.deliver(request({ requestId: 'late', requestedAt: at('000399') }));
  const outcomes = ['first', 'second', 'late'].map((id) => world.eventsOf(id).at(-1)?.data);
  expect(outcomes.map((data) => data?.outcome)).toEqual(['MIGRATED', 'MIGRATED', 'REJECTED']);
  expect(outcomes[2]?.reason?.code).toBe('SUPERSEDED');
  expect(outcomes[1]?.request?.requestedAt).toBe('2026-11-23T12:00:00.000400Z');
});
