import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/migration/call/classify-answer.ts';
import { hasEnd, type WaitCause } from '../../../src/migration/model/waits-for.ts';
import { ObservationUnavailableError } from '../../../src/migration/ports/direct-connect.ts';
import { CONNECTION, MINUTE, NEW, OLD, OTHER, request, SECOND, START, UNCLEAR, World } from '../../support/world.ts';

const time = (offset: number) => new Date(START + offset).toISOString();
const says = (world: World, requestId?: string) => world.request(requestId).waitsFor;
const answers = (answer: Answer) => (world: World) => void world.script.push({ moves: false, answer });
const unavailable = (denied: boolean) => (world: World) => {
  world.observationFails = new ObservationUnavailableError('x', { cause: undefined, denied });
};
const lines = ({ logged }: World, what = 'waiting') =>
  logged.flatMap(({ transition, fields }) => (transition === what ? [fields] : []));

/** From here an observation shows all that had happened at START. */
const PROVEN = START + 2 * MINUTE + 1;

/** Every cause, and whether the time until which it is waited for is that of its end. */
const HAS_END = {
  window: true,
  circuit: true,
  staleObservation: true,
  secondObservation: true,
  onTwoParents: true,
  effectPending: true,
  throttled: false,
  unreachable: false,
  observationUnavailable: false,
  outOfTime: false,
  contended: false,
  place: false,
  group: false,
  busy: false,
  transitioning: false,
  denied: false,
  paused: false,
  frozen: false,
  closed: false,
  drainStopped: false,
  turn: false,
  observationUnfinished: false,
  unpublished: false,
} satisfies Record<WaitCause, boolean>;

it.each(Object.entries(HAS_END))('a wait for %s has an end that is known: %s', (cause, expected) => {
  expect(hasEnd(cause as WaitCause)).toBe(expected);
});

describe('the item of a request that its first delivery leaves waiting', () => {
  const opensAtMs = START + 30 * SECOND;
  it.each<[expected: object, arrange: (world: World) => unknown, fields?: Record<string, unknown>]>([
    [{ cause: 'window', untilMs: START + MINUTE }, () => undefined, { notBefore: time(MINUTE) }],
    [{ cause: 'paused' }, ({ ledger }) => Object.assign(ledger, { paused: true })],
    [
      { cause: 'circuit', obstacle: NEW, untilMs: opensAtMs },
      ({ ledger }) =>
        Object.assign(ledger, { circuits: { [NEW]: { openedAtMs: 0, openUntilMs: opensAtMs, streak: 1 } } }),
    ],
    [
      { cause: 'circuit', obstacle: 'all', untilMs: opensAtMs },
      ({ ledger }) => {
        const circuit = { openedAtMs: 0, openUntilMs: START + SECOND, streak: 1 };
        Object.assign(ledger, { circuits: { [NEW]: circuit, all: { ...circuit, openUntilMs: opensAtMs } } });
      },
    ],
    [
      { cause: 'frozen', obstacle: 'year-end', untilMs: START + 9 * MINUTE },
      ({ ledger }) =>
        Object.assign(ledger.guards, {
          freezes: { 'year-end': { fromMs: START, untilMs: START + 9 * MINUTE, atMs: START, by: 'ada', why: 'x' } },
        }),
    ],
    [
      { cause: 'closed', obstacle: OLD },
      ({ ledger }) => Object.assign(ledger.guards, { closedParents: { [OLD]: { atMs: START, by: 'ada', why: 'x' } } }),
    ],
    [{ cause: 'turn' }, ({ ports }) => Object.assign(ports, { turns: { take: async () => false } })],
    [{ cause: 'secondObservation', untilMs: PROVEN }, ({ parents }) => parents.delete(NEW)],
    [{ cause: 'onTwoParents', untilMs: PROVEN }, ({ shown }) => shown.set(CONNECTION, [OLD, NEW])],
    [{ cause: 'observationUnavailable' }, unavailable(false)],
    [{ cause: 'denied' }, unavailable(true)],
    [{ cause: 'denied' }, answers({ kind: 'denied', awsError: 'AccessDenied' })],
    [{ cause: 'throttled' }, answers({ kind: 'neverRan', cause: 'throttled' })],
    [{ cause: 'unreachable' }, answers({ kind: 'neverRan', cause: 'unreachable' })],
    [{ cause: 'transitioning' }, answers({ kind: 'transitioning', awsError: 'e' })],
    [{ cause: 'effectPending', untilMs: PROVEN }, answers(UNCLEAR)],
    [{ cause: 'unpublished' }, (world) => Object.assign(world, { busRejections: 1 })],
  ])('says $cause, what is in the way, since when and until when', async (expected, arrange, fields = {}) => {
    const world = new World();
    arrange(world);
    await world.deliver(request(fields));
    expect(says(world)).toEqual({ sinceMs: START, ...expected });
  });

  it('names the request that has the line', async () => {
    const world = new World();
    world.ledger.paused = true;
    await world.deliver(request({ requestId: 'r0' }));
    await world.deliver(request());
    expect(says(world)).toEqual({ cause: 'busy', obstacle: 'orders#r0', sinceMs: START });
  });

  it('says so of a call that no one saw answered', async () => {
    const world = new World();
    answers(UNCLEAR)(world);
    world.script[0] = { moves: false, answer: 'crash' };
    await expect(world.deliver(request())).rejects.toThrow();
    expect(says(world)).toBeUndefined();
    world.now += 81 * SECOND;
    await world.reconcile();
    await world.deliver(request());
    expect(says(world)).toMatchObject({ cause: 'effectPending', sinceMs: world.now });
  });
});

describe('what an item says', () => {
  it('keeps since when, however often it is visited, and has another time with another cause', async () => {
    const world = new World();
    world.ledger.paused = true;
    await world.deliver(request());
    await world.pass(3 * MINUTE);
    expect(says(world)).toEqual({ cause: 'paused', sinceMs: START });
    world.ledger.paused = false;
    world.ports.turns = { take: async () => false };
    await world.pass(MINUTE);
    expect(says(world)).toEqual({ cause: 'turn', sinceMs: START + 4 * MINUTE });
  });

  it.each([
    ['throttled', { kind: 'neverRan', cause: 'throttled' }],
    ['transitioning', { kind: 'transitioning', awsError: 'e' }],
    ['denied', { kind: 'denied', awsError: 'e' }],
  ] as const)('keeps it over a call that is %s again', async (cause, answer) => {
    const world = new World();
    for (let call = 0; call < 3; call++) answers(answer)(world);
    await world.deliver(request());
    world.now += MINUTE;
    await world.reconcile();
    world.now += MINUTE;
    await world.reconcile();
    expect(world.calls).toHaveLength(3);
    expect(says(world)).toEqual({ cause, sinceMs: START });
  });

  it('keeps it over an intent that is revoked', async () => {
    const world = new World();
    world.ledger.paused = true;
    await world.deliver(request());
    world.ledger.paused = false;
    const { intend } = world.ledger;
    world.ledger.intend = async (...write) => {
      world.ledger.paused = true;
      return intend(...write);
    };
    await world.pass(MINUTE);
    expect(world.request().history.map(({ what }) => what)).toContain('intentRevoked');
    expect(says(world)).toEqual({ cause: 'paused', sinceMs: START });
  });

  it('is gone with the outcome, while it calls, and once it is held', async () => {
    const world = new World();
    world.ports.turns = { take: async () => false };
    await world.deliver(request());
    world.ports.turns = { take: async () => true };
    world.script.push({ moves: false, answer: UNCLEAR });
    const { associate } = world.ports.directConnect;
    world.ports.directConnect.associate = async (...call) => {
      expect(says(world)).toBeUndefined();
      return associate(...call);
    };
    await world.dispatch();
    expect(says(world)).toMatchObject({ cause: 'effectPending' });
    world.busRejections = 1;
    await world.pass(12 * MINUTE);
    expect(world.request().state).toBe('HELD');
    await world.pass(20 * MINUTE);
    expect(says(world)).toBeUndefined();
    world.place(CONNECTION, NEW);
    await world.pass(60 * MINUTE);
    expect(world.request().state).toBe('MIGRATED');
    expect(says(world)).toBeUndefined();
  });

  it('is noted by reconcile where the cause is new, and the due time stays', async () => {
    const world = new World();
    world.parents.delete(NEW);
    await world.deliver(request({ requestedAt: time(-SECOND) }));
    world.parents.set(NEW, { state: 'available', allowsHostedConnections: true });
    world.ledger.paused = true;
    await world.deliver(request({ requestId: 'r0', parentConnectionId: OTHER, expectedParentConnectionId: OLD }));
    world.now = PROVEN;
    await world.reconcile();
    // Superseded or behind: it is older than r0, so it waits until that is done.
    expect(says(world)).toEqual({ cause: 'busy', obstacle: 'orders#r0', sinceMs: PROVEN });
    expect(world.request()).toMatchObject({ dueAtMs: PROVEN + MINUTE, postponements: 1 });
  });
});

describe('the writes to the ledger', () => {
  /** Counts those of a world, by name. */
  function counted(world: World): Record<string, number> {
    const counts: Record<string, number> = {};
    const ledger = new Proxy(world.ledger, {
      get: (target, name: string) => {
        const operation: unknown = Reflect.get(target, name, target);
        if (typeof operation !== 'function') return operation;
        return (...given: unknown[]) => {
          counts[name] = (counts[name] ?? 0) + 1;
          return operation.apply(target, given) as unknown;
        };
      },
    });
    world.ports.ledger = ledger;
    return counts;
  }

  it('of a visit that finds the same wait again are one: it is postponed', async () => {
    const world = new World();
    world.ledger.paused = true;
    await world.deliver(request({ requestId: 'r0' }));
    await world.deliver(request());
    const counts = counted(world);
    world.now += MINUTE;
    await world.reconcile();
    expect(counts).toMatchObject({ postpone: 1 });
    expect(counts).not.toHaveProperty('noteWait');
    expect(counts).not.toHaveProperty('park');
  });
});

describe('the log', () => {
  it('has a line when the cause is new, and not for each visit', async () => {
    const world = new World();
    world.ledger.paused = true;
    await world.deliver(request({ notBefore: time(MINUTE) }));
    await world.pass(5 * MINUTE);
    world.ledger.paused = false;
    world.ledger.circuits = { [NEW]: { openedAtMs: 0, openUntilMs: START + 9 * MINUTE, streak: 1 } };
    await world.pass(2 * MINUTE);
    expect(lines(world)).toMatchObject([
      { cause: 'window', until: time(MINUTE) },
      { cause: 'paused' },
      { cause: 'circuit', obstacle: NEW, until: time(9 * MINUTE) },
    ]);
    expect(lines(world).map(({ age }) => age)).toEqual([undefined, undefined, undefined]);
  });

  it('has a line when a request has no place, which it waits for in dispatch', async () => {
    const world = new World({ openRequestsPerConnection: 1 });
    world.ports.turns = { take: async () => false };
    for (const index of [0, 1, 2, 3])
      await world.deliver(request({ requestId: `r${index}`, requestedAt: time(-index) }));
    await world.pass(20 * MINUTE);
    const placeless = lines(world).filter(({ cause }) => cause === 'place');
    const [first] = placeless;
    expect(placeless.map(({ requestId }) => requestId)).toHaveLength(2);
    expect(says(world, first?.requestId)).toMatchObject({ cause: 'place', sinceMs: START + MINUTE });
  });

  it('has a line for each cause that a run of reconcile found, with the longest wait', async () => {
    const world = new World();
    world.ledger.paused = true;
    await world.deliver(request({ requestId: 'r0' }));
    await world.deliver(request({ requestId: 'r1' }));
    world.now += 10 * SECOND;
    await world.deliver(request({ requestId: 'r2' }));
    world.now += MINUTE;
    await world.reconcile();
    expect(lines(world, 'foundWaiting')).toEqual([
      { tenant: 'orders', requestId: 'r1', cause: 'busy', requests: 2, age: 70 },
    ]);
  });
});
