import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/migration/call/classify-answer.ts';
import { MINUTE, OLD, request, START, UNCLEAR, World } from '../../support/world.ts';

/** From here an observation proves the effect of a call made at START. */
const PROVEN = START + 2 * MINUTE + 1;

describe('the attempt', () => {
  const answered: [name: string, answer: Answer, finishedAt: number | undefined][] = [
    ['that was throttled', { kind: 'neverRan', cause: 'throttled' }, START],
    ['that was denied', { kind: 'denied', awsError: 'AccessDenied' }, START],
    ['that could not be sent', { kind: 'neverRan', cause: 'unreachable' }, undefined],
    ['whose answer was lost', { kind: 'unclear', error: 'ECONNRESET', answered: false }, undefined],
    ['whose answer says nothing', { kind: 'unclear', error: 'InternalFailure', answered: true }, START],
  ];

  it.each(answered)('%s: finishedAt shows whether an answer came back', async (_name, answer, finishedAtMs) => {
    const world = new World();
    world.script.push({ moves: false, answer });
    await world.deliver(request());
    expect(world.request().attempt?.finishedAtMs).toBe(finishedAtMs);
  });

  it('has no undefined fields, and neither has its history, because the ledger would store them', async () => {
    const world = new World();
    world.script.push({ moves: false, answer: { kind: 'neverRan', cause: 'unreachable' } });
    await world.deliver(request());
    const { attempt, history, ...item } = world.request();
    expect(attempt).toStrictEqual({ id: 'attempt-2', startedAtMs: START, previousParent: OLD, seen: attempt?.seen });
    expect(history).toStrictEqual([
      { atMs: START, what: 'received', attempts: 0 },
      { atMs: START, what: 'calling', attempts: 1 },
      { atMs: START, what: 'reopened', attempts: 1, cause: 'unreachable' },
    ]);
    expect(Object.values(item)).not.toContain(undefined);
  });
});

describe('an answer that comes after another worker has recorded the outcome', () => {
  const answers: [name: string, answer: Answer][] = [
    ['throttled', { kind: 'neverRan', cause: 'throttled' }],
    ['denied', { kind: 'denied', awsError: 'AccessDenied' }],
    ['transitioning', { kind: 'transitioning', awsError: 'e' }],
  ];

  it.each(answers)('%s: the recorded outcome is published at once, and nothing waits', async (_name, answer) => {
    const world = new World();
    world.script.push({ moves: true, answer });
    const { associate } = world.ports.directConnect;
    world.ports.directConnect.associate = async (...call) => {
      const late = await associate(...call);
      world.now = PROVEN;
      world.busRejections = 1;
      expect(await world.deliver(request())).toEqual({ kind: 'acknowledge' });
      return late;
    };
    expect(await world.deliver(request())).toEqual({ kind: 'acknowledge' });
    expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'MIGRATED', disposition: 'observed' });
    const waits = world.logged.filter(({ transition }) => transition === 'waiting');
    expect(waits.map(({ fields }) => fields.cause)).toEqual(['unpublished']);
  });
});

describe('a connection that stays in a transitioning state', () => {
  const answer: Answer = { kind: 'transitioning', awsError: 'DirectConnectClientException' };

  it('fails its request on the minute, with an explanation', async () => {
    const world = new World();
    const EVERY = 5 * MINUTE;
    for (const offset of [0, EVERY, 2 * EVERY, 3 * EVERY, 4 * EVERY, 5 * EVERY, 30 * MINUTE - 1, 30 * MINUTE]) {
      expect(world.eventsOf()).toEqual([]);
      world.script.push({ moves: false, answer });
      world.now = START + offset;
      await world.deliver(request());
    }
    expect(world.eventsOf()).toHaveLength(1);
    expect(world.eventsOf()[0]?.data).toMatchObject({
      outcome: 'FAILED',
      attempts: 8,
      reason: {
        code: 'CONNECTION_STATE',
        message: 'Direct Connect has answered for 30 minutes that the connection is in a transitioning state',
      },
    });
  });

  it('is not reported as lasting when no call asked for longer than the limit', async () => {
    const world = new World();
    world.script.push({ moves: false, answer }, { moves: false, answer }, { moves: false, answer });
    await world.deliver(request());
    world.ledger.paused = true;
    await world.pass(40 * MINUTE);
    world.ledger.paused = false;
    await world.pass(MINUTE);
    expect(world.calls).toHaveLength(2);
    expect(world.request().transitioning).toEqual({ sinceMs: world.now, lastMs: world.now, answers: 2 });
    await world.pass(5 * MINUTE);
    expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'MIGRATED', attempts: 4 });
  });

  it('is reported as lasting over a gap as long as the limit', async () => {
    const world = new World();
    world.script.push({ moves: false, answer }, { moves: false, answer });
    await world.deliver(request());
    world.now += 30 * MINUTE;
    await world.deliver(request());
    expect(world.eventsOf()[0]?.data.reason?.code).toBe('CONNECTION_STATE');
  });

  it('is reported as lasting after four answers, however far apart', async () => {
    const world = new World();
    for (let hour = 0; hour < 4; hour++) {
      expect(world.eventsOf()).toEqual([]);
      world.script.push({ moves: false, answer });
      world.now = START + hour * 60 * MINUTE;
      await world.deliver(request());
    }
    expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'FAILED', reason: { code: 'CONNECTION_STATE' } });
  });

  it.each([
    ['throttled', { kind: 'neverRan', cause: 'throttled' }],
    ['denied', { kind: 'denied', awsError: 'AccessDenied' }],
  ] as [string, Answer][])(
    'is reported as lasting when a call in between was %s, which says nothing about the state',
    async (_what, other) => {
      const world = new World();
      world.script.push({ moves: false, answer }, { moves: false, answer: other });
      await world.deliver(request());
      world.now += MINUTE;
      await world.deliver(request());
      expect(world.request().transitioning).toEqual({ sinceMs: START, lastMs: START, answers: 1 });
    },
  );

  it('is over once a call has an unclear outcome', async () => {
    const world = new World({ reattemptsAfterEffectTimeout: 2 });
    world.script.push({ moves: false, answer }, { moves: false, answer: UNCLEAR });
    await world.deliver(request());
    world.now += MINUTE;
    await world.deliver(request());
    world.ledger.paused = true;
    await world.pass(20 * MINUTE);
    expect(world.request()).toMatchObject({ state: 'RECEIVED', attempts: 2 });
    expect(world.request().transitioning).toBeUndefined();
  });

  it('is in the history', async () => {
    const world = new World();
    world.script.push({ moves: false, answer });
    await world.deliver(request());
    expect(world.request().history.at(-1)).toMatchObject({ what: 'reopened', cause: 'transitioning' });
  });
});
