import { type HistoryEntry, inOrder, slotOf } from '../../src/migration/model/history.ts';
import { formatKey, keyOf, type RequestItem, type RequestKey } from '../../src/migration/model/request-item.ts';
import type { ConnectionItem } from '../../src/migration/ports/connections.ts';
import type { Circuit, PauseChange, RateCount } from '../../src/migration/ports/control.ts';
import type { Ledger } from '../../src/migration/ports/ports.ts';
import type { OutcomeFrom, RecordedOutcome } from '../../src/migration/ports/requests.ts';

/** The ledger's conditions in plain code, for tests of the core; the suite of ledger.test.ts holds it to the real one. */
export class MemoryLedger implements Ledger {
  readonly requests = new Map<string, RequestItem & { unclearAttemptId?: string }>();
  readonly connections = new Map<string, ConnectionItem>();
  paused = false;
  lastChange: PauseChange | undefined;
  circuit: Circuit | undefined;
  rateCount: RateCount | undefined;

  async claim(item: RequestItem): Promise<boolean> {
    const key = formatKey(keyOf(item));
    if (this.requests.has(key)) return false;
    this.requests.set(key, structuredClone(item));
    return true;
  }

  async read(key: RequestKey): Promise<RequestItem | undefined> {
    return structuredClone(this.requests.get(formatKey(key)));
  }

  async takeLock(connectionId: string, key: RequestKey, orderKey: string, ownerAccount: string): Promise<boolean> {
    const item = this.connections.get(connectionId) ?? {};
    if (item.active && formatKey(item.active) !== formatKey(key)) return false;
    if (item.lastOrderKey !== undefined && item.lastOrderKey >= orderKey) return false;
    this.connections.set(connectionId, { ...item, active: { ...key }, ownerAccount });
    return true;
  }

  async readConnection(connectionId: string): Promise<ConnectionItem> {
    return structuredClone(this.connections.get(connectionId) ?? {});
  }

  intend: Ledger['intend'] = async (key, attempts, attempt, dueAtMs, entry) =>
    this.#record(entry, key, isReceived(attempts), (item) => {
      delete item.pendingRejection;
      Object.assign(item, {
        state: 'CALLING',
        attempts: attempts + 1,
        attempt: structuredClone(attempt),
        dueAtMs,
        postponements: 0,
      });
    });

  reopen: Ledger['reopen'] = async (key, attempt, transitioning, dueAtMs, entry) =>
    this.#record(entry, key, isCalled(attempt.id), (item) => {
      Object.assign(item, { state: 'RECEIVED', attempt: structuredClone(attempt), dueAtMs, postponements: 0 });
      if (transitioning) item.transitioning = { ...transitioning };
      else delete item.transitioning;
    });

  markUnclear: Ledger['markUnclear'] = async (key, attempt, dueAtMs, entry) =>
    this.#record(
      entry,
      key,
      (item) => isCalling(attempt.id)(item) && item.unclearAttemptId !== attempt.id,
      (item) =>
        Object.assign(item, {
          attempt: { ...attempt, unclear: true },
          unclearAttemptId: attempt.id,
          dueAtMs,
          postponements: 0,
        }),
    );

  recordOutcome: Ledger['recordOutcome'] = async (key, from, { state, ended, event }, dueAtMs, entry) =>
    this.#record(entry, key, conditionOf(from, state), (item) => {
      delete item.pendingRejection;
      Object.assign(item, { state, ended, event, dueAtMs, postponements: 0 });
      if ('attempt' in from) item.attempt = structuredClone(from.attempt);
    });

  revokeIntent: Ledger['revokeIntent'] = async (key, attempt, before, dueAtMs, entry) =>
    this.#record(entry, key, isCalling(attempt.id), (item) => {
      Object.assign(item, { state: 'RECEIVED', attempts: before.attempts, dueAtMs, postponements: 0 });
      if (before.attempt) item.attempt = structuredClone(before.attempt);
      else delete item.attempt;
    });

  releaseLock: Ledger['releaseLock'] = async (connectionId, key, last) => {
    const { active, ...rest } = this.connections.get(connectionId) ?? {};
    if (!active || formatKey(active) !== formatKey(key)) return false;
    const { lastParent, ...others } = { ...rest, ...last };
    this.connections.set(connectionId, { ...others, ...(lastParent ? { lastParent } : {}) });
    return true;
  };

  markPublished: Ledger['markPublished'] = async (key, eventId, final) =>
    this.#change(
      key,
      (item) => item.event?.eventId === eventId,
      (item) => {
        item.publishedEventId = eventId;
        if (final) delete item.dueAtMs;
      },
    );

  notePendingRejection: Ledger['notePendingRejection'] = async (key, attempts, pending) =>
    this.#change(key, isReceived(attempts), (item) => {
      if (pending) item.pendingRejection = { ...pending };
      else delete item.pendingRejection;
    });

  park: Ledger['park'] = async (key, state, attempts, dueAtMs) =>
    this.#change(
      key,
      (item) => item.state === state && item.attempts === attempts && item.dueAtMs !== undefined,
      (item) => Object.assign(item, { dueAtMs, postponements: 0 }),
    );

  postpone: Ledger['postpone'] = async (key, dueAtMs, nextDueAtMs, postponements) =>
    this.#change(
      key,
      (item) => item.dueAtMs === dueAtMs,
      (item) => Object.assign(item, { dueAtMs: nextDueAtMs, postponements }),
    );

  due: Ledger['due'] = async (now) => {
    const due = [...this.requests.values()].filter((item) => item.dueAtMs !== undefined && item.dueAtMs <= now);
    const entries = due.map((item) => ({
      key: keyOf(item),
      dueAtMs: item.dueAtMs ?? 0,
      postponements: item.postponements,
    }));
    return { items: entries.sort((a, b) => a.dueAtMs - b.dueAtMs) };
  };

  countDue: Ledger['countDue'] = async (now) => (await this.due(now)).items.length;

  setPaused: Ledger['setPaused'] = async (change) => {
    if (this.paused === change.paused) return false;
    this.paused = change.paused;
    this.lastChange = { ...change };
    return true;
  };

  readControl: Ledger['readControl'] = async () => ({
    paused: this.paused,
    ...(this.lastChange ? { lastChange: { ...this.lastChange } } : {}),
    ...(this.circuit ? { circuit: structuredClone(this.circuit) } : {}),
    ...(this.rateCount ? { rateCount: { ...this.rateCount } } : {}),
  });

  setCircuit: Ledger['setCircuit'] = async (read, circuit) => {
    if (JSON.stringify(read) !== JSON.stringify(this.circuit)) return false;
    this.circuit = structuredClone(circuit);
    return true;
  };

  startMinute: Ledger['startMinute'] = async (minute) => {
    if (this.rateCount && this.rateCount.minute >= minute) return false;
    this.rateCount = { minute, calls: 1 };
    return true;
  };

  countCall: Ledger['countCall'] = async (minute, limit) => {
    if (this.rateCount?.minute !== minute || this.rateCount.calls >= limit) return false;
    this.rateCount.calls++;
    return true;
  };

  #record(
    entry: HistoryEntry,
    key: RequestKey,
    condition: (item: StoredItem) => boolean,
    change: (item: StoredItem) => void,
  ): boolean {
    return this.#change(key, condition, (item) => {
      change(item);
      const others = item.history.filter((known) => slotOf(known) !== slotOf(entry));
      item.history = inOrder([...others, { ...entry }]);
    });
  }

  #change(key: RequestKey, condition: (item: StoredItem) => boolean, change: (item: StoredItem) => void): boolean {
    const item = this.requests.get(formatKey(key));
    if (!item || !condition(item)) return false;
    change(item);
    return true;
  }
}

type StoredItem = RequestItem & { unclearAttemptId?: string };

function isReceived(attempts: number): (item: StoredItem) => boolean {
  return (item) => item.state === 'RECEIVED' && item.attempts === attempts;
}

function isCalled(attemptId: string): (item: StoredItem) => boolean {
  return ({ state, attempt }) => (state === 'CALLING' || state === 'HELD') && attempt?.id === attemptId;
}

function isCalling(attemptId: string): (item: StoredItem) => boolean {
  return ({ state, attempt }) => state === 'CALLING' && attempt?.id === attemptId;
}

function conditionOf(from: OutcomeFrom, state: RecordedOutcome['state']): (item: StoredItem) => boolean {
  if (!('attempt' in from)) return isReceived(from.attempts);
  return state === 'HELD' ? isCalling(from.attempt.id) : isCalled(from.attempt.id);
}
