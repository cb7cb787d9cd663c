import { describe, expect, it } from 'vitest';
import { REASON_CODES, type ReasonCode } from '../../../../src/contract/reason.ts';
import type { LineState } from '../../../../src/drain/run/line.ts';
import { DRAIN_ID, Driven, FROM, HOUR, idOf, MINUTE, SECOND, stop } from './driven.ts';

const A = idOf(0);

/** The first line is released, and the rest of the table follows. */
function released(): Driven {
  const world = new Driven();
  world.change(() => ({ wave: { number: 1, checkedAtMs: world.now } }));
  world.released(A);
  return world;
}

const stopIds = (world: Driven) => world.drain().stops.map(({ id }) => id);

describe('what became of a try that has moved its line', () => {
  it.each<[what: string, look: Parameters<Driven['migrated']>[1], state: LineState, stops: string[]]>([
    ['not seen', {}, 'moved', []],
    ['a first good look', { firstGoodAtMs: FROM, goodLooks: 1 }, 'seen', []],
    ['HEALTHY', { verdict: 'HEALTHY', firstGoodAtMs: FROM }, 'healthy', []],
    ['UNHEALTHY', { verdict: 'UNHEALTHY', failings: ['STATE'] }, 'unhealthy', [`line:${A}`]],
    ['UNKNOWN', { verdict: 'UNKNOWN', failings: ['NOT_LOOKED_AT'] }, 'unknown', [`line:${A}`]],
    ['OVERTAKEN', { verdict: 'OVERTAKEN' }, 'overtaken', []],
    ['GONE', { verdict: 'GONE' }, 'gone', []],
    ['MOVED_AWAY', { verdict: 'MOVED_AWAY' }, 'movedAway', []],
  ])('%s', async (_, look, state, stops) => {
    const world = released();
    world.migrated(A, look);
    await world.advance();
    expect(world.states()[A]).toBe(state);
    expect(stopIds(world)).toEqual(stops);
    if (stops.length > 0) expect(world.types()).toContain('Drain Stopped');
  });

  it('is not taken for well if no one looks at it', async () => {
    const world = released();
    world.migrated(A);
    await world.advance();
    expect(world.states()[A]).toBe('moved');
    world.now += 10 * MINUTE + 1;
    await world.advance();
    expect(world.states()[A]).toBe('unknown');
    expect(stopIds(world)).toEqual([`line:${A}`]);
  });

  it('has drifted if it was there already', async () => {
    const world = released();
    world.request(A, { state: 'MIGRATED', data: { disposition: 'alreadyThere' } });
    await world.advance();
    expect(world.drain().lines[A]).toMatchObject({ state: 'drifted', cause: 'ALREADY_THERE' });
  });
});

describe('what became of a try that has moved nothing', () => {
  const FAILED = [
    ...['UNEXPECTED_VLAN', 'CONNECTION_STATE', 'VLAN_CONFLICT', 'IP_CONFLICT', 'PARENT_CAPACITY'],
    ...['DIRECT_CONNECT_REFUSED', 'RESOLVED_NOT_MOVED'],
  ];
  const DRIFTED = ['UNEXPECTED_PARENT', 'SUPERSEDED', 'NOT_PERMITTED'];
  const expected = (code: ReasonCode): [LineState, string[]] => {
    if (code === 'EXPIRED') return ['planned', []];
    if (code === 'PARENT_NOT_FOUND' || code === 'PARENT_CANNOT_HOST') return ['planned', ['target:dxcon-new']];
    if (DRIFTED.includes(code)) return ['drifted', []];
    return ['failed', FAILED.includes(code) ? [] : [`fault:${A}`]];
  };

  it.each(REASON_CODES)('%s', async (code) => {
    const world = released();
    world.ledger.paused = true;
    world.refused(A, code, code === 'PARENT_CAPACITY' ? 'FAILED' : 'REJECTED');
    await world.advance();
    expect([world.states()[A], stopIds(world)]).toEqual(expected(code));
  });

  it('a held one needs a person, and what that one decides lifts the stop', async () => {
    const world = released();
    world.request(A, { state: 'HELD' });
    await world.advance();
    expect([world.states()[A], stopIds(world)]).toEqual(['held', [`line:${A}`]]);
    world.refused(A, 'RESOLVED_NOT_MOVED', 'FAILED');
    await world.advance();
    expect([world.states()[A], stopIds(world)]).toEqual(['failed', []]);
    expect(world.details('Drain Resumed')[0]).toMatchObject({ stops: [{ id: `line:${A}`, kind: 'line', about: A }] });
  });

  it('says what a request waits for', async () => {
    const world = released();
    world.request(A, { state: 'RECEIVED', waitsFor: { cause: 'group', sinceMs: FROM } });
    await world.advance();
    expect(world.drain().lines[A]).toMatchObject({ state: 'released', cause: 'group' });
  });
});

describe('a try that expired without a call', () => {
  const expire = (world: Driven, expired: number) => {
    world.changeLine(A, { expired, cause: 'group' });
    world.refused(A, 'EXPIRED');
  };

  it('frees the line; the third time, a person has to look', async () => {
    const world = released();
    world.ledger.paused = true;
    expire(world, 1);
    await world.advance();
    expect(world.drain().lines[A]).toMatchObject({ state: 'planned', expired: 2 });
    world.released(A, { expired: 2 });
    expire(world, 2);
    await world.advance();
    expect(world.drain().lines[A]).toMatchObject({ state: 'waits', expired: 3, cause: 'group' });
    expect(stopIds(world)).toEqual([`line:${A}`]);
  });

  it.each<[string, (world: Driven) => void]>([
    ['while the drain is stopped', (world) => world.change(() => ({ stops: [stop('s1')] }))],
    ['of a drain that was resumed since the release', (world) => world.change(() => ({ wave: { number: 1 } }))],
    [
      'of a drain that was resumed and checked since the release',
      (world) => world.change(() => ({ wave: { number: 1, checkedAtMs: world.now + 1 } })),
    ],
    [
      'of a drain that ends',
      (world) =>
        world.change(() => ({
          phase: 'ENDING',
          ending: { as: 'ABORTED', cause: 'person', atMs: FROM, by: 'ada', why: 'no' },
        })),
    ],
  ])('is not counted %s', async (_, prepare) => {
    const world = released();
    world.ledger.paused = true;
    prepare(world);
    expire(world, 2);
    await world.advance();
    expect(world.drain().lines[A]).toMatchObject({ state: 'planned', expired: 2 });
  });
});

describe('a message that may be lost', () => {
  const unsent = () => {
    const world = released();
    world.ledger.requests.clear();
    return world;
  };

  it('is sent again half a minute after the release, the same, and each half minute after that', async () => {
    const world = unsent();
    world.now += 29 * SECOND;
    await world.advance();
    expect(world.sent).toEqual([]);
    world.now += SECOND;
    await world.advance();
    await world.advance();
    world.now += 29 * SECOND;
    await world.advance();
    expect(world.sent).toHaveLength(1);
    world.now += SECOND;
    await world.advance();
    expect(world.sent).toHaveLength(2);
    expect(world.sent[0]).toEqual(world.sent[1]);
    expect(world.sent[0]?.requestId).toBe(`${DRAIN_ID}.${A}.1`);
  });

  it('stops the drain after two minutes, as a fault', async () => {
    const world = unsent();
    world.now += 2 * MINUTE - 1;
    await world.advance();
    expect(stopIds(world)).toEqual([]);
    world.now += 1;
    await world.advance();
    expect(stopIds(world)).toEqual([`fault:${A}`]);
    expect(world.states()[A]).toBe('released');
  });

  it('is sent again while the drain is stopped, and when it ends: or its line would be open for ever', async () => {
    const world = unsent();
    world.now += 30 * SECOND;
    world.change(() => ({ stops: [stop('s1')] }));
    await world.advance();
    world.now = FROM + 24 * HOUR;
    await world.advance();
    expect(world.sent).toHaveLength(2);
    expect(world.drain().phase).toBe('ENDING');
  });
});

describe('a line that a person has set aside', () => {
  it('gets its outcome and verdict all the same, and stops nothing', async () => {
    const world = released();
    world.changeLine(A, { state: 'setAside', by: 'ada' });
    world.migrated(A, { verdict: 'UNHEALTHY' });
    await world.advance();
    expect(world.drain().lines[A]).toMatchObject({ state: 'setAside', try: { became: 'unhealthy' } });
    expect(stopIds(world)).toEqual([]);
    world.migrated(A, { verdict: 'HEALTHY' });
    await world.advance();
    expect(world.drain().lines[A]).toMatchObject({ state: 'setAside', try: { became: 'healthy' } });
  });
});
