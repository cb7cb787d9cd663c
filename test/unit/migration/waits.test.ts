import { describe, expect, it } from 'vitest';
import { advance } from '../../../src/migration/advance.ts';
import type { Answer } from '../../../src/migration/call/classify-answer.ts';
import { keyOf } from '../../../src/migration/model/request-item.ts';
import { ObservationUnavailableError } from '../../../src/migration/ports/direct-connect.ts';
import { CONNECTION, MINUTE, NEW, OLD, request, SECOND, START, UNCLEAR, World } from '../../support/world.ts';

/** From here an observation shows all that had happened at START. */
const PROVEN = START + 2 * MINUTE + 1;

const answers = (answer: Answer) => (world: World) => void world.script.push({ moves: false, answer });
const unavailable = (denied: boolean) => (world: World) => {
  world.observationFails = new ObservationUnavailableError('x', { cause: undefined, denied });
};

/** The cause as the log gives it, what brings it about, and when the ledger wakes the request. */
const LONG: [cause: string, when: string, arrange: (world: World) => unknown, dueAtMs: number][] = [
  ['paused', 'operators paused the service', ({ ledger }) => Object.assign(ledger, { paused: true }), START + MINUTE],
  [
    'circuit',
    'the circuit is open',
    ({ ledger }) =>
      Object.assign(ledger, { circuits: { [NEW]: { openedAtMs: 0, openUntilMs: START + 30 * SECOND, streak: 1 } } }),
    START + 30 * SECOND,
  ],
  [
    'circuit',
    'another request is the half-open trial',
    ({ ledger }) =>
      Object.assign(ledger, {
        circuits: {
          [NEW]: { openedAtMs: 0, openUntilMs: START, streak: 1, trial: { key: 'orders#other', sinceMs: START } },
        },
      }),
    START + MINUTE,
  ],
  [
    'turn',
    'others are to call first',
    ({ ports }) => Object.assign(ports, { turns: { take: async () => false } }),
    START,
  ],
  ['onTwoParents', 'both parents show the connection', ({ shown }) => shown.set(CONNECTION, [OLD, NEW]), PROVEN],
  [
    'staleObservation',
    'the observation under the lock does not show the connection',
    (world) => {
      const { takeLock: take } = world.ledger;
      world.ledger.takeLock = async (...write) => {
        world.shown.set(CONNECTION, []);
        return take.apply(world.ledger, write);
      };
    },
    START + MINUTE,
  ],
  ['secondObservation', 'one observation does not allow the move', ({ parents }) => parents.delete(NEW), PROVEN],
  [
    'secondObservation',
    'one observation does not show the connection',
    ({ shown }) => shown.set(CONNECTION, []),
    PROVEN,
  ],
  ['denied', 'Describe is denied', unavailable(true), START + MINUTE],
  ['denied', 'the call is denied', answers({ kind: 'denied', awsError: 'AccessDenied' }), START + MINUTE],
  ['transitioning', 'the connection changes', answers({ kind: 'transitioning', awsError: 'e' }), START + MINUTE],
  ['effectPending', 'the answer is unclear', answers(UNCLEAR), PROVEN],
];

describe('a long wait', () => {
  it.each(LONG)('%s: when %s, the ledger wakes the request', async (cause, _when, arrange, dueAtMs) => {
    const world = new World();
    arrange(world);
    expect(await world.deliver(request())).toEqual({ kind: 'acknowledge' });
    expect(world.logged.at(-1)).toMatchObject({ transition: 'waiting', fields: { cause, requestId: 'r1' } });
    expect(world.request().dueAtMs).toBe(dueAtMs);
    expect(world.published).toEqual([]);
  });

  it('window: until it opens, to the millisecond', async () => {
    const world = new World();
    const opens = START + 3 * MINUTE;
    const body = request({ notBefore: new Date(opens).toISOString() });
    world.now = opens - 1;
    await world.deliver(body);
    expect(world.logged.at(-1)).toMatchObject({ transition: 'waiting', fields: { cause: 'window' } });
    expect(world.request().dueAtMs).toBe(opens);
    world.now = opens;
    await world.deliver(body);
    expect(world.calls).toHaveLength(1);
  });

  it('busy: no one knows for how long, so the ledger wakes it after a minute', async () => {
    const world = new World();
    world.ledger.paused = true;
    await world.deliver(request({ requestId: 'r0' }));
    expect(await world.deliver(request())).toEqual({ kind: 'acknowledge' });
    expect(world.logged.at(-1)).toMatchObject({ transition: 'waiting', fields: { cause: 'busy' } });
    expect(world.request().dueAtMs).toBe(START + MINUTE);
    const advanced = await advance({ tenant: 'orders', requestId: 'r1' }, () => MINUTE, world.ports);
    expect(advanced?.rest).toStrictEqual({ kind: 'sleepUntil', cause: 'busy', obstacle: 'orders#r0' });
  });
});

describe('a short wait', () => {
  it.each([
    ['observationUnavailable', 'Describe is throttled', unavailable(false), 60, 2],
    ['outOfTime', 'the invocation is too short', () => {}, 24.999, 1],
    ['contended', 'others keep changing it', (world: World) => stealing(world), 60, 1],
  ])('%s: when %s, SQS delivers the message again, else the ledger wakes it a minute later', async (...row) => {
    const [cause, , arrange, remaining, seconds] = row;
    const world = new World();
    arrange(world);
    expect(await world.deliver(request(), {}, remaining * SECOND)).toEqual({ kind: 'retry', seconds });
    expect(world.logged.at(-1)).toMatchObject({ transition: 'waiting', fields: { cause } });
    expect(world.request().dueAtMs).toBe(START + seconds * SECOND + MINUTE);
    expect(world.request().history.map(({ what }) => what)).toEqual(['received']);
  });

  it('is left to the ledger alone after some receives', async () => {
    const world = new World();
    unavailable(false)(world);
    expect(await world.deliver(request(), { receives: 12 })).toEqual({ kind: 'acknowledge' });
    expect(world.request().dueAtMs).toBe(START + MINUTE);
  });

  it.each(['throttled', 'unreachable'] as const)('%s: due a minute later also if the process dies', async (cause) => {
    const world = new World();
    answers({ kind: 'neverRan', cause })(world);
    expect(await world.deliver(request())).toEqual({ kind: 'retry', seconds: cause === 'throttled' ? 1 : 2 });
    expect(world.request()).toMatchObject({ state: 'RECEIVED', attempts: 1, dueAtMs: START + MINUTE });
  });

  it('contended: is given up after twelve rereads', async () => {
    const world = new World();
    const takes = stealing(world);
    await world.deliver(request());
    expect(takes).toHaveLength(12);
  });
});

/** The lock is never free when it is to be taken, and always when it is read. */
function stealing(world: World): string[] {
  const takes: string[] = [];
  world.ledger.takeLock = async (connectionId) => {
    takes.push(connectionId);
    return undefined;
  };
  return takes;
}

describe('a request that waits for nothing', () => {
  it('is acknowledged without a log line about waiting once its outcome is recorded', async () => {
    const world = new World();
    await world.deliver(request());
    await world.deliver(request());
    expect(world.logged.map(({ transition }) => transition)).toEqual(['calling', 'migrated', 'published']);
  });

  it('keeps its due time while it is held, however often its message is delivered', async () => {
    const world = new World();
    answers(UNCLEAR)(world);
    await world.deliver(request());
    await world.pass(20 * MINUTE);
    const { dueAtMs } = world.request();
    world.logged.length = 0;
    world.now += SECOND;
    expect(await world.deliver(request())).toEqual({ kind: 'acknowledge' });
    expect(world.request()).toMatchObject({ state: 'HELD', dueAtMs });
    expect(world.logged).toEqual([]);
  });
});

describe('a request that is not in the ledger', () => {
  it('fails its message, which is then delivered again', async () => {
    const world = new World();
    world.ledger.claim = async () => false;
    await expect(world.deliver(request())).rejects.toThrow('REQUEST#orders#r1 is not there, though its id is taken');
  });

  it('is counted as failed by reconcile', async () => {
    const world = new World();
    world.ledger.paused = true;
    await world.deliver(request());
    world.ledger.paused = false;
    const item = world.request();
    world.ledger.requests.clear();
    world.logged.length = 0;
    world.ledger.due = async () => ({ items: [{ key: keyOf(item), dueAtMs: START, postponements: 0 }] });
    world.ledger.postpone = async () => item;
    expect(await world.reconcile()).toMatchObject({ taken: 1, failed: 1 });
    expect(world.logged[0]?.fields.error).toMatch(
      /^LedgerError: REQUEST#orders#r1 is not there, though it has just been postponed: /,
    );
  });

  it('without its attempt is reported, and not processed', async () => {
    const world = new World();
    world.ledger.paused = true;
    await world.deliver(request());
    world.request().state = 'CALLING';
    await expect(world.deliver(request())).rejects.toThrow('REQUEST#orders#r1 is CALLING without an attempt');
  });
});
