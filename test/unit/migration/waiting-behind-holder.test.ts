import { describe, expect, it } from 'vitest';
import { toSortable } from '../../../src/contract/time.ts';
import { CONNECTION, MINUTE, NEW, OLD, OTHER, request, SECOND, START, UNCLEAR, World } from '../../support/world.ts';

const time = (offset: number) => new Date(START + offset).toISOString();
const HELD_BY_R1 = { tenant: 'orders', requestId: 'r1' };

/** r1, given at START + 1 s, holds the connection and waits, because the service is paused. */
async function heldByR1(fields: Record<string, unknown> = {}): Promise<World> {
  const world = new World();
  world.ledger.paused = true;
  world.now += SECOND;
  await world.deliver(request({ requestedAt: time(SECOND), ...fields }));
  expect(world.ledger.connections.get(CONNECTION)?.active).toEqual(HELD_BY_R1);
  return world;
}

/** Fails where a call is made without the lock. */
function onlyHoldersCall(world: World, requestId: string): void {
  const { associate } = world.ports.directConnect;
  world.ports.directConnect.associate = async (...call) => {
    expect(world.ledger.connections.get(CONNECTION)?.active).toEqual({ tenant: 'orders', requestId });
    return associate(...call);
  };
}

describe('a request for a connection that another holds', () => {
  it.each([
    ['is older', { requestedAt: time(0) }],
    ['is as old', { requestedAt: time(SECOND) }],
    ['follows it in a chain', { requestedAt: time(2 * SECOND), expectedParentConnectionId: NEW }],
  ])('waits when it %s', async (_name, fields) => {
    const world = await heldByR1();
    const next = { requestId: 'r2', parentConnectionId: OTHER, ...fields };
    expect(await world.deliver(request(next))).toEqual({ kind: 'acknowledge' });
    expect(world.logged.at(-1)).toMatchObject({ transition: 'waiting', fields: { cause: 'busy', requestId: 'r2' } });
    expect(world.request('r1').state).toBe('RECEIVED');
    expect(world.ledger.connections.get(CONNECTION)?.active).toEqual(HELD_BY_R1);
    expect(world.published).toEqual([]);
  });

  it.each([
    ['just after its call', 0],
    ['when an observation shows that its call has moved nothing so far', 2 * MINUTE + 1],
  ])('waits, rather than contends, behind one that is calling: %s', async (_name, later) => {
    const world = new World();
    world.script.push({ moves: false, answer: UNCLEAR });
    await world.deliver(request());
    world.now += later;
    const next = request({ requestId: 'r2', parentConnectionId: OTHER, requestedAt: time(SECOND) });
    expect(await world.deliver(next)).toEqual({ kind: 'acknowledge' });
    expect(world.logged.at(-1)?.fields.cause).toBe('busy');
  });

  it('takes over the lock of the request that it replaces before it calls', async () => {
    const world = await heldByR1();
    world.ledger.paused = false;
    onlyHoldersCall(world, 'r2');
    await world.deliver(request({ requestId: 'r2', parentConnectionId: OTHER, requestedAt: time(2 * SECOND) }));
    expect(world.eventsOf('r1')[0]?.data.reason).toMatchObject({
      code: 'SUPERSEDED',
      message: 'a newer request for the connection takes its place',
    });
    expect(world.calls.map(({ parentId }) => parentId)).toEqual([OTHER]);
  });

  it('takes over the lock of a request with a recorded outcome before it calls', async () => {
    const world = new World();
    await world.deliver(request());
    // As if the process had died between W4 and W5.
    world.ledger.connections.set(CONNECTION, { active: HELD_BY_R1 });
    onlyHoldersCall(world, 'r2');
    world.now += 3 * MINUTE;
    const next = { expectedParentConnectionId: NEW, parentConnectionId: OTHER, requestedAt: time(SECOND) };
    await world.deliver(request({ requestId: 'r2', ...next }));
    expect(world.eventsOf('r2')[0]?.data.disposition).toBe('moved');
  });

  it('leaves the lock to a holder that calls just as it is to be replaced', async () => {
    const world = await heldByR1();
    const { recordOutcome } = world.ledger;
    world.ledger.recordOutcome = async (...write) => {
      const attempt = { id: 'a1', startedAtMs: world.now, previousParent: OLD, seen: {} };
      const entry = { atMs: world.now, what: 'calling', attempts: 1 } as const;
      await world.ledger.intend(HELD_BY_R1, world.request('r1'), attempt, world.now + MINUTE, entry);
      return recordOutcome(...write);
    };
    const next = request({ requestId: 'r2', parentConnectionId: OTHER, requestedAt: time(2 * SECOND) });
    expect(await world.deliver(next)).toEqual({ kind: 'acknowledge' });
    expect(world.request('r1').state).toBe('CALLING');
    expect(world.ledger.connections.get(CONNECTION)?.active).toEqual(HELD_BY_R1);
    expect(world.request('r2').state).toBe('RECEIVED');
    expect(world.calls).toEqual([]);
  });

  it('goes on when the holder disappears just as it is to be replaced', async () => {
    const world = await heldByR1();
    world.ledger.paused = false;
    const { recordOutcome } = world.ledger;
    world.ledger.recordOutcome = async () => {
      world.ledger.recordOutcome = recordOutcome;
      world.ledger.requests.delete('orders#r1');
      world.ledger.connections.clear();
      return undefined;
    };
    const next = request({ requestId: 'r2', parentConnectionId: OTHER, requestedAt: time(2 * SECOND) });
    await world.deliver(next);
    expect(world.calls.map(({ parentId }) => parentId)).toEqual([OTHER]);
  });
});

it('a request whose lock was written, but not answered, goes on', async () => {
  const world = new World();
  const { takeLock } = world.ledger;
  world.ledger.takeLock = async (...write) => {
    await takeLock.apply(world.ledger, write);
    return undefined;
  };
  await world.deliver(request());
  expect(world.eventsOf()[0]?.data.disposition).toBe('moved');
});

describe('an observation compared with the ledger', () => {
  it('agrees at once after a move: the next of a chain need not wait', async () => {
    const world = new World();
    await world.deliver(request());
    const next = { expectedParentConnectionId: NEW, parentConnectionId: OTHER, requestedAt: time(1) };
    await world.deliver(request({ requestId: 'r2', ...next }));
    expect(world.eventsOf('r2')[0]?.data.disposition).toBe('moved');
  });

  it('may differ once it is more than STALE after the last outcome', async () => {
    const world = new World();
    await world.deliver(request());
    world.place(CONNECTION, OLD);
    const again = request({ requestId: 'r2', requestedAt: time(SECOND) });
    world.now = START + 2 * MINUTE;
    await world.deliver(again);
    expect(world.logged.at(-1)).toMatchObject({ transition: 'waiting', fields: { cause: 'staleObservation' } });
    expect(world.request('r2')).toMatchObject({ state: 'RECEIVED', dueAtMs: START + 2 * MINUTE + 1 });
    world.now += 1;
    await world.deliver(again);
    expect(world.eventsOf('r2')[0]?.data.disposition).toBe('moved');
  });

  it('is published where it is newer and someone else has moved the connection since', async () => {
    const world = new World();
    await world.deliver(request());
    world.place(CONNECTION, OTHER);
    world.now += 60 * MINUTE;
    const late = { requestedAt: time(SECOND), notAfter: time(MINUTE), parentConnectionId: OTHER };
    await world.deliver(request({ requestId: 'r2', ...late }));
    expect(world.eventsOf('r2')[0]?.data).toMatchObject({
      reason: { code: 'EXPIRED', message: `the change window ended at ${time(MINUTE)}; it was ${time(60 * MINUTE)}` },
      previousParentConnectionId: OTHER,
      parentConnectionId: OTHER,
    });
  });

  it('of the line on both parents is published with the old one where the ledger knows no better', async () => {
    const world = new World();
    world.shown.set(CONNECTION, [OLD, NEW]);
    world.now += 2 * SECOND;
    await world.deliver(request({ notAfter: time(SECOND) }));
    expect(world.eventsOf()[0]?.data).toMatchObject({
      reason: { code: 'EXPIRED' },
      previousParentConnectionId: OLD,
      parentConnectionId: OLD,
    });
  });
});

describe('a request that has called and is then superseded', () => {
  it('leaves behind that no one knows where the connection is: others may have moved it since that call', async () => {
    const world = new World();
    world.script.push({ moves: false, answer: { kind: 'neverRan', cause: 'throttled' } });
    await world.deliver(request());
    world.ledger.paused = true;
    world.now += 2 * MINUTE + 1;
    await world.deliver(request({ requestId: 'r2', parentConnectionId: OTHER, requestedAt: time(SECOND) }));
    expect(world.eventsOf('r1')[0]?.data.reason?.code).toBe('SUPERSEDED');
    const left = world.ledger.connections.get(CONNECTION);
    expect(left).toMatchObject({ active: { requestId: 'r2' }, lastOrderKey: toSortable(time(0)) });
    expect(left).toMatchObject({ lastOutcomeAtMs: START + 2 * MINUTE + 1 });
    expect(left).not.toHaveProperty('lastParent');
  });
});

it('a dry run of a newer request is not superseded', async () => {
  const world = new World();
  await world.deliver(request());
  const dry = { dryRun: true, expectedParentConnectionId: NEW, parentConnectionId: OLD, requestedAt: time(1) };
  await world.deliver(request({ requestId: 'dry', ...dry }));
  expect(world.eventsOf('dry')[0]?.data).toMatchObject({ outcome: 'PLANNED', reason: null });
});
