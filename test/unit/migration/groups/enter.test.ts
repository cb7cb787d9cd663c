import { describe, expect, it } from 'vitest';
import { askToEnter, type EntryRules, enter, hasLapsed, MOST_ENTRIES } from '../../../../src/migration/groups/enter.ts';
import { EMPTY, type Entry, type Group, goTogether, needsEntry } from '../../../../src/migration/groups/group.ts';
import { mayGoBack } from '../../../../src/migration/groups/way-back.ts';

const POLL = 60_000;
const RULES: EntryRules = { lock: 'owner', isWayBack: false, now: 0, pollIntervalMs: POLL };

function entry(connectionId: string, fields: Partial<Entry> = {}): Entry {
  const ids = { attemptId: `${connectionId}-1`, request: `orders#${connectionId}` };
  return { connectionId, ...ids, orderKey: '1', side: 'p1', atMs: 0, ...fields };
}

function holding(...entries: Entry[]): Group {
  return { entries };
}

describe('lines that go together', () => {
  const one = { side: 'p1' };
  const other = { side: 'p2' };

  it('are those on one port, unless they have one name', () => {
    expect(goTogether(one, { ...one }, 'owner')).toBe(true);
    expect(goTogether(one, other, 'owner')).toBe(false);
    expect(goTogether({ ...one, name: 'g' }, { ...one, name: 'g' }, 'owner')).toBe(false);
  });

  it('are those with two names, on whatever ports; a name says nothing of a line without one', () => {
    expect(goTogether({ ...one, name: 'g' }, { ...other, name: 'h' }, 'owner')).toBe(true);
    expect(goTogether({ ...one, name: 'g' }, other, 'owner')).toBe(false);
    expect(goTogether({ ...one, name: 'g' }, one, 'owner')).toBe(true);
  });

  it('are all but those with one name, where only names count', () => {
    expect(goTogether(one, other, 'named')).toBe(true);
    expect(goTogether({ ...one, name: 'g' }, { ...other, name: 'g' }, 'named')).toBe(false);
    expect(needsEntry({}, 'named')).toBe(false);
    expect(needsEntry({ name: 'g' }, 'named')).toBe(true);
    expect(needsEntry({}, 'owner')).toBe(true);
    expect(needsEntry({ name: 'g' }, 'off')).toBe(false);
  });
});

describe('entering a group', () => {
  it('is for whoever goes together with all that are in it', () => {
    expect(enter(EMPTY, entry('a'), RULES)).toEqual({ kind: 'entered', group: holding(entry('a')) });
    expect(enter(holding(entry('a')), entry('b'), RULES).kind).toBe('entered');
    expect(enter(holding(entry('a')), entry('b', { side: 'p2' }), RULES)).toEqual({ kind: 'waits', behind: 'a' });
  });

  it('is not held up by entries of the same line, nor by one that a person has released', () => {
    const released = { by: 'alex', why: 'agreed with the customer', atMs: 0 };
    const again = entry('a', { side: 'p3', attemptId: 'a-2' });
    expect(enter(holding(entry('a')), again, RULES).kind).toBe('entered');
    expect(enter(holding(entry('a', { released })), entry('b', { side: 'p2' }), RULES).kind).toBe('entered');
  });

  it('writes nothing more where the write before was not heard of', () => {
    const group = holding(entry('a'));
    expect(enter(group, entry('a'), RULES)).toEqual({ kind: 'entered', group });
  });

  it('is always possible on the way back', () => {
    const group = holding(entry('a'), entry('b'));
    const back = entry('a', { side: 'p3', attemptId: 'a-2' });
    expect(enter(group, back, RULES)).toEqual({ kind: 'waits', behind: 'b' });
    expect(enter(group, back, { ...RULES, isWayBack: true }).kind).toBe('entered');
  });

  it('is not possible in a group that is full, but for a line that has an entry', () => {
    const full = holding(...Array.from({ length: MOST_ENTRIES }, (_, index) => entry(`line${index}`)));
    expect(enter(full, entry('another'), RULES)).toEqual({ kind: 'waits', behind: 'line0' });
    expect(enter(full, entry('line7', { attemptId: 'again' }), RULES).kind).toBe('entered');
  });
});

describe('a line that has waited for long', () => {
  const asked = askToEnter(holding(entry('a')), 'b', 0, POLL);

  it('goes before all that have no entry, from five poll intervals on', () => {
    const renewed = askToEnter(asked, 'b', 4 * POLL, POLL);
    expect(enter(renewed, entry('c'), { ...RULES, now: 5 * POLL - 1 }).kind).toBe('entered');
    expect(enter(renewed, entry('c'), { ...RULES, now: 5 * POLL })).toEqual({ kind: 'waits', behind: 'b' });
    expect(enter(renewed, entry('a', { attemptId: 'a-2' }), { ...RULES, now: 5 * POLL }).kind).toBe('entered');
  });

  it('holds up no one once it has entered, or has not said so for five poll intervals', () => {
    const entered = enter({ ...asked, entries: [] }, entry('b', { side: 'p2' }), { ...RULES, now: 5 * POLL });
    expect(entered).toEqual({ kind: 'entered', group: { entries: [entry('b', { side: 'p2' })] } });
    expect(enter(asked, entry('c'), { ...RULES, now: 5 * POLL + 1 }).kind).toBe('entered');
    expect(asked.wanted && hasLapsed(asked.wanted, 5 * POLL + 1, POLL)).toBe(true);
  });

  it('keeps its place when another line asks, until it lapses', () => {
    expect(askToEnter(asked, 'c', POLL, POLL)).toBe(asked);
    expect(askToEnter(asked, 'c', 6 * POLL, POLL).wanted).toEqual({
      connectionId: 'c',
      sinceMs: 6 * POLL,
      atMs: 6 * POLL,
    });
    expect(askToEnter(asked, 'b', POLL, POLL).wanted).toEqual({ connectionId: 'b', sinceMs: 0, atMs: POLL });
  });

  it('keeps its place when another line enters', () => {
    expect(enter(asked, entry('c'), RULES)).toMatchObject({ group: { wanted: { connectionId: 'b' } } });
  });
});

describe('the way back', () => {
  const group = holding(entry('a', { request: 'orders#first' }));
  const last = { request: 'orders#first', from: 'p1' };
  const line = { connectionId: 'a', target: 'p1' };

  it('is where the last move came from, while that has not settled and its entry stands', () => {
    expect(mayGoBack(group, line, last, undefined)).toBe(true);
    expect(mayGoBack(group, line, last, 'UNHEALTHY')).toBe(true);
    expect(mayGoBack(group, line, last, 'HEALTHY')).toBe(false);
    expect(mayGoBack(group, { ...line, target: 'p4' }, last, undefined)).toBe(false);
    expect(mayGoBack(group, line, undefined, undefined)).toBe(false);
    expect(mayGoBack(EMPTY, line, last, undefined)).toBe(false);
    expect(mayGoBack(holding(entry('b', { request: 'orders#first' })), line, last, undefined)).toBe(false);
    expect(mayGoBack(holding(entry('a')), line, last, undefined)).toBe(false);
  });
});
