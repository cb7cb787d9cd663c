import { describe, expect, it } from 'vitest';
import { type HistoryEntry, inOrder } from '../../../src/migration/model/history.ts';
import { MINUTE, request, SECOND, START, UNCLEAR, World } from '../../support/world.ts';

const THROTTLED = { moves: false, answer: { kind: 'neverRan', cause: 'throttled', awsRequestId: 'aws-0' } } as const;

describe('the history of a request', () => {
  it('has each transition once, oldest first', async () => {
    const world = new World();
    world.script.push(THROTTLED);
    await world.deliver(request());
    world.now += SECOND;
    await world.deliver(request(), { receives: 2 });
    expect(world.request().history).toEqual([
      { atMs: START, what: 'received', attempts: 0 },
      { atMs: START, what: 'calling', attempts: 1 },
      { atMs: START, what: 'reopened', attempts: 1, cause: 'throttled', awsRequestId: 'aws-0' },
      { atMs: START + SECOND, what: 'calling', attempts: 2 },
      { atMs: START + SECOND, what: 'migrated', attempts: 2, cause: 'moved', awsRequestId: 'aws-1' },
    ]);
  });

  it('has the unclear answer and the hold', async () => {
    const world = new World();
    world.script.push({ moves: false, answer: UNCLEAR });
    await world.deliver(request());
    await world.pass(10 * MINUTE);
    expect(world.request().history.map(({ what, cause }) => [what, cause])).toEqual([
      ['received', undefined],
      ['calling', undefined],
      ['unclear', 'ECONNRESET'],
      ['held', 'OUTCOME_UNKNOWN'],
    ]);
  });

  it('has a call without an answer, and an intent that was revoked', async () => {
    const world = new World();
    const { intend } = world.ledger;
    world.ledger.intend = async (...write) => {
      const written = await intend(...write);
      world.now += 5 * SECOND;
      return written;
    };
    await world.deliver(request({ notAfter: new Date(START + SECOND).toISOString() }));
    expect(world.request().history.map(({ what }) => what)).toEqual([
      'received',
      'calling',
      'intentRevoked',
      'rejected',
    ]);

    const other = new World();
    other.script.push({ moves: true, answer: 'crash' });
    await expect(other.deliver(request())).rejects.toThrow();
    await other.pass(5 * MINUTE);
    expect(other.request().history.map(({ what }) => what)).toEqual(['received', 'calling', 'unanswered', 'migrated']);
  });

  it('stays bounded however often a request is throttled', async () => {
    const world = new World();
    for (let times = 0; times < 100; times++) {
      world.script.push(THROTTLED);
      await world.deliver(request());
    }
    const { history, attempts } = world.request();
    expect(attempts).toBe(100);
    expect(history.length).toBeLessThanOrEqual(16 * 2 + 1);
    expect(history.at(-1)).toMatchObject({ what: 'reopened', attempts: 100 });
  });
});

it('is ordered by time, then by attempt, then by the order of transitions within one', () => {
  const ordered: HistoryEntry[] = [
    { atMs: 1, what: 'received', attempts: 0 },
    { atMs: 2, what: 'calling', attempts: 1 },
    { atMs: 2, what: 'unclear', attempts: 1 },
    { atMs: 2, what: 'reopened', attempts: 1 },
    { atMs: 2, what: 'calling', attempts: 2 },
    { atMs: 2, what: 'held', attempts: 2 },
    { atMs: 3, what: 'calling', attempts: 1 },
    { atMs: 3, what: 'migrated', attempts: 1 },
  ];
  expect(inOrder(ordered.toReversed())).toEqual(ordered);
  expect(inOrder([5, 2, 7, 0, 4, 1, 6, 3].flatMap((place) => ordered[place] ?? []))).toEqual(ordered);
});
