import { isBefore, toSortable } from '../../src/contract/time.ts';
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
  pace: RateCount | undefined;

  async claim(item: RequestItem): Promise<boolean> {
    const key = formatKey(keyOf(item));
    if (this.requests.has(key)) return false;
    this.requests.set(key, structuredClone(item));
    return true;
  }

  async read(key: RequestKey): Promise<RequestItem | undefined> {
    return structuredClone(this.requests.get(formatKey(key)));
  }

  async takeLock(connectionId: string, key: RequestKey, requestedAt: string, ownerAccount: string): Promise<boolean> {
    const item = this.connections.get(connectionId) ?? {};
    if (item.active && formatKey(item.active) !== formatKey(key)) return false;
    if (item.lastRequestedAt !== undefined && !isBefore(item.lastRequestedAt, requestedAt)) return false;
    this.connections.set(connectionId, { ...item, active: { ...key }, ownerAccount });
    return true;
  }

  async readConnection(connectionId: string): Promise<ConnectionItem> {
    return structuredClone(this.connections.get(connectionId) ?? {});
  }

  intend: Ledger['intend'] = async (key, attempts, attempt, dueAt, entry) =>
    this.#record(entry, key, isReceived(attempts), (item) => {
      delete item.refused;
      Object.assign(item, {
        state: 'CALLING',
        attempts: attempts + 1,
        attempt: structuredClone(attempt),
        dueAt,
        pushes: 0,
      });
    });

  reopen: Ledger['reopen'] = async (key, attempt, transitioning, dueAt, entry) =>
    this.#record(entry, key, isCalled(attempt.id), (item) => {
      Object.assign(item, { state: 'RECEIVED', attempt: structuredClone(attempt), dueAt, pushes: 0 });
      if (transitioning) item.transitioning = { ...transitioning };
      else delete item.transitioning;
    });

  markUnclear: Ledger['markUnclear'] = async (key, attempt, dueAt, entry) =>
    this.#record(
      entry,
      key,
      (item) => isCalling(attempt.id)(item) && item.unclearAttemptId !== attempt.id,
      (item) =>
        Object.assign(item, { attempt: { ...attempt, unclear: true }, unclearAttemptId: attempt.id, dueAt, pushes: 0 }),
    );

  recordOutcome: Ledger['recordOutcome'] = async (key, from, { state, settled, event }, dueAt, entry) =>
    this.#record(entry, key, settleCondition(from, state), (item) => {
      delete item.refused;
      Object.assign(item, { state, settled, event, dueAt, pushes: 0 });
      if ('attempt' in from) item.attempt = structuredClone(from.attempt);
    });

  revokeIntent: Ledger['revokeIntent'] = async (key, attempt, before, dueAt, entry) =>
    this.#record(entry, key, isCalling(attempt.id), (item) => {
      Object.assign(item, { state: 'RECEIVED', attempts: before.attempts, dueAt, pushes: 0 });
      if (before.attempt) item.attempt = structuredClone(before.attempt);
      else delete item.attempt;
    });

  releaseLock: Ledger['releaseLock'] = async (connectionId, key, last) => {
    const { active, ...rest } = this.connections.get(connectionId) ?? {};
    if (!active || formatKey(active) !== formatKey(key)) return false;
    const { lastParent, ...others } = { ...rest, ...last };
    if (last) others.lastRequestedAt = toSortable(last.lastRequestedAt);
    this.connections.set(connectionId, { ...others, ...(lastParent ? { lastParent } : {}) });
    return true;
  };

  markPublished: Ledger['markPublished'] = async (key, eventId, final) =>
    this.#change(
      key,
      (item) => item.event?.eventId === eventId,
      (item) => {
        item.toldEventId = eventId;
        if (final) delete item.dueAt;
      },
    );

  notePendingRejection: Ledger['notePendingRejection'] = async (key, attempts, refused) =>
    this.#change(key, isReceived(attempts), (item) => {
      if (refused) item.refused = { ...refused };
      else delete item.refused;
    });

  park: Ledger['park'] = async (key, state, attempts, dueAt) =>
    this.#change(
      key,
      (item) => item.state === state && item.attempts === attempts && item.dueAt !== undefined,
      (item) => Object.assign(item, { dueAt, pushes: 0 }),
    );

  postpone: Ledger['postpone'] = async (key, dueAt, nextDueAt, pushes) =>
    this.#change(
      key,
      (item) => item.dueAt === dueAt,
      (item) => Object.assign(item, { dueAt: nextDueAt, pushes }),
    );

  due: Ledger['due'] = async (now) => {
    const due = [...this.requests.values()].filter((item) => item.dueAt !== undefined && item.dueAt <= now);
    const entries = due.map((item) => ({ key: keyOf(item), dueAt: item.dueAt ?? 0, pushes: item.pushes }));
    return { items: entries.sort((a, b) => a.dueAt - b.dueAt) };
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
    ...(this.pace ? { pace: { ...this.pace } } : {}),
  });

  setCircuit: Ledger['setCircuit'] = async (read, circuit) => {
    if (JSON.stringify(read) !== JSON.stringify(this.circuit)) return false;
    this.circuit = structuredClone(circuit);
    return true;
  };

  startMinute: Ledger['startMinute'] = async (minute) => {
    if (this.pace && this.pace.minute >= minute) return false;
    this.pace = { minute, calls: 1 };
    return true;
  };

  countCall: Ledger['countCall'] = async (minute, limit) => {
    if (this.pace?.minute !== minute || this.pace.calls >= limit) return false;
    this.pace.calls++;
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

function settleCondition(from: OutcomeFrom, state: RecordedOutcome['state']): (item: StoredItem) => boolean {
  if (!('attempt' in from)) return isReceived(from.attempts);
  return state === 'HELD' ? isCalling(from.attempt.id) : isCalled(from.attempt.id);
}
