import { toSortable } from '../../src/contract/time.ts';
import type { RequestItem } from '../../src/migration/model/request-item.ts';
import { conclusiveAfter, type Settings } from '../../src/migration/model/settings.ts';
import type { Ledger } from '../../src/migration/ports/ports.ts';
import type { MemoryLedger } from '../support/memory-ledger.ts';

/** The ledger with some of its operations replaced. */
function over(ledger: MemoryLedger, changes: Partial<Ledger>): Ledger {
  return new Proxy<Ledger>(ledger, {
    get: (target, name) => Reflect.get(name in changes ? changes : target, name),
  });
}

function keyed(ledger: MemoryLedger, { tenant, requestId }: { tenant: string; requestId: string }) {
  return ledger.requests.get(`${tenant}#${requestId}`);
}

const LONG_AGO = 0;

/** Guards of the ledger's operations, each with the ledger that lacks it. */
export const LEDGER_ABLATIONS: Record<string, (ledger: MemoryLedger, settings: Settings) => Ledger> = {
  'claim only what is new (W1)': (ledger) =>
    over(ledger, {
      claim: async (item) => {
        ledger.requests.delete(`${item.tenant}#${item.request.requestId}`);
        return ledger.claim(item);
      },
    }),

  'a due time from the start (W1)': (ledger) =>
    over(ledger, {
      claim: ({ dueAtMs, ...item }) => ledger.claim(item),
    }),

  'the future counts as of its sending (W1)': (ledger) =>
    over(ledger, {
      claim: (item) => ledger.claim({ ...item, orderKey: toSortable(item.request.requestedAt) }),
    }),

  'an order that no later message changes (W1)': (ledger) =>
    over(ledger, {
      claim: async (item) => {
        const stored = keyed(ledger, { tenant: item.tenant, requestId: item.request.requestId });
        if (stored?.fingerprint === item.fingerprint) stored.orderKey = item.orderKey;
        return ledger.claim(item);
      },
    }),

  'one request at a time (W2)': (ledger) =>
    over(ledger, {
      takeLock: (connectionId, ...rest) => {
        const { active, ...connection } = ledger.connections.get(connectionId) ?? {};
        ledger.connections.set(connectionId, connection);
        return ledger.takeLock(connectionId, ...rest);
      },
    }),

  'the order of requests (W2)': (ledger) =>
    over(ledger, {
      takeLock: (connectionId, ...rest) => {
        const { lastOrderKey, ...connection } = ledger.connections.get(connectionId) ?? {};
        ledger.connections.set(connectionId, connection);
        return ledger.takeLock(connectionId, ...rest);
      },
      readConnection: async (connectionId) => {
        const { lastOrderKey, ...connection } = await ledger.readConnection(connectionId);
        return connection;
      },
    }),

  'order finer than a millisecond (W2)': (ledger) =>
    over(ledger, {
      takeLock: (connectionId, key, orderKey, ...rest) =>
        ledger.takeLock(connectionId, key, orderKey.replace(/(\.\d{3})\d{6}/g, '$1000000'), ...rest),
    }),

  'the intent (W3)': (ledger) => over(ledger, { intend: async () => true }),

  'the intent of one only (W3)': (ledger) =>
    over(ledger, {
      intend: async (...given) => {
        await ledger.intend(...given);
        return true;
      },
    }),

  'the release (W5)': (ledger) => over(ledger, { releaseLock: async () => true }),

  'what the release remembers (W5)': (ledger) =>
    over(ledger, { releaseLock: (connectionId, key) => ledger.releaseLock(connectionId, key) }),

  'the wait before a call is observed': (ledger, settings) =>
    over(ledger, { read: async (key) => withEarlierStart(await ledger.read(key), settings) }),

  'the second observation': (ledger) =>
    over(ledger, {
      notePendingRejection: async (key, attempts, pending) => {
        await ledger.notePendingRejection(key, attempts, pending && { ...pending, sinceMs: LONG_AGO });
        return false;
      },
    }),

  'forgetting a rejection that is not confirmed': (ledger) =>
    over(ledger, {
      notePendingRejection: async (key, attempts, pending) =>
        pending ? ledger.notePendingRejection(key, attempts, pending) : true,
    }),

  'observations that contradict the ledger wait': (ledger) =>
    over(ledger, {
      readConnection: async (connectionId) => {
        const { lastOutcomeAtMs, ...connection } = await ledger.readConnection(connectionId);
        return connection;
      },
    }),

  'the staleness bound counted from the outcome, not from the call': (ledger) =>
    over(ledger, {
      releaseLock: (connectionId, key, last) => {
        const calledAtMs = keyed(ledger, key)?.attempt?.startedAtMs;
        return ledger.releaseLock(
          connectionId,
          key,
          last && { ...last, lastOutcomeAtMs: calledAtMs ?? last.lastOutcomeAtMs },
        );
      },
    }),

  'the owner that the ledger knows': (ledger) =>
    over(ledger, {
      readConnection: async (connectionId) => {
        const { ownerAccount, ...connection } = await ledger.readConnection(connectionId);
        return connection;
      },
    }),

  'HELD only once an attempt (W4)': (ledger) =>
    over(ledger, {
      recordOutcome: (key, from, outcome, ...rest) => {
        const item = keyed(ledger, key);
        if (item?.state === 'HELD' && outcome.state === 'HELD') item.state = 'CALLING';
        return ledger.recordOutcome(key, from, outcome, ...rest);
      },
    }),

  'answers under the attempt id only': (ledger) =>
    over(ledger, {
      reopen: (key, attempt, ...rest) => ledger.reopen(key, keyed(ledger, key)?.attempt ?? attempt, ...rest),
      recordOutcome: (key, from, ...rest) => {
        const attempt = keyed(ledger, key)?.attempt;
        return ledger.recordOutcome(key, 'attempt' in from && attempt ? { attempt } : from, ...rest);
      },
    }),

  'outcomes that do not overwrite a call (W4)': (ledger) =>
    over(ledger, {
      recordOutcome: (key, from, ...rest) => {
        const item = keyed(ledger, key);
        const isOverwritten = !('attempt' in from) && item?.state === 'CALLING';
        if (isOverwritten) item.state = 'RECEIVED';
        return ledger.recordOutcome(
          key,
          isOverwritten ? { state: 'RECEIVED', attempts: item.attempts } : from,
          ...rest,
        );
      },
    }),

  'calls wait while paused': (ledger) =>
    over(ledger, { readControl: async () => ({ ...(await ledger.readControl()), paused: false }) }),

  'the rate limit': (ledger) => over(ledger, { countCall: async () => true }),

  'the circuit breaker': (ledger) =>
    over(ledger, {
      readControl: async () => ({ paused: (await ledger.readControl()).paused }),
      setCircuit: async () => true,
    }),
};

function withEarlierStart(item: RequestItem | undefined, settings: Settings): RequestItem | undefined {
  if (item?.state !== 'CALLING' || !item.attempt) return item;
  return {
    ...item,
    attempt: { ...item.attempt, startedAtMs: item.attempt.startedAtMs - conclusiveAfter(0, settings) - 1 },
  };
}
