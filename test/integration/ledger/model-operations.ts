import fc from 'fast-check';
import { outcomeEvent } from '../../../src/contract/event.ts';
import { toSortable } from '../../../src/contract/time.ts';
import type { HistoryEntry } from '../../../src/migration/model/history.ts';
import type { Transition } from '../../../src/migration/model/log-lines.ts';
import type { Attempt, RequestItem, RequestKey } from '../../../src/migration/model/request-item.ts';
import { formatKey } from '../../../src/migration/model/request-item.ts';
import type { Circuit } from '../../../src/migration/ports/control.ts';
import type { Ledger } from '../../../src/migration/ports/ports.ts';
import type { RecordedOutcome } from '../../../src/migration/ports/requests.ts';
import type { MemoryLedger } from '../../support/memory-ledger.ts';
import { CONNECTIONS, KEYS, newItem } from './model-world.ts';

/** One call of one operation of the ledger, its arguments made out. */
export type Act = (ledger: Ledger) => Promise<unknown>;

/** A call whose arguments rest on what a caller has read; which may be what it read long ago. */
export interface Operation {
  name: string;
  /** Makes the arguments out from what the ledger holds now. */
  prepare: (ledger: MemoryLedger) => Act;
}

const time = fc.integer({ min: 0, max: 40 });
const minute = fc.integer({ min: 1, max: 4 });
const key = fc.constantFrom(...KEYS);
const connection = fc.constantFrom(...CONNECTIONS);
const attemptId = fc.constantFrom('a1', 'a2', 'a3');
/** Mostly what was read is still so. */
const stale = fc.boolean().chain((twice) => (twice ? fc.boolean() : fc.constant(false)));

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

const circuit: fc.Arbitrary<Circuit | undefined> = fc.option(
  fc.record(
    {
      openedAtMs: time,
      openUntilMs: time,
      streak: fc.integer({ min: 1, max: 3 }),
      trial: fc.record({ key: fc.constant('k'), sinceMs: time }),
    },
    { requiredKeys: ['openedAtMs', 'openUntilMs', 'streak'] },
  ),
  { nil: undefined },
);

function stored(ledger: MemoryLedger, of: RequestKey): RequestItem | undefined {
  return ledger.requests.get(formatKey(of));
}

/** The attempt that an answer is for: mostly the last one, as it was written. */
function attemptIn(item: RequestItem | undefined, other: Attempt, isStale: boolean): Attempt {
  return isStale || !item?.attempt ? other : { ...other, id: item.attempt.id };
}

function operation<T extends readonly unknown[]>(
  name: string,
  args: fc.Arbitrary<T>,
  prepare: (ledger: MemoryLedger, ...args: T) => Act,
): fc.Arbitrary<Operation> {
  return args.map((values) => ({
    name: `${name}(${values.map((value) => JSON.stringify(value)).join(', ')})`,
    prepare: (ledger) => prepare(ledger, ...values),
  }));
}

const intend = operation('intend', fc.tuple(key, attempt, time, entry('calling'), stale), (read, k, a, due, e, old) => {
  const attempts = (stored(read, k)?.attempts ?? 0) + (old ? 1 : 0);
  return (l) => l.intend(k, attempts, a, due, e);
});

const recordOutcome = operation(
  'recordOutcome',
  fc.tuple(key, outcome, attempt, time, entry('held', 'migrated'), stale),
  (read, k, o, a, due, e, old) => {
    const item = stored(read, k);
    const received = { state: 'RECEIVED', attempts: (item?.attempts ?? 0) + (old ? 1 : 0) } as const;
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
  operation('reopen', fc.tuple(key, attempt, time, entry('reopened', 'retried'), stale), (read, k, a, due, e, old) => {
    const last = attemptIn(stored(read, k), a, old);
    const period = { sinceMs: due, lastMs: due, answers: 1 };
    return (l) => l.reopen(k, last, due % 2 === 0 ? period : undefined, due, e);
  }),
  operation('revokeIntent', fc.tuple(key, attempt, time, entry('intentRevoked'), stale), (read, k, a, due, e, old) => {
    const item = stored(read, k) ?? newItem(k, due, true);
    const last = attemptIn(item, a, old);
    const before = { ...structuredClone(item), attempts: Math.max(0, item.attempts - 1) };
    if (due % 2 === 0) delete before.attempt;
    return (l) => l.revokeIntent(k, last, before, due, e);
  }),
  operation(
    'markUnclear',
    fc.tuple(key, attempt, time, entry('unclear', 'unanswered'), stale),
    (read, k, a, due, e, old) => {
      const last = attemptIn(stored(read, k), a, old);
      return (l) => l.markUnclear(k, last, due, e);
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
  operation('notePendingRejection', fc.tuple(key, time, fc.boolean(), stale), (read, k, sinceMs, noted, old) => {
    const attempts = (stored(read, k)?.attempts ?? 0) + (old ? 1 : 0);
    return (l) => l.notePendingRejection(k, attempts, noted ? { code: 'EXPIRED', sinceMs } : undefined);
  }),
  operation('park', fc.tuple(key, time, stale), (read, k, due, old) => {
    const { state = 'RECEIVED', attempts = 0 } = stored(read, k) ?? {};
    return (l) => l.park(k, old ? 'CALLING' : state, attempts, due);
  }),
  operation(
    'postpone',
    fc.tuple(key, time, fc.integer({ min: 1, max: 9 }), stale),
    (read, k, due, postponements, old) => {
      const dueAtMs = old ? due : (stored(read, k)?.dueAtMs ?? due);
      return (l) => l.postpone(k, dueAtMs, due, postponements);
    },
  ),
];

/** Every operation that writes to a connection's or the control item. */
export const sharedOperations: readonly fc.Arbitrary<Operation>[] = [
  operation(
    'takeLock',
    fc.tuple(connection, key, time),
    (_, c, k, at) => (l) => l.takeLock(c, k, instant(at), '111122223333'),
  ),
  operation(
    'releaseLock',
    fc.tuple(connection, key, fc.option(time, { nil: undefined }), stale),
    (read, c, k, at, old) => {
      const holder = old ? k : (read.connections.get(c)?.active ?? k);
      const parent = at === undefined || at % 4 === 0 ? null : 'dxlag-new';
      const last = { lastOrderKey: instant(at ?? 0), lastParent: parent, lastOutcomeAtMs: at ?? 0 };
      return (l) => l.releaseLock(c, holder, at === undefined ? undefined : last);
    },
  ),
  operation('setCircuit', fc.tuple(circuit, circuit, stale), (read, next, other, old) => {
    const known = old ? other : structuredClone(read.circuit);
    return (l) => l.setCircuit(known, next);
  }),
  operation('startMinute', fc.tuple(minute), (_, m) => (l) => l.startMinute(m)),
  operation('countCall', fc.tuple(minute, fc.integer({ min: 1, max: 3 }), stale), (read, m, limit, old) => {
    const started = old ? m : (read.rateCount?.minute ?? m);
    return (l) => l.countCall(started, limit);
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
