import { describe, expect, it } from 'vitest';
import type { Asked, Evidence, Outcome, SeenCall, SeenMove } from '../../../local/judge/evidence.ts';
import { judge } from '../../../local/judge/judge.ts';
import type { EventData } from '../../../src/contract/event-schema.ts';
import type { ReasonCode } from '../../../src/contract/reason.ts';
import { toSortable } from '../../../src/contract/time.ts';

const LINE = 'line';
const NOON = Date.parse('2026-11-23T12:00:00.000Z');

/** So many seconds after noon. */
const at = (seconds: number) => toSortable(new Date(NOON + seconds * 1000).toISOString());

const asked = (fields: Partial<Asked> = {}): Asked => ({
  ...{ key: 'orders r1', connectionId: LINE, from: 'old', to: 'new', dryRun: false },
  ...{ requestedAt: at(1), sentAtMs: NOON },
  ...fields,
});
const NEWER = asked({ key: 'orders r2', from: 'new', to: 'old', requestedAt: at(2) });

/** From 100 to 300. */
const call = (fields: Partial<SeenCall> = {}): SeenCall => ({
  ...{ name: 'a call', connectionId: LINE, at: 100, closedAtMs: 300, request: asked(), hasRight: true },
  ...{ seenFrom: 50, isBeyond: false },
  ...fields,
});

const move = (fields: Partial<SeenMove> = {}): SeenMove => ({
  ...{ connectionId: LINE, from: 'old', to: 'new', at: 200, request: asked(), seenFrom: 50, isBeyond: false },
  ...fields,
});

const SILENT = { connection: null, parentConnectionId: null, previousParentConnectionId: null, attempts: 0 };
const because = (code: ReasonCode) => ({ code, message: '', awsError: null });

/** MIGRATED at 400, or what else the data say. */
function outcome(data: Partial<EventData> = {}, fields: Partial<Outcome> = {}): Outcome {
  const isMigrated = data.outcome === undefined;
  const usual = { tenant: 'orders', request: { requestId: 'r1' }, attempts: 1, reason: null, ...data };
  const event = {
    metadata: { eventId: `e-${data.outcome ?? 'MIGRATED'}`, causationId: 'm1' },
    data: { outcome: 'MIGRATED', ...(isMigrated ? { disposition: 'moved' } : {}), ...usual },
  } as Outcome['event'];
  return { event, at: 400, request: asked(), hasRight: true, seenFrom: 60, seenBeforeCallFrom: 50, ...fields };
}

type Scene = Partial<Pick<Evidence, 'calls' | 'moves' | 'outcomes' | 'events'>> & {
  /** When others changed the line. */
  others?: number[];
};

/** A request that was called for and moved, and reported so; or what else the scene says. */
function evidence({ others = [], ...scene }: Scene = {}): Evidence {
  const { calls = [call()], moves = [move()], outcomes = [outcome()], events = [] } = scene;
  const places = [{ at: 0, parent: 'old' }, ...moves.map(({ at, to }) => ({ at, parent: to }))];
  return {
    ...{ calls, moves, outcomes, events },
    parentsWithin: (_connectionId, from, until) =>
      places
        .filter(({ at }, index) => at <= until && (places[index + 1]?.at ?? Number.POSITIVE_INFINITY) >= from)
        .map(({ parent }) => parent),
    changedByOthers: (_connectionId, from, until) => others.some((at) => at >= from && at <= until),
  };
}

const objections = (scene: Scene) => judge(evidence(scene)).map(({ rule, what }) => `${rule}: ${what}`);

const NOTHING_SEEN = { moves: [], outcomes: [] };
const REJECTED = { ...SILENT, outcome: 'REJECTED' } as const;
const later = (fields: Partial<SeenCall> = {}) =>
  call({ name: 'the second', at: 250, closedAtMs: 400, request: NEWER, ...fields });

describe('the judge objects to', () => {
  it.each<[string, Scene, string]>([
    [
      'a call while another is in flight',
      { ...NOTHING_SEEN, calls: [call(), later()] },
      'I3: the second is made while a call is in flight',
    ],
    [
      'a call while one before the last is in flight',
      {
        ...NOTHING_SEEN,
        calls: [call({ closedAtMs: 900 }), later({ request: asked() }), later({ name: 'the third', at: 500 })],
      },
      'I3: the third is made while a call is in flight',
    ],
    [
      'a call for an older request',
      { ...NOTHING_SEEN, calls: [call({ request: NEWER }), later({ at: 300, request: asked() })] },
      'I4: the second is made after the newer a call',
    ],
    [
      'a call for one as old',
      {
        ...NOTHING_SEEN,
        calls: [call({ request: NEWER }), later({ at: 300, request: { ...NEWER, key: 'orders r3' } })],
      },
      'I4: the second is made after the newer a call',
    ],
    [
      'a call for one that counts as of an earlier sending, whatever it says of the future',
      {
        ...NOTHING_SEEN,
        calls: [
          call({ request: NEWER }),
          later({ at: 300, request: asked({ requestedAt: at(299), key: 'orders r3' }) }),
        ],
      },
      'I4: the second is made after the newer a call',
    ],
    [
      'a call without the right',
      { ...NOTHING_SEEN, calls: [call({ hasRight: false })] },
      'I5: a call is made without the right',
    ],
    [
      'a call of a dry run',
      { ...NOTHING_SEEN, calls: [call({ request: asked({ dryRun: true }) })] },
      'dry run: a call is made',
    ],
    [
      'a move that no request accounts for',
      { moves: [move(), move({ at: 500, request: undefined })] },
      'I1: line moved from old to new: no outcome of its own reports it',
    ],
    ['a second move of one request', { moves: [move(), move({ at: 500 })] }, 'I1: orders r1 has moved line twice'],
    ['a move from elsewhere', { moves: [move({ from: 'other' })] }, 'I8: orders r1 has moved line away from other'],
    ['a published move that was none', { moves: [] }, 'I8: orders r1 is published as moved after 0 moves'],
    [
      'a move published before it was made',
      { moves: [move({ at: 401 })] },
      'I8: orders r1 is published as moved after 0 moves',
    ],
    [
      'one that was there already, but moved',
      { outcomes: [outcome({}, {}), alreadyThere()] },
      'I8: orders r1 is published as alreadyThere after 1 moves',
    ],
    [
      'one reported there that is not',
      { moves: [move({ to: 'other' })] },
      'I8: orders r1 is MIGRATED moved, but not on new',
    ],
    [
      'a failure that moved',
      { outcomes: [outcome({ outcome: 'FAILED', reason: because('VLAN_CONFLICT') })] },
      'I8: orders r1 is FAILED VLAN_CONFLICT, although it has moved',
    ],
    [
      'a hold of one that had moved',
      { outcomes: [outcome({ outcome: 'HELD', reason: because('OUTCOME_UNKNOWN') })] },
      'I8: orders r1 is HELD OUTCOME_UNKNOWN, although it has moved',
    ],
    [
      'two final outcomes',
      { outcomes: [outcome(), outcome({ ...REJECTED, reason: because('EXPIRED') })] },
      'I8: orders r1 has 2 final outcomes',
    ],
    [
      'a plan that no one asked for',
      { ...NOTHING_SEEN, outcomes: [outcome({ outcome: 'PLANNED' })] },
      'dry run: orders r1 is PLANNED',
    ],
    [
      'a dry run that is no plan',
      { ...NOTHING_SEEN, outcomes: [outcome(REJECTED, { request: asked({ dryRun: true }) })] },
      'dry run: orders r1 is REJECTED',
    ],
    [
      'a wrong rejection for being elsewhere',
      { ...NOTHING_SEEN, outcomes: [outcome({ ...REJECTED, reason: because('UNEXPECTED_PARENT') })] },
      'I8: orders r1 is rejected, but was on old all the time',
    ],
    [
      'a rejection for being elsewhere that comes too early',
      { outcomes: [outcome({ ...REJECTED, reason: because('UNEXPECTED_PARENT') }, { at: 199 })] },
      'I8: orders r1 is rejected, but was on old all the time',
    ],
    [
      'what is answered without the right',
      {
        ...NOTHING_SEEN,
        outcomes: [outcome({ ...REJECTED, reason: because('UNEXPECTED_PARENT') }, { hasRight: false })],
      },
      'I5: orders r1 is answered UNEXPECTED_PARENT without the right',
    ],
    [
      'one event with two details',
      { events: [text('{"a":1}'), text('{"a":2}')] },
      'I7: event e has two different details',
    ],
    [
      'one that was there already, but moved, whatever others did',
      { outcomes: [outcome({ disposition: 'alreadyThere', attempts: 1 })], others: [100] },
      'I8: orders r1 is published as alreadyThere after 1 moves',
    ],
    [
      'a move published after no attempt, whatever others did',
      { moves: [], outcomes: [outcome({ attempts: 0 })], others: [100] },
      'I8: orders r1 is published as moved after 0 moves',
    ],
  ])('%s', (_name, scene, objection) => {
    expect(objections(scene)).toContain(objection);
  });

  it.each(['parentConnectionId', 'previousParentConnectionId', 'connection', 'attempts'] as const)(
    '%s published without the right, and to a message that became no request',
    (name) => {
      const shown = { ...REJECTED, reason: because('NOT_PERMITTED'), [name]: name === 'attempts' ? 1 : 'x' };
      const without = outcome(shown, { hasRight: false });
      const noRequest = { ...outcome({ ...shown, request: null }), request: undefined };
      expect(objections({ ...NOTHING_SEEN, outcomes: [without, noRequest] })).toEqual([
        'I5: orders r1 is shown a connection without the right to it',
        'I5: message m1 is shown a connection without the right to it',
      ]);
    },
  );
});

function alreadyThere(): Outcome {
  return outcome({ disposition: 'alreadyThere', attempts: 0 });
}

function text(detail: string) {
  return { eventId: 'e', detail, at: 0 };
}

describe('the judge has no objection to', () => {
  it.each<[string, Scene]>([
    ['a request that was called for and moved once', {}],
    ['a call once the one before is over', { ...NOTHING_SEEN, calls: [call(), later({ at: 300 })] }],
    ['calls for two connections at a time', { ...NOTHING_SEEN, calls: [call(), later({ connectionId: 'other' })] }],
    ['a second call for one request', { ...NOTHING_SEEN, calls: [call(), later({ at: 300, request: asked() })] }],
    [
      'calls of which no one knows the request',
      { ...NOTHING_SEEN, calls: [call({ request: undefined, hasRight: false })] },
    ],
    [
      'a call that is open to who takes a move by hand for its effect',
      { ...NOTHING_SEEN, calls: [call(), later()], others: [240] },
    ],
    [
      'calls beside one of a process frozen beyond the bounds',
      { ...NOTHING_SEEN, calls: [call({ isBeyond: true }), later()] },
    ],
    [
      'such a call beside others, for an older request',
      { ...NOTHING_SEEN, calls: [call({ request: NEWER }), later({ request: asked(), isBeyond: true })] },
    ],
    ['a second move when others had changed the line', { moves: [move(), move({ at: 500 })], others: [300] }],
    ['a move from where others had put the line', { moves: [move({ from: 'other' })], others: [100] }],
    [
      'any move of a process frozen beyond the bounds',
      { moves: [move(), move({ at: 500, from: 'other', isBeyond: true })] },
    ],
    ['a move by hand taken for the effect of an unclear call', { moves: [], others: [100, 300] }],
    ['a line that others took away again', { outcomes: [outcome({ outcome: 'FAILED' })], others: [300] }],
    ['a hold before a late effect', { outcomes: [outcome({ outcome: 'HELD' }, { at: 199 })] }],
    ['one that was held, then decided', { outcomes: [outcome({ outcome: 'HELD' }, { at: 199 }), outcome()] }],
    ['the same outcome published again', { outcomes: [outcome(), outcome()] }],
    [
      'one that was there already',
      { calls: [], moves: [move({ at: 10, request: NEWER, from: 'new' })], outcomes: [alreadyThere()] },
    ],
    [
      'a rejection for being elsewhere, as it was',
      { outcomes: [outcome({ ...REJECTED, reason: because('UNEXPECTED_PARENT') }, { request: NEWER })] },
    ],
    [
      'a plan',
      { ...NOTHING_SEEN, outcomes: [outcome({ ...SILENT, outcome: 'PLANNED' }, { request: asked({ dryRun: true }) })] },
    ],
    [
      'a rejection that says nothing',
      { ...NOTHING_SEEN, outcomes: [outcome({ ...REJECTED, reason: because('NOT_PERMITTED') }, { hasRight: false })] },
    ],
    [
      'an event published again by another version of the service',
      { events: [text('{"serviceVersion":"1","a":1}'), text('{"serviceVersion":"2","a":1}')] },
    ],
  ])('%s', (_name, scene) => {
    expect(objections(scene)).toEqual([]);
  });
});
