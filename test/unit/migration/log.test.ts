import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/migration/call/classify-answer.ts';
import { ObservationUnavailableError } from '../../../src/migration/ports/direct-connect.ts';
import { CONNECTION, NEW, request, SECOND, START, UNCLEAR, World } from '../../support/world.ts';

/** What the log says, one line per transition, with its cause. */
const lines = ({ logged }: World) =>
  logged.map(({ transition, fields }) => (fields.cause === undefined ? transition : `${transition}: ${fields.cause}`));

describe('the log of a request', () => {
  it('names the request, the connection, the attempt and AWS’s id of the call', async () => {
    const world = new World();
    await world.deliver(request({ correlationId: 'c-1' }));
    const about = { tenant: 'orders', requestId: 'r1', connectionId: CONNECTION, correlationId: 'c-1', attempt: 1 };
    expect(world.logged).toEqual([
      { transition: 'calling', fields: about },
      { transition: 'migrated', fields: { ...about, awsRequestId: 'aws-1', cause: 'moved', age: 0 } },
      { transition: 'published', fields: { ...about, awsRequestId: 'aws-1', eventId: world.published[0]?.eventId } },
    ]);
  });

  const answers: [name: string, answer: Answer, expected: string[]][] = [
    [
      'refused',
      { kind: 'refused', code: 'IP_CONFLICT', message: 'm', awsError: 'e' },
      ['calling', 'failed: IP_CONFLICT', 'published'],
    ],
    ['throttled', { kind: 'neverRan', cause: 'throttled' }, ['calling', 'reopened: throttled', 'waiting: throttled']],
    [
      'not sent',
      { kind: 'neverRan', cause: 'unreachable' },
      ['calling', 'reopened: unreachable', 'waiting: unreachable'],
    ],
    [
      'denied',
      { kind: 'denied', awsError: 'ExpiredToken' },
      ['calling', 'denied: ExpiredToken', 'reopened: denied', 'waiting: denied'],
    ],
    [
      'transitioning',
      { kind: 'transitioning', awsError: 'e' },
      ['calling', 'reopened: transitioning', 'waiting: transitioning'],
    ],
    ['unclear', UNCLEAR, ['calling', 'circuitOpened', 'unclear: ECONNRESET', 'waiting: effectPending']],
  ];

  it.each(answers)('has the result of a call: %s', async (_name, answer, expected) => {
    const world = new World();
    world.script.push({ moves: false, answer });
    await world.deliver(request());
    expect(lines(world)).toEqual(expected);
  });

  it('has a call without an answer', async () => {
    const world = new World();
    world.script.push({ moves: false, answer: 'crash' });
    await expect(world.deliver(request())).rejects.toThrow();
    world.now += 81 * SECOND;
    await world.deliver(request());
    expect(lines(world)).toEqual(['calling', 'circuitOpened', 'unanswered', 'waiting: effectPending']);
  });

  it('has the seconds from the order to the outcome', async () => {
    const world = new World();
    world.now += 90 * SECOND;
    await world.deliver(request());
    expect(world.logged.find(({ transition }) => transition === 'migrated')?.fields.age).toBe(90);
  });

  it('has the age of an unpublished event', async () => {
    const world = new World();
    world.busRejections = 2;
    await world.deliver(request());
    world.now += 301 * SECOND;
    await world.deliver(request());
    const unpublished = world.logged.filter(({ transition }) => transition === 'unpublished');
    expect(unpublished.map(({ fields }) => fields.age)).toEqual([0, 301]);
  });

  it('has the time since the effect timeout of a call without an outcome', async () => {
    const world = new World();
    world.script.push({ moves: false, answer: UNCLEAR });
    await world.deliver(request());
    world.observationFails = new ObservationUnavailableError('throttled', { cause: undefined, denied: false });
    world.now = START + world.ports.settings.effectTimeoutMs + world.ports.settings.clockSkewMs;
    await world.deliver(request());
    expect(lines(world)).not.toContain('overdue');
    world.now += 120 * SECOND;
    await world.deliver(request());
    expect(world.logged.find(({ transition }) => transition === 'overdue')?.fields.age).toBe(120);
  });

  it('says that the half-open trial closed the circuit', async () => {
    const world = new World();
    world.ledger.circuits = { [NEW]: { openedAtMs: 0, openUntilMs: START - 1, streak: 1 } };
    await world.deliver(request());
    expect(lines(world)).toEqual(['calling', 'migrated: moved', 'circuitClosed', 'published']);
  });

  it('says that the permissions to observe are missing', async () => {
    const world = new World();
    world.observationFails = new ObservationUnavailableError('denied', { cause: undefined, denied: true });
    await world.deliver(request());
    expect(lines(world)).toEqual(['denied: observation', 'waiting: denied']);
  });

  it('says no such thing of an observation that fails for another reason', async () => {
    const world = new World();
    world.observationFails = new ObservationUnavailableError('throttled', { cause: undefined, denied: false });
    await world.deliver(request());
    expect(lines(world)).toEqual(['waiting: observationUnavailable']);
  });

  it('has only what was written: a late throttle of a call with a recorded outcome reopens nothing', async () => {
    const world = new World();
    world.script.push({ moves: true, answer: { kind: 'neverRan', cause: 'throttled' } });
    const { reopen } = world.ledger;
    world.ledger.reopen = async (...write) => {
      Object.assign(world.request(), { state: 'FAILED' });
      return reopen(...write);
    };
    await world.deliver(request());
    expect(lines(world)).toEqual(['calling']);
  });

  it('has each message that does not become a request', async () => {
    const world = new World();
    await world.deliver(request());
    world.logged.length = 0;
    await world.deliver('{', { id: 'm1' });
    await world.deliver(request({ parentConnectionId: NEW, note: 'other', correlationId: 'c-2' }), { id: 'm2' });
    const [invalid, conflict] = world.published.slice(1);
    const unreadable = { tenant: 'orders', messageId: 'm1', cause: 'INVALID_REQUEST' };
    expect(world.logged).toEqual([
      { transition: 'quarantineBegan', fields: unreadable },
      { transition: 'messageRejected', fields: { ...unreadable, eventId: invalid?.eventId } },
      {
        transition: 'messageRejected',
        fields: {
          tenant: 'orders',
          requestId: 'r1',
          connectionId: CONNECTION,
          correlationId: 'c-2',
          messageId: 'm2',
          cause: 'CONFLICTING_REQUEST',
          eventId: conflict?.eventId,
        },
      },
    ]);
  });

  it.each([
    [new TypeError('the item lacks "state"'), 'TypeError: the item lacks "state"'],
    ['thrown text', 'string'],
    // Its text quotes what could not be parsed.
    [new SyntaxError('Unexpected token \'<\', "<html>secr"... is not valid JSON'), 'SyntaxError'],
  ])('names the request that reconcile could not work on, and why', async (thrown, error) => {
    const world = new World();
    world.ledger.paused = true;
    await world.deliver(request());
    world.leaveToReconcile();
    world.now += 60 * SECOND;
    world.logged.length = 0;
    world.ledger.takePlace = async () => {
      throw thrown;
    };
    expect(await world.reconcile()).toMatchObject({ taken: 1, failed: 1 });
    expect(world.logged).toEqual([{ transition: 'faulted', fields: { tenant: 'orders', requestId: 'r1', error } }]);
  });
});
