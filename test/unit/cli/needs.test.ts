import { describe, expect, it } from 'vitest';
import { attention } from '../../../src/cli/look/attention.ts';
import type { World } from '../../../src/cli/look/world.ts';
import type { QueueKind } from '../../../src/cli/queues/queues.ts';
import { byUrgency, NEEDS, type Need, needOf, needOfLine } from '../../../src/cli/words/needs.ts';
import type { RequestItem } from '../../../src/migration/model/request-item.ts';
import type { WaitCause } from '../../../src/migration/model/waits-for.ts';
import { madeHeld, madeRequest, madeVerification } from '../../support/cli-items.ts';
import { MINUTE, START } from '../../support/world.ts';

const NOW = START + 40 * MINUTE;
const SOON = { dueAtMs: NOW + 1 };

function kindOf(item: RequestItem, isInBacklog = false, now = NOW): Need['kind'] | undefined {
  return needOf({ item, isInBacklog }, now)?.kind;
}

const waiting = (cause: WaitCause, item: Partial<RequestItem> = {}) =>
  madeRequest({}, { waitsFor: { cause, sinceMs: START }, ...SOON, ...item });

describe('a request', () => {
  it('that is held needs a decision', () => {
    expect(needOf({ item: madeHeld(), isInBacklog: false }, START + 5)).toMatchObject({
      ...{ kind: 'held', todo: 'dxm resolve orders/r1', sinceMs: START + 3 },
      what: 'orders/r1 is held: whether dxcon-line1 was moved to dxlag-new is not known',
    });
  });

  it('whose call has no outcome for long needs someone', () => {
    const calling = madeRequest({}, { state: 'CALLING', ...SOON });
    expect(kindOf(calling)).toBe('calling');
    expect(kindOf(calling, false, START + 10 * MINUTE)).toBeUndefined();
  });

  it('that is denied needs someone at once', () => {
    expect(kindOf(waiting('denied'), false, START)).toBe('denied');
  });

  it('that waits for what is over in minutes needs someone after half an hour', () => {
    expect(kindOf(waiting('observationUnavailable'))).toBe('stuck');
    expect(kindOf(waiting('observationUnavailable'), false, START + 29 * MINUTE)).toBeUndefined();
    expect(kindOf(waiting('place'))).toBeUndefined();
    const anew = { waitsFor: { cause: 'throttled', sinceMs: NOW - MINUTE } } as const;
    expect(kindOf(waiting('throttled', anew)), 'one such wait after another').toBe('stuck');
    expect(kindOf(waiting('throttled', anew), true), 'after hours of waiting for its turn').toBeUndefined();
  });

  it('counts that half hour from when its window opened', () => {
    const late = madeRequest(
      { notBefore: new Date(NOW - MINUTE).toISOString() },
      { waitsFor: { cause: 'contended', sinceMs: START }, ...SOON },
    );
    expect(kindOf(late)).toBeUndefined();
  });

  it('whose outcome the bus does not take needs someone after ten minutes', () => {
    const item = { ...madeHeld(), state: 'REJECTED', publishedEventId: 'another', ...SOON } as RequestItem;
    expect(kindOf(item)).toBe('unpublished');
    expect(kindOf(item, false, START + 5 * MINUTE)).toBeUndefined();
  });

  it('that is due and not taken up needs someone; in a backlog it waits for its turn', () => {
    expect(kindOf(waiting('busy', { dueAtMs: NOW - 11 * MINUTE }))).toBe('overdue');
    expect(kindOf(waiting('busy', { dueAtMs: NOW - 9 * MINUTE }))).toBeUndefined();
    expect(kindOf(waiting('turn', { dueAtMs: START }), true)).toBeUndefined();
  });

  it('whose visits fail again and again needs someone', () => {
    expect(kindOf(waiting('turn', { postponements: 2 }), true)).toBe('faulting');
    expect(kindOf(waiting('turn', { postponements: 1 }), true)).toBeUndefined();
    expect(kindOf(waiting('busy', { postponements: 9 }))).toBeUndefined();
  });
});

describe('a line that was moved', () => {
  const key = { tenant: 'orders', requestId: 'r1' };
  const of = (fields: Parameters<typeof madeVerification>[0]) =>
    needOfLine({ key, verification: madeVerification(fields) });

  it('needs someone while it is not well, or could not be looked at', () => {
    expect(of({ verdict: 'UNHEALTHY', failings: ['STATE'], verdictAtMs: START })).toMatchObject({
      ...{ kind: 'unhealthy', todo: 'dxm show orders/r1', sinceMs: START },
      what: 'dxcon-line1 was moved to dxlag-new and is not well there: STATE',
    });
    expect(of({ verdict: 'UNHEALTHY', failings: ['STATE'], goodLooks: 2 })?.what).toContain('the last looks were good');
    expect(of({ verdict: 'UNKNOWN' })?.kind).toBe('unverified');
    expect(of({})).toBeUndefined();
    expect(of({ verdict: 'HEALTHY' })).toBeUndefined();
  });
});

describe('all that needs a person', () => {
  const queue = (kind: QueueKind, name: string, tenant?: string) => ({
    ...{ kind, name, url: name },
    ...(tenant ? { tenant } : {}),
  });
  const depths: World['depths'] = new Map([
    [queue('requests', 'requests_orders.fifo', 'orders'), { waiting: 7, hidden: 0 }],
    [queue('requests-dlq', 'requests-dlq_orders.fifo', 'orders'), { waiting: 0, hidden: 1 }],
    [queue('quarantine', 'quarantine'), { waiting: 2, hidden: 1 }],
    [queue('bus-dlq', 'bus-dlq'), { waiting: 1, hidden: 0 }],
    [queue('consumer-dlq', 'billing-dlq'), { waiting: 0, hidden: 0 }],
    [queue('out-of-band-moves', 'out-of-band-moves'), { waiting: 1, hidden: 0 }],
    [queue('changed-by-others', 'changed-by-others'), { waiting: 1, hidden: 0 }],
  ]);

  it('is in the queues, with a command for each where there is one', () => {
    expect(attention({ nowMs: NOW, depths, unread: [] }).map(({ kind, what, todo }) => [kind, what, todo])).toEqual([
      [
        'outOfBandMoves',
        'about 1 message in out-of-band-moves: someone else has moved a line',
        'see docs/operations/alarms/out-of-band-moves.md',
      ],
      [
        'changedByOthers',
        'about 1 message in changed-by-others: someone else has changed the service',
        'see docs/operations/alarms/changed-by-others.md',
      ],
      [
        'deadLetters',
        'about 1 message of orders could not be processed: nothing may be working on an order',
        'dxm dlq orders',
      ],
      [
        'consumers',
        'about 1 message in bus-dlq, which the bus could not process',
        'see docs/operations/alarms/bus-dlq.md',
      ],
      ['quarantine', 'about 3 messages that became no request', 'dxm quarantine'],
    ]);
  });

  it('is on the control item: a pause, closed parents, and a circuit breaker that opens again and again', () => {
    const since = { by: 'bo\u001bb', why: 'fire\u202e', atMs: START };
    const control: World['control'] = {
      paused: true,
      lastChange: { paused: true, ...since },
      closedParents: { 'dxlag-a': since, 'dxlag-b': { ...since, by: 'dx-migrator' } },
      circuits: {
        'dxlag-a': { openedAtMs: START, openUntilMs: NOW, streak: 3 },
        all: { openedAtMs: START, openUntilMs: NOW, streak: 2 },
      },
      cordons: { 'dxlag-c': since },
    };
    const needs = attention({ nowMs: NOW, control, unread: [] });
    expect(needs.map(({ kind, todo }) => [kind, todo])).toEqual([
      ['parentClosedByItself', 'dxm parent open dxlag-b --why "…"'],
      ['circuit', 'dxm requests --waiting circuit'],
      ['parentClosed', 'dxm parent open dxlag-a --why "…"'],
      ['paused', 'dxm resume --why "…"'],
    ]);
    expect(needs.at(-1)?.what).toBe('all calls are paused by bo\\u{1b}b: fire\\u{202e}');
  });

  it('comes in the order of urgency, of one kind the oldest first', () => {
    const needs = NEEDS.toReversed().flatMap((kind) => [
      { kind, what: 'later', todo: '', page: '', sinceMs: 2 },
      { kind, what: 'earlier', todo: '', page: '', sinceMs: 1 },
    ]);
    const ordered = byUrgency(needs);
    expect(ordered.map(({ kind }) => kind)).toEqual(NEEDS.flatMap((kind) => [kind, kind]));
    expect(ordered.slice(0, 2).map(({ what }) => what)).toEqual(['earlier', 'later']);
  });
});
