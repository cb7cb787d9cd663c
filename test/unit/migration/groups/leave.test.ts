import { describe, expect, it } from 'vitest';
import { EMPTY, type Entry, type Group } from '../../../../src/migration/groups/group.ts';
import {
  type Facts,
  isOver,
  mayRelease,
  withFound,
  withoutAttempt,
  withoutLapsed,
  withoutSettled,
  withRelease,
} from '../../../../src/migration/groups/leave.ts';

const WORKER_ENDS = 150_000;

function entry(connectionId: string, orderKey: string, attemptId = `${connectionId}-${orderKey}`): Entry {
  return { connectionId, attemptId, request: `orders#${connectionId}-${orderKey}`, orderKey, side: 'p1', atMs: 0 };
}

const GROUP: Group = { entries: [entry('a', '1'), entry('a', '2'), entry('b', '1')] };

function ids({ entries }: Group): string[] {
  return entries.map(({ attemptId }) => attemptId);
}

describe('leaving a group', () => {
  it('takes out one attempt, and nothing where it is not there', () => {
    expect(ids(withoutAttempt(GROUP, 'a-2'))).toEqual(['a-1', 'b-1']);
    expect(withoutAttempt(GROUP, 'c-1')).toBe(GROUP);
  });

  it('does not take out, nor twice put in, the entry of a move that was found afterwards', () => {
    const found = withFound(withFound(GROUP, entry('a', '1')), { ...entry('a', '1'), atMs: 7 });
    expect(ids(found)).toEqual(['a-2', 'b-1', 'a-1']);
    expect(found.entries.at(-1)).toMatchObject({ atMs: 7, found: true });
    expect(withoutAttempt(found, 'a-1')).toBe(found);
    const move = { connectionId: 'a', request: 'orders#a-1', orderKey: '1' };
    expect(ids(withoutSettled(found, move))).toEqual(['a-2', 'b-1']);
  });

  it('takes out what a settled move has taken further, and never a later entry of its line', () => {
    const later = { ...GROUP, entries: [...GROUP.entries, entry('a', '3')] };
    const second = { connectionId: 'a', request: 'orders#a-2', orderKey: '2' };
    expect(ids(withoutSettled(later, second))).toEqual(['b-1', 'a-3']);
    expect(withoutSettled(EMPTY, second)).toBe(EMPTY);
  });

  it('takes out a wish that has lapsed', () => {
    const wanted = { connectionId: 'b', sinceMs: 0, atMs: 0 };
    expect(withoutLapsed({ entries: [], wanted }, 5_001, 1_000)).toEqual(EMPTY);
    const fresh = { entries: [], wanted };
    expect(withoutLapsed(fresh, 5_000, 1_000)).toBe(fresh);
  });

  it('leaves an entry that a person releases where it is, and says who and why', () => {
    const released = { by: 'alex', why: 'agreed', atMs: 7 };
    const [first, second] = withRelease(GROUP, 'a-1', released).entries;
    expect([first?.released, second?.released]).toEqual([released, undefined]);
  });
});

describe('whether an entry is over', () => {
  const mine = entry('a', '1');
  const own = (facts: Partial<Facts>): Facts => ({ attemptId: mine.attemptId, ...facts });
  const judge = (facts: Facts, age = 0) => isOver(mine, facts, age, WORKER_ENDS);

  it.each([
    ['reopened', own({ state: 'RECEIVED' }), true],
    ['calling', own({ state: 'CALLING' }), false],
    ['held', own({ state: 'HELD' }), false],
    ['failed', own({ state: 'FAILED' }), true],
    ['rejected after a call', own({ state: 'REJECTED' }), true],
    ['moved, and not looked at yet', own({ state: 'MIGRATED' }), false],
    ['moved and not verified', own({ state: 'MIGRATED', isUnverified: true }), true],
    ['HEALTHY', own({ state: 'MIGRATED', verdict: 'HEALTHY' }), true],
    ['GONE', own({ state: 'MIGRATED', verdict: 'GONE' }), true],
    ['MOVED_AWAY', own({ state: 'MIGRATED', verdict: 'MOVED_AWAY' }), true],
    ['UNHEALTHY', own({ state: 'MIGRATED', verdict: 'UNHEALTHY' }), false],
    ['UNKNOWN', own({ state: 'MIGRATED', verdict: 'UNKNOWN' }), false],
    ['OVERTAKEN', own({ state: 'MIGRATED', verdict: 'OVERTAKEN' }), false],
    [
      'OVERTAKEN by an unhealthy move',
      own({ state: 'MIGRATED', verdict: 'OVERTAKEN', lastVerdict: 'UNHEALTHY' }),
      false,
    ],
    ['OVERTAKEN by a healthy move', own({ state: 'MIGRATED', verdict: 'OVERTAKEN', lastVerdict: 'HEALTHY' }), true],
  ])('%s', (_, facts, expected) => {
    expect(judge(facts, 10 * WORKER_ENDS)).toBe(expected);
  });

  it('of an attempt that is not the present one: once its maker has ended, or its request has', () => {
    for (const state of ['RECEIVED', 'CALLING', 'HELD'] as const) {
      expect(judge({ state, attemptId: 'another' }, WORKER_ENDS)).toBe(false);
      expect(judge({ state, attemptId: 'another' }, WORKER_ENDS + 1)).toBe(true);
    }
    expect(judge({ state: 'RECEIVED' }, WORKER_ENDS)).toBe(false);
    // Taken back: it may be found just now that its call has moved the line after all.
    expect(judge(own({ state: 'RECEIVED' }), WORKER_ENDS)).toBe(false);
    expect(judge({}, WORKER_ENDS)).toBe(false);
    expect(judge({}, WORKER_ENDS + 1)).toBe(true);
    expect(judge({ state: 'MIGRATED', attemptId: 'another' })).toBe(true);
  });

  it('of a move that was found, whose finder is held up: not before the move is recorded, however old it is', () => {
    const found: Entry = { ...mine, found: true };
    const judgeFound = (facts: Facts) => isOver(found, facts, 10 * WORKER_ENDS, WORKER_ENDS);
    expect(judgeFound(own({ state: 'RECEIVED' }))).toBe(false);
    expect(judgeFound({ state: 'RECEIVED', attemptId: 'another' })).toBe(true);
    expect(judgeFound(own({ state: 'MIGRATED' }))).toBe(false);
    expect(judgeFound(own({ state: 'REJECTED' }))).toBe(true);
  });

  it('may be released by a person only after its call', () => {
    expect(mayRelease(mine, own({ state: 'HELD' }))).toBe(true);
    expect(mayRelease(mine, own({ state: 'MIGRATED' }))).toBe(true);
    expect(mayRelease(mine, own({ state: 'CALLING' }))).toBe(false);
    expect(mayRelease(mine, own({ state: 'RECEIVED' }))).toBe(false);
    expect(mayRelease(mine, { state: 'HELD', attemptId: 'another' })).toBe(false);
  });
});
