import { describe, expect, it } from 'vitest';
import type { Freeze, Guards } from '../../../src/migration/model/guards.ts';
import { CONNECTION, MINUTE, NEW, OLD, OTHER, request, SECOND, START, World } from '../../support/world.ts';

const DECISION = { atMs: START, by: 'ada', why: 'because' };
const freeze = (more: Partial<Freeze> = {}): Guards => ({
  freezes: { night: { fromMs: START, untilMs: START + 10 * MINUTE, ...more, ...DECISION } },
});

function guarded(guards: Guards): World {
  const world = new World();
  world.place(CONNECTION, OLD, { location: 'EqDC2' });
  world.ledger.guards = guards;
  return world;
}

const causes = (world: World) =>
  world.logged.filter(({ transition }) => transition === 'waiting').map(({ fields }) => fields.cause);

describe('a freeze', () => {
  it.each<[string, Partial<Freeze>]>([
    ['all', {}],
    ['its location', { location: 'EqDC2' }],
    ['its source', { parent: OLD }],
    ['its target', { parent: NEW }],
    ['all, and begins before the call could', { fromMs: START + 2 * SECOND }],
  ])('of %s keeps a line where it is until its end', async (_of, more) => {
    const world = guarded(freeze(more));
    expect(await world.deliver(request())).toEqual({ kind: 'acknowledge' });
    expect(causes(world)).toEqual(['frozen']);
    expect(world.request()).toMatchObject({ wokenBy: 'dispatch', dueAtMs: START + MINUTE });
    await world.pass(9 * MINUTE);
    expect(world.calls).toEqual([]);
    await world.pass(MINUTE);
    expect(world.calls).toHaveLength(1);
  });

  it.each<[string, Partial<Freeze>]>([
    ['another location', { location: 'EqFR5' }],
    ['another parent', { parent: OTHER }],
    ['a time that is over', { fromMs: START - MINUTE, untilMs: START }],
    ['a time to come', { fromMs: START + 2 * SECOND + 1 }],
  ])('of %s does not', async (_of, more) => {
    const world = guarded(freeze(more));
    await world.deliver(request());
    expect(world.calls).toHaveLength(1);
  });

  it('of a location does not hold up a line whose location is not known', async () => {
    const world = guarded(freeze({ location: 'EqDC2' }));
    world.place(CONNECTION, OLD);
    await world.deliver(request());
    expect(world.calls).toHaveLength(1);
  });

  it('ends when a person ends it', async () => {
    const world = guarded(freeze({ untilMs: START + 1000 * MINUTE }));
    await world.deliver(request());
    world.ledger.guards = {};
    await world.pass(MINUTE);
    expect(world.calls).toHaveLength(1);
  });
});

describe('a closed parent', () => {
  it.each([
    ['source', OLD],
    ['target', NEW],
  ])('keeps a line waiting of which it is the %s, until a person opens it', async (_role, parent) => {
    const world = guarded({ closedParents: { [parent]: DECISION } });
    await world.deliver(request());
    expect(causes(world)).toEqual(['closed']);
    await world.pass(60 * MINUTE);
    expect(world.calls).toEqual([]);
    world.ledger.guards = {};
    await world.pass(MINUTE);
    expect(world.eventsOf()[0]?.data.outcome).toBe('MIGRATED');
  });

  it('holds up no line of other parents', async () => {
    const world = guarded({ closedParents: { [OTHER]: DECISION } });
    await world.deliver(request());
    expect(world.calls).toHaveLength(1);
  });
});

it.each<[string, Guards]>([
  ['frozen', freeze({ untilMs: START + 60 * MINUTE })],
  ['closed', { closedParents: { [NEW]: DECISION } }],
])('what is %s and waits is not observed until then, and expires in time', async (_what, guards) => {
  const world = guarded(guards);
  await world.deliver(request({ notAfter: new Date(START + 30 * MINUTE).toISOString() }));
  world.listed.length = 0;
  await world.pass(30 * MINUTE);
  expect(world.listed).toEqual([]);
  await world.pass(2 * MINUTE);
  expect(world.eventsOf()[0]?.data.reason?.code).toBe('EXPIRED');
});

describe('a cordoned parent', () => {
  const REASON = { code: 'PARENT_CANNOT_HOST', message: `${NEW} is being emptied`, awsError: null };

  it('takes no line, and says so at once', async () => {
    const world = guarded({ cordons: { [NEW]: DECISION } });
    await world.deliver(request());
    expect(world.calls).toEqual([]);
    expect(world.eventsOf()[0]?.data).toMatchObject({
      ...{ outcome: 'REJECTED', reason: REASON, parentConnectionId: OLD, attempts: 0 },
      connection: { connectionId: CONNECTION },
    });
    expect((await world.ledger.readConnection(CONNECTION)).active).toBeUndefined();
  });

  it('nor would it, says a dry run', async () => {
    const world = guarded({ cordons: { [NEW]: DECISION } });
    await world.deliver(request({ dryRun: true }));
    expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'PLANNED', reason: REASON });
  });

  it('lets lines go', async () => {
    const world = guarded({ cordons: { [OLD]: DECISION } });
    await world.deliver(request());
    expect(world.calls).toHaveLength(1);
  });

  it('says so while calls are paused too', async () => {
    const world = guarded({ cordons: { [NEW]: DECISION } });
    world.ledger.paused = true;
    await world.deliver(request());
    expect(world.eventsOf()[0]?.data.reason).toEqual(REASON);
  });

  it('rejects nothing before it is certain that an earlier call has not moved the line', async () => {
    const world = guarded({});
    world.script.push({ moves: false, answer: { kind: 'neverRan', cause: 'throttled' } });
    await world.deliver(request());
    world.ledger.guards = { cordons: { [NEW]: DECISION } };
    await world.deliver(request());
    expect(world.eventsOf()).toEqual([]);
    expect(causes(world)).toContain('staleObservation');
    await world.pass(5 * MINUTE);
    expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'REJECTED', reason: REASON, attempts: 1 });
  });
});

describe('the way back of a line, while its last move is not found healthy', () => {
  const BACK = { requestId: 'back', expectedParentConnectionId: NEW, parentConnectionId: OLD };

  async function moved(): Promise<World> {
    const world = guarded({});
    await world.deliver(request());
    expect(world.calls).toHaveLength(1);
    world.now += 3 * MINUTE;
    return world;
  }

  const back = (fields: object = {}) =>
    request({ ...BACK, requestedAt: new Date(START + 2 * MINUTE).toISOString(), ...fields });

  it.each<[string, Guards]>([
    ['a freeze', freeze()],
    ['the closing of its source', { closedParents: { [NEW]: DECISION } }],
    ['the closing of its target', { closedParents: { [OLD]: DECISION } }],
    ['a cordon of its target', { cordons: { [OLD]: DECISION } }],
  ])('meets no %s', async (_what, guards) => {
    const world = await moved();
    world.ledger.guards = guards;
    await world.deliver(back());
    expect(world.calls).toHaveLength(2);
  });

  it('is one to where it came from, by no other way', async () => {
    const world = await moved();
    world.ledger.guards = freeze();
    await world.deliver(back({ requestId: 'on', parentConnectionId: OTHER }));
    await world.deliver(back({ requestId: 'on2', connectionId: 'dxcon-line2' }));
    expect(world.calls).toHaveLength(1);
  });

  it('waits if a freeze says so, also where it meets another that does not', async () => {
    const world = await moved();
    const [first, second] = [freeze(), freeze({ stopsWayBack: true })].map(({ freezes }) => freezes?.night);
    if (!first || !second) throw new Error('there are two');
    world.ledger.guards = { freezes: { first, second } };
    await world.deliver(back());
    expect(world.calls).toHaveLength(1);
  });

  it('is no other than any move, once the line is healthy where it is', async () => {
    const world = await moved();
    await world.pass(20 * MINUTE);
    expect(world.ledger.verifications.get('orders#r1')?.verification.verdict).toBe('HEALTHY');
    world.ledger.guards = { cordons: { [OLD]: DECISION } };
    await world.deliver(back());
    expect(world.calls).toHaveLength(1);
    expect(world.eventsOf('back')[0]?.data.reason?.code).toBe('PARENT_CANNOT_HOST');
  });
});
