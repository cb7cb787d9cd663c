import fc from 'fast-check';
import { outcomeEvent } from '../../../src/contract/event.ts';
import { toSortable } from '../../../src/contract/time.ts';
import type { HistoryEntry } from '../../../src/migration/model/history.ts';
import type { Transition } from '../../../src/migration/model/log-lines.ts';
import type { AsRead, Attempt, RequestItem, RequestKey } from '../../../src/migration/model/request-item.ts';
import { formatKey } from '../../../src/migration/model/request-item.ts';
import type { WaitsFor } from '../../../src/migration/model/waits-for.ts';
import type { WokenBy } from '../../../src/migration/ports/due-index.ts';
import type { Ledger } from '../../../src/migration/ports/ports.ts';
import type { RecordedOutcome } from '../../../src/migration/ports/requests.ts';
import type { MemoryLedger } from '../../support/memory-ledger.ts';
import { circuits, guards, mark, PARENT, pace } from './model-control.ts';
import { CONNECTIONS, KEYS, newItem } from './model-world.ts';

/** One call of one operation of the ledger, its arguments made out. */
export type Act = (ledger: Ledger) => Promise<unknown>;

/** A call whose arguments rest on what a caller has read; which may be what it read long ago. */
export interface Operation {
  name: string;
  /** Makes the arguments out from what the ledger holds now. */
  prepare: (ledger: MemoryLedger) => Act;
}

export const time = fc.integer({ min: 0, max: 40 });
const fence = fc.integer({ min: 0, max: 2 });
const minute = fc.integer({ min: 1, max: 4 });
const bucket = fc.constantFrom(undefined, 'alder');
export const key = fc.constantFrom(...KEYS);
const connection = fc.constantFrom(...CONNECTIONS);
const attemptId = fc.constantFrom('a1', 'a2', 'a3');
/** Mostly what was read is still so. */
export const stale = fc.boolean().chain((twice) => (twice ? fc.boolean() : fc.constant(false)));

const attempt: fc.Arbitrary<Attempt> = fc.record(
  {
    id: attemptId,
    startedAtMs: time,
    previousParent: fc.constantFrom('dxcon-old', 'dxlag-new'),
    seen: fc.constant({ connectionId: 'dxcon-line1', tags: [{ key: 'k', value: '' }] }),
    finishedAtMs: time,
    awsRequestId: fc.constant('aws-1'),
  },
  { requiredKeys: ['id', 'startedAtMs', 'previousParent', 'seen'] },
);

const entry = (...what: Transition[]): fc.Arbitrary<HistoryEntry> =>
  fc.record(
    { atMs: time, what: fc.constantFrom(...what), attempts: fc.integer({ min: 0, max: 40 }), cause: fc.constant('c') },
    { requiredKeys: ['atMs', 'what', 'attempts'] },
  );

const outcome: fc.Arbitrary<RecordedOutcome> = fc.record({
  state: fc.constantFrom('HELD', 'HELD', 'HELD', 'MIGRATED', 'FAILED', 'REJECTED', 'PLANNED'),
  ended: fc.record({ atMs: time, parent: fc.constantFrom('dxlag-new', null) }),
  event: time.map((at) => {
    const metadata = {
      eventId: `e${at % 3}`,
      occurredAt: '',
      serviceVersion: '',
      correlationId: null,
      causationId: 'm',
    };
    return outcomeEvent(metadata, { outcome: 'HELD' } as Parameters<typeof outcomeEvent>[1]);
  }),
});

const wokenBy = fc.constantFrom<WokenBy[]>('reconcile', 'dispatch');

const waitsFor: fc.Arbitrary<WaitsFor> = fc.record(
  {
    cause: fc.constantFrom('busy', 'circuit', 'window'),
    obstacle: fc.constant('alder#r2'),
    sinceMs: time,
    untilMs: time,
  },
  { requiredKeys: ['cause', 'sinceMs'] },
);
const mayWait = fc.option(waitsFor, { nil: undefined });

function stored(ledger: MemoryLedger, of: RequestKey): RequestItem | undefined {
  return ledger.requests.get(formatKey(of));
}

/** The attempt that an answer is for: mostly the last one, as it was written. */
function attemptIn(item: RequestItem | undefined, other: Attempt, isStale: boolean): Attempt {
  return isStale || !item?.attempt ? other : { ...other, id: item.attempt.id };
}

/** A request as a caller has read it: mostly as it is, or as it was before it was called for or gave its lock up. */
function asRead(item: RequestItem | undefined, isStale: boolean): AsRead {
  const { attempts = 0, fence: now = 0 } = item ?? {};
  if (!isStale) return { attempts, fence: now };
  return now % 2 === 0 ? { attempts: attempts + 1, fence: now } : { attempts, fence: now - 1 };
}

export function operation<T extends readonly unknown[]>(
  name: string,
  args: fc.Arbitrary<T>,
  prepare: (ledger: MemoryLedger, ...args: T) => Act,
): fc.Arbitrary<Operation> {
  return args.map((values) => ({
    name: `${name}(${values.map((value) => JSON.stringify(value)).join(', ')})`,
    prepare: (ledger) => prepare(ledger, ...values),
  }));
}

/** A new due time, or none: then an item keeps its own. */
const dueOrKept = fc.option(time, { nil: undefined });

const intend = operation(
  'intend',
  fc.tuple(key, attempt, dueOrKept, entry('calling'), stale),
  (read, k, a, due, e, old) => {
    const item = asRead(stored(read, k), old);
    return (l) => l.intend(k, item, a, due, e);
  },
);

const recordOutcome = operation(
  'recordOutcome',
  fc.tuple(key, outcome, attempt, dueOrKept, entry('held', 'migrated'), stale),
  (read, k, o, a, due, e, old) => {
    const item = stored(read, k);
    const received = { state: 'RECEIVED', ...asRead(item, old) } as const;
    const from = item?.state === 'RECEIVED' ? received : { attempt: attemptIn(item, a, old) };
    return (l) => l.recordOutcome(k, from, o, due, e);
  },
);

/** The operations that take a request further. */
export const leadingOperations: readonly fc.Arbitrary<Operation>[] = [intend, recordOutcome];

/** Every operation that writes to a request's item. */
export const requestOperations: readonly fc.Arbitrary<Operation>[] = [
  operation('claim', fc.tuple(key, time, fc.boolean()), (_, k, at, traced) => (l) => l.claim(newItem(k, at, traced))),
  intend,
  operation(
    'reopen',
    fc.tuple(key, attempt, time, entry('reopened', 'retried'), mayWait, stale),
    (read, k, a, due, e, waits, old) => {
      const last = attemptIn(stored(read, k), a, old);
      const period = { sinceMs: due, lastMs: due, answers: 1 };
      return (l) => l.reopen(k, last, due % 2 === 0 ? period : undefined, due, e, waits);
    },
  ),
  operation(
    'revokeIntent',
    fc.tuple(key, attempt, time, entry('intentRevoked'), mayWait, stale),
    (read, k, a, due, e, waits, old) => {
      const { waitsFor: _, ...item } = stored(read, k) ?? newItem(k, due, true);
      const last = attemptIn(item, a, old);
      const before = { ...structuredClone(item), attempts: Math.max(0, item.attempts - 1) };
      if (due % 2 === 0) delete before.attempt;
      return (l) => l.revokeIntent(k, last, waits ? { ...before, waitsFor: waits } : before, due, e);
    },
  ),
  operation(
    'markUnclear',
    fc.tuple(key, attempt, time, entry('unclear', 'unanswered'), waitsFor, stale),
    (read, k, a, due, e, waits, old) => {
      const last = attemptIn(stored(read, k), a, old);
      return (l) => l.markUnclear(k, last, due, e, waits);
    },
  ),
  recordOutcome,
  operation(
    'markPublished',
    fc.tuple(key, fc.constantFrom('e0', 'e1', 'e2'), fc.boolean(), stale),
    (read, k, id, final, old) => {
      const eventId = old ? id : (stored(read, k)?.event?.eventId ?? id);
      return (l) => l.markPublished(k, eventId, final);
    },
  ),
  operation('notePendingRejection', fc.tuple(key, time, stale), (read, k, sinceMs, old) => {
    const item = asRead(stored(read, k), old);
    return (l) => l.notePendingRejection(k, item, { code: 'EXPIRED', sinceMs });
  }),
  operation('clearPendingRejection', fc.tuple(key, stale), (read, k, old) => {
    const item = asRead(stored(read, k), old);
    return (l) => l.clearPendingRejection(k, item);
  }),
  operation(
    'park',
    fc.tuple(key, time, wokenBy, fc.boolean(), waitsFor, stale),
    (read, k, dueAtMs, by, needsPlace, waits, old) => {
      const { state = 'RECEIVED', attempts = 0 } = stored(read, k) ?? {};
      const wait = { dueAtMs, wokenBy: by, needsPlace, waitsFor: waits };
      return (l) => l.park(k, { state: old ? 'CALLING' : state, attempts }, wait);
    },
  ),
  operation(
    'postpone',
    fc.tuple(key, time, fc.integer({ min: 1, max: 9 }), mayWait, stale),
    (read, k, due, postponements, waits, old) => {
      const dueAtMs = old ? due : (stored(read, k)?.dueAtMs ?? due);
      return (l) => l.postpone(k, dueAtMs, due, postponements, waits);
    },
  ),
  operation('noteWait', fc.tuple(key, time, waitsFor, stale), (read, k, due, waits, old) => {
    const { state = 'RECEIVED', attempts = 0, dueAtMs = due } = stored(read, k) ?? {};
    return (l) => l.noteWait(k, { state, attempts, dueAtMs: old ? due : dueAtMs }, waits);
  }),
];

/** Every operation that writes to a connection's or the control item. */
export const sharedOperations: readonly fc.Arbitrary<Operation>[] = [
  operation(
    'takeLock',
    fc.tuple(connection, key, time, fence),
    (_, c, k, at, f) => (l) => l.takeLock(c, k, { orderKey: instant(at), fence: f, ownerAccount: '111122223333' }),
  ),
  operation('yieldLock', fc.tuple(connection, key, fence, stale), (read, c, k, f, old) => {
    const { active = k, activeFence = f } = read.connections.get(c) ?? {};
    return (l) => (old ? l.yieldLock(c, k, f) : l.yieldLock(c, active, activeFence));
  }),
  operation(
    'releaseLock',
    fc.tuple(connection, key, fc.option(time, { nil: undefined }), stale),
    (read, c, k, at, old) => {
      const holder = old ? k : (read.connections.get(c)?.active ?? k);
      const parent = at === undefined || at % 4 === 0 ? null : 'dxlag-new';
      const moved = at !== undefined && at % 3 === 0 ? { lastFrom: 'dxcon-old' } : {};
      const last = { lastOrderKey: instant(at ?? 0), lastParent: parent, lastOutcomeAtMs: at ?? 0, ...moved };
      return (l) => l.releaseLock(c, holder, at === undefined ? undefined : last);
    },
  ),
  operation('setCircuits', fc.tuple(circuits, circuits, stale), (read, next, other, old) => {
    const known = old ? other : structuredClone(read.circuits);
    return (l) => l.setCircuits(known, next);
  }),
  operation(
    'setGuards',
    fc.tuple(fc.constantFrom('cordons', 'closedParents'), guards, guards, stale),
    (read, kind, next, other, old) => {
      const known = old ? other : structuredClone(read.guards[kind]);
      return (l) => l.setGuards(kind, known, next, { action: 'a', about: 'p', atMs: 1, by: 'b', why: 'w' });
    },
  ),
  operation('setTroubles', fc.tuple(time, time, stale), (read, next, until, old) => {
    const { list = [], ...rest } = read.troubles.get(PARENT) ?? {};
    const known = old ? { list: [], forgottenUntilMs: until } : structuredClone({ list, ...rest });
    return (l) => l.setTroubles(PARENT, known, [{ connectionId: 'dxcon-line1', ownerAccount: '1', atMs: next }]);
  }),
  operation('forgetTroubles', fc.tuple(time), (_, until) => (l) => l.forgetTroubles(PARENT, until)),
  operation('setPace', fc.tuple(pace, pace, stale), (read, next, other, old) => {
    const known = old ? other : structuredClone(read.pace);
    return (l) => l.setPace(known, next);
  }),
  operation('markBacklog', fc.tuple(mark, mark, stale), (read, next, other, old) => {
    const known = old ? other : read.backlogAtMs;
    return (l) => l.markBacklog(known, next);
  }),
  operation('takePlace', fc.tuple(key, connection, fc.integer({ min: 1, max: 2 })), (_, k, c, most) => (l) => {
    return l.takePlace(k, c, most);
  }),
  operation('takePlaceOfNewest', fc.tuple(key, connection, time), (_, k, c, at) => (l) => {
    return l.takePlaceOfNewest(k, c, instant(at));
  }),
  operation('leavePlaceOfNewest', fc.tuple(key, connection), (_, k, c) => (l) => l.leavePlaceOfNewest(k, c)),
  operation('leavePlace', fc.tuple(key, connection), (_, k, c) => (l) => l.leavePlace(k, c)),
  operation('startCopyHour', fc.tuple(bucket, minute), (_, tenant, hour) => (l) => l.startCopyHour(tenant, hour)),
  operation('countCopy', fc.tuple(bucket, minute, fc.integer({ min: 1, max: 3 })), (_, tenant, hour, limit) => (l) => {
    return l.countCopy(tenant, hour, limit);
  }),
  operation(
    'setPaused',
    fc.tuple(fc.boolean(), time),
    (_, paused, at) => (l) => l.setPaused({ paused, atMs: at, by: 'b', why: 'w' }),
  ),
];

/** One of few, so that the same comes twice. */
function instant(at: number): string {
  return toSortable(new Date(Date.UTC(2026, 0, 1) + (at % 4)).toISOString());
}
