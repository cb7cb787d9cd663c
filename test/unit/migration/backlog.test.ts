import { describe, expect, it } from 'vitest';
import { Backlog } from '../../../src/migration/dispatch/backlog.ts';
import type { BacklogEntry } from '../../../src/migration/ports/due-index.ts';

const entry = (tenant: string, requestId: string, fields: Partial<BacklogEntry> = {}): BacklogEntry => ({
  ...{ key: { tenant, requestId }, dueAtMs: 0, callByMs: 1000, isOpenEnded: false, postponements: 0 },
  ...fields,
});

function backlogOf(...entries: BacklogEntry[]): Backlog {
  const backlog = new Backlog();
  for (const each of entries) backlog.add(each);
  return backlog;
}

function drain(backlog: Backlog): string[] {
  const taken: string[] = [];
  for (let next = backlog.next(); next; next = backlog.next()) taken.push(`${next.key.tenant} ${next.key.requestId}`);
  return taken;
}

describe('the backlog', () => {
  it('gives each tenant a turn, however many one has', () => {
    const many = Array.from({ length: 4 }, (_, index) => entry('large', `r${index}`, { callByMs: index }));
    const backlog = backlogOf(...many, entry('small', 's1'), entry('third', 't1'), entry('third', 't2'));
    expect(drain(backlog).map((name) => name.split(' ')[0])).toEqual([
      ...['large', 'small', 'third', 'large', 'third', 'large', 'large'],
    ]);
    expect(backlog.size).toBe(0);
  });

  it('gives a tenant who comes later its turn after those who wait', () => {
    const backlog = backlogOf(entry('large', 'r1'), entry('large', 'r2'), entry('large', 'r3'));
    expect(backlog.next()?.key.requestId).toBeDefined();
    backlog.add(entry('late', 'l1'));
    expect(drain(backlog).map((name) => name.split(' ')[0])).toEqual(['large', 'late', 'large']);
  });

  it('takes the request of a tenant first whose time ends first, and of two the one that waited longer', () => {
    const backlog = backlogOf(
      entry('t', 'later', { callByMs: 30 }),
      entry('t', 'waited', { callByMs: 20, dueAtMs: 1 }),
      entry('t', 'came', { callByMs: 20, dueAtMs: 2 }),
    );
    expect(backlog.next()?.key.requestId).toBe('waited');
    backlog.add(entry('t', 'soonest', { callByMs: 10 }));
    expect(drain(backlog)).toEqual(['t soonest', 't came', 't later']);
  });

  it('takes one that was throttled before all others', () => {
    const backlog = backlogOf(entry('a', 'a1'), entry('b', 'b1'));
    const throttled = backlog.next();
    if (throttled) backlog.addFirst(throttled);
    expect(drain(backlog)).toEqual(['a a1', 'b b1']);
  });

  it('knows an entry once, until it is done with', () => {
    const again = entry('a', 'a1');
    const backlog = backlogOf(again, again);
    expect(drain(backlog)).toEqual(['a a1']);
    backlog.add(again);
    expect(drain(backlog)).toEqual([]);
    backlog.forget(again);
    backlog.add(again);
    expect(drain(backlog)).toEqual(['a a1']);
  });

  it('keeps those apart during whose visit the process has ended', () => {
    const backlog = backlogOf(entry('a', 'a1', { postponements: 1, dueAtMs: 7 }), entry('a', 'a2'));
    expect([backlog.size, backlog.suspectDueAtMs, backlog.hasOnlySuspects]).toEqual([2, 7, false]);
    expect(drain(backlog)).toEqual(['a a2']);
    expect(backlog.hasOnlySuspects).toBe(true);
    expect(backlog.nextSuspect()?.key.requestId).toBe('a1');
    expect([backlog.size, backlog.suspectDueAtMs]).toEqual([0, undefined]);
  });

  it('finds those whose time is over among others whose is not', () => {
    const suspect = entry('c', 'c1', { callByMs: 5, postponements: 1 });
    const backlog = backlogOf(entry('a', 'a1', { callByMs: 50 }), entry('b', 'b1', { callByMs: 10 }), entry('b', 'b2'));
    backlog.add(suspect);
    backlog.add(entry('d', 'd1', { callByMs: 1, isOpenEnded: true }));
    backlog.add(entry('d', 'd2', { callByMs: 1, isOpenEnded: true, postponements: 1 }));
    expect(backlog.nextOver(5)).toBeUndefined();
    expect(backlog.nextOver(6)).toEqual(suspect);
    expect(backlog.nextOver(10)).toBeUndefined();
    expect(backlog.nextOver(11)?.key.requestId).toBe('b1');
    expect(backlog.nextOver(11)).toBeUndefined();
    expect(drain(backlog)).toEqual(['a a1', 'd d1', 'b b2']);
  });

  it('finds them behind those of the same tenant that are older, and without an end', () => {
    const open = entry('a', 'open', { callByMs: 1, isOpenEnded: true });
    const backlog = backlogOf(open, entry('a', 'over', { callByMs: 5 }), entry('a', 'later', { callByMs: 50 }));
    expect(backlog.nextOver(10)?.key.requestId).toBe('over');
    expect(backlog.nextOver(10)).toBeUndefined();
    expect([backlog.size, backlog.sizeOf('a')]).toEqual([2, 2]);
    expect(drain(backlog)).toEqual(['a open', 'a later']);
  });
});
