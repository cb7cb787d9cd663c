import { toSortable } from '../../src/contract/time.ts';
import type { RequestItem } from '../../src/migration/model/request-item.ts';
import { conclusiveAfter, type Settings } from '../../src/migration/model/settings.ts';
import type { ConnectionItem } from '../../src/migration/ports/connections.ts';
import type { Circuits } from '../../src/migration/ports/control.ts';
import type { Ledger } from '../../src/migration/ports/ports.ts';
import type { MemoryLedger } from '../support/memory-ledger.ts';
import { keyed, over } from './over.ts';

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
      takeLock: (connectionId, key, { orderKey, ...taker }) => {
        const coarse = orderKey.replace(/(\.\d{3})\d{6}/g, '$1000000');
        return ledger.takeLock(connectionId, key, { orderKey: coarse, ...taker });
      },
    }),

  'the intent (W3)': (ledger) => over(ledger, { intend: async () => true }),

  'the intent of one only (W3)': (ledger) =>
    over(ledger, {
      intend: async (...given) => {
        await ledger.intend(...given);
        return true;
      },
    }),

  'a lock that was given up is void at the intent (W3)': (ledger) =>
    over(ledger, {
      intend: (key, { attempts }, ...rest) =>
        ledger.intend(key, { attempts, fence: keyed(ledger, key)?.fence ?? 0 }, ...rest),
    }),

  'a request that has called keeps its lock': (ledger) =>
    over(ledger, {
      notePendingRejection: async (key, read, pending) => {
        const noted = await ledger.notePendingRejection(key, read, pending);
        const connectionId = keyed(ledger, key)?.request.connectionId;
        if (noted && connectionId !== undefined) await ledger.yieldLock(connectionId, key, read.fence);
        return noted;
      },
    }),

  'the release (W5)': (ledger) => over(ledger, { releaseLock: async () => true }),

  'what the release remembers (W5)': (ledger) =>
    over(ledger, { releaseLock: (connectionId, key) => ledger.releaseLock(connectionId, key) }),

  'the wait before a call is observed': (ledger, settings) =>
    over(ledger, { read: async (key) => withEarlierStart(await ledger.read(key), settings) }),

  'the second observation': (ledger) =>
    over(ledger, {
      notePendingRejection: async (key, read, pending) => {
        await ledger.notePendingRejection(key, read, { ...pending, sinceMs: LONG_AGO });
        return false;
      },
    }),

  'forgetting a rejection that is not confirmed': (ledger) => over(ledger, { clearPendingRejection: async () => true }),

  'observations that contradict the ledger wait': (ledger) => {
    const withoutTime = ({ lastOutcomeAtMs, ...connection }: ConnectionItem) => connection;
    return over(ledger, {
      takeLock: async (...given) => {
        const taken = await ledger.takeLock(...given);
        return taken && withoutTime(taken);
      },
      readConnection: async (connectionId) => withoutTime(await ledger.readConnection(connectionId)),
    });
  },

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
          isOverwritten ? { state: 'RECEIVED', attempts: item.attempts, fence: item.fence } : from,
          ...rest,
        );
      },
    }),

  'calls wait while paused': (ledger) =>
    over(ledger, { readControl: async () => ({ ...(await ledger.readControl()), paused: false }) }),

  'the pace': (ledger) => over(ledger, { setPace: async (_read, pace) => ledger.setPace(ledger.pace, pace) }),

  'the count of copies in quarantine': (ledger) => over(ledger, { countCopy: async () => true }),

  'the circuit breaker': (ledger) =>
    over(ledger, {
      readControl: async () => ({ ...(await ledger.readControl()), circuits: {} }),
      setCircuits: async (_read, circuits) => {
        ledger.circuits = circuits;
        return true;
      },
    }),

  'a circuit breaker per target parent': (ledger) =>
    over(ledger, { setCircuits: (read, circuits) => ledger.setCircuits(read, withOneForAll(circuits)) }),

  'the circuit breaker for all': (ledger) =>
    over(ledger, { setCircuits: (read, { all, ...circuits }) => ledger.setCircuits(read, circuits) }),
};

/** Whichever parent's opens, that for all does. */
function withOneForAll(circuits: Circuits): Circuits {
  const [first] = Object.values(circuits);
  return first ? { all: first, ...circuits } : circuits;
}

function withEarlierStart(item: RequestItem | undefined, settings: Settings): RequestItem | undefined {
  if (item?.state !== 'CALLING' || !item.attempt) return item;
  return {
    ...item,
    attempt: { ...item.attempt, startedAtMs: item.attempt.startedAtMs - conclusiveAfter(0, settings) - 1 },
  };
}
