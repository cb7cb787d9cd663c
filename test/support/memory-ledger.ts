import { type HistoryEntry, inOrder, slotOf } from '../../src/migration/model/history.ts';
import { formatKey, keyOf, type RequestItem, type RequestKey } from '../../src/migration/model/request-item.ts';
import type { ConnectionItem, LockTaker } from '../../src/migration/ports/connections.ts';
import type { Circuits, Pace, PauseChange, Running } from '../../src/migration/ports/control.ts';
import type { BacklogEntry, WokenBy } from '../../src/migration/ports/due-index.ts';
import type { Ledger } from '../../src/migration/ports/ports.ts';
import { copy } from './copy.ts';
import { conditionOf, isCalled, isCalling, isReceived } from './memory-conditions.ts';
import { MemoryGuards } from './memory-guards.ts';
import { type StoredItem, toEntry, toItem } from './stored-item.ts';

type Condition = (item: StoredItem) => boolean;
type Change = (item: StoredItem) => void;

/** The ledger's conditions in plain code, for tests of the core; the suite of ledger.test.ts holds it to the real one. */
export class MemoryLedger extends MemoryGuards implements Ledger {
  readonly requests = new Map<string, StoredItem>();
  readonly connections = new Map<string, ConnectionItem>();
  paused = false;
  lastChange: PauseChange | undefined;
  circuits: Circuits = {};
  pace: Pace | undefined;
  running: Running | undefined;
  backlogAtMs: number | undefined;
  /** By tenant, with no name for senders of none. */
  readonly copies = new Map<string, { hour: number; copies: number }>();

  async claim(item: RequestItem): Promise<boolean> {
    const key = formatKey(keyOf(item));
    if (this.requests.has(key)) return false;
    this.requests.set(key, { ...copy(item), wokenBy: 'reconcile' });
    return true;
  }

  async read(key: RequestKey): Promise<RequestItem | undefined> {
    const stored = this.requests.get(formatKey(key));
    return stored && toItem(stored);
  }

  async takeLock(connectionId: string, key: RequestKey, taker: LockTaker): Promise<ConnectionItem | undefined> {
    const { orderKey, fence, ownerAccount } = taker;
    const item = this.connections.get(connectionId) ?? {};
    if (item.active && (formatKey(item.active) !== formatKey(key) || (item.activeFence ?? 0) > fence)) return undefined;
    if (item.lastOrderKey !== undefined && item.lastOrderKey >= orderKey) return undefined;
    this.connections.set(connectionId, { ...item, active: { ...key }, activeFence: fence, ownerAccount });
    return this.readConnection(connectionId);
  }

  async readConnection(connectionId: string): Promise<ConnectionItem> {
    return copy(this.connections.get(connectionId) ?? {});
  }

  intend: Ledger['intend'] = async (key, read, attempt, dueAtMs, entry) =>
    this.#record(entry, key, isReceived(read), (item) => {
      delete item.pendingRejection;
      delete item.waitsFor;
      Object.assign(item, {
        state: 'CALLING',
        attempts: read.attempts + 1,
        attempt: copy(attempt),
        ...fresh(dueAtMs),
      });
    });

  reopen: Ledger['reopen'] = async (key, attempt, transitioning, dueAtMs, entry, waitsFor) =>
    this.#record(entry, key, isCalled(attempt.id), (item) => {
      Object.assign(item, {
        state: 'RECEIVED',
        attempt: copy(attempt),
        dueAtMs,
        wokenBy: 'reconcile',
        postponements: 0,
      });
      if (transitioning) item.transitioning = { ...transitioning };
      else delete item.transitioning;
      setWaitsFor(item, waitsFor);
    });

  markUnclear: Ledger['markUnclear'] = async (key, attempt, dueAtMs, entry, waitsFor) =>
    this.#record(
      entry,
      key,
      (item) => isCalling(attempt.id)(item) && item.unclearAttemptId !== attempt.id,
      (item) =>
        Object.assign(item, {
          attempt: { ...attempt, unclear: true },
          unclearAttemptId: attempt.id,
          waitsFor: { ...waitsFor },
          dueAtMs,
          wokenBy: 'reconcile',
          postponements: 0,
        }),
    );

  recordOutcome: Ledger['recordOutcome'] = async (key, from, { state, ended, event }, dueAtMs, entry) =>
    this.#recorded(entry, key, conditionOf(from, state), (item) => {
      delete item.pendingRejection;
      delete item.waitsFor;
      Object.assign(item, { state, ended, event, ...fresh(dueAtMs) });
      if ('attempt' in from) item.attempt = copy(from.attempt);
    });

  revokeIntent: Ledger['revokeIntent'] = async (key, attempt, before, dueAtMs, entry) =>
    this.#record(entry, key, isCalling(attempt.id), (item) => {
      Object.assign(item, {
        state: 'RECEIVED',
        attempts: before.attempts,
        dueAtMs,
        wokenBy: 'reconcile',
        postponements: 0,
      });
      if (before.attempt) item.attempt = copy(before.attempt);
      else delete item.attempt;
      setWaitsFor(item, before.waitsFor);
    });

  yieldLock: Ledger['yieldLock'] = async (connectionId, key, fence) => {
    const { active, activeFence, ...rest } = this.connections.get(connectionId) ?? {};
    if (!active || formatKey(active) !== formatKey(key) || activeFence !== fence) return false;
    this.connections.set(connectionId, rest);
    return true;
  };

  releaseLock: Ledger['releaseLock'] = async (connectionId, key, last) => {
    const { active, activeFence: _, ...rest } = this.connections.get(connectionId) ?? {};
    if (!active || formatKey(active) !== formatKey(key)) return false;
    const { lastParent, ...others } = { ...rest, ...last };
    const moved = last?.lastFrom === undefined ? {} : { lastMovedBy: { ...key } };
    this.connections.set(connectionId, { ...others, ...moved, ...(lastParent ? { lastParent } : {}) });
    return true;
  };

  markPublished: Ledger['markPublished'] = async (key, eventId, final) =>
    this.#change(
      key,
      (item) => item.event?.eventId === eventId,
      (item) => {
        item.publishedEventId = eventId;
        delete item.waitsFor;
        if (final) delete item.dueAtMs;
      },
    );

  notePendingRejection: Ledger['notePendingRejection'] = async (key, read, pending) =>
    this.#change(key, isReceived(read), (item) => {
      item.pendingRejection = { ...pending };
      item.fence = read.fence + 1;
    });

  standDown: Ledger['standDown'] = async (key, read) =>
    this.#change(key, isReceived(read), (item) => {
      item.fence = read.fence + 1;
    });

  clearPendingRejection: Ledger['clearPendingRejection'] = async (key, read) =>
    this.#change(key, isReceived(read), (item) => {
      delete item.pendingRejection;
    });

  park: Ledger['park'] = async (key, { state, attempts }, { needsPlace, waitsFor, ...wait }) =>
    this.#change(
      key,
      (item) => item.state === state && item.attempts === attempts && item.dueAtMs !== undefined,
      (item) =>
        Object.assign(item, { ...wait, waitsFor: { ...waitsFor }, postponements: 0 }, needsPlace ? { needsPlace } : {}),
    );

  postpone: Ledger['postpone'] = async (key, dueAtMs, nextDueAtMs, postponements, waitsFor) =>
    this.#changed(
      key,
      (item) => item.dueAtMs === dueAtMs,
      (item) => Object.assign(item, { dueAtMs: nextDueAtMs, postponements }, waitsFor && { waitsFor: { ...waitsFor } }),
    );

  noteWait: Ledger['noteWait'] = async (key, { state, attempts, dueAtMs = 0 }, waitsFor) =>
    this.#change(
      key,
      (item) => item.state === state && item.attempts === attempts && item.dueAtMs === dueAtMs,
      (item) => Object.assign(item, { waitsFor: { ...waitsFor } }),
    );

  due: Ledger['due'] = async (now) => ({
    items: this.#due('reconcile', now).map(({ callByMs, isOpenEnded, ...entry }) => entry),
  });

  dueToCall: Ledger['dueToCall'] = async (tenant, from, now) => ({
    items: this.#due('dispatch', now).filter(({ key, dueAtMs }) => key.tenant === tenant && dueAtMs >= from),
  });

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
    ...(this.guardChange ? { guardChange: { ...this.guardChange } } : {}),
    ...(this.notices ? { notices: copy(this.notices) } : {}),
    ...copy(this.guards),
    circuits: copy(this.circuits),
    ...(this.pace ? { pace: { ...this.pace } } : {}),
    ...(this.running ? { running: { ...this.running } } : {}),
    ...(this.backlogAtMs === undefined ? {} : { backlogAtMs: this.backlogAtMs }),
  });

  setCircuits: Ledger['setCircuits'] = async (read, circuits) => {
    if (JSON.stringify(read) !== JSON.stringify(this.circuits)) return false;
    this.circuits = copy(circuits);
    return true;
  };

  setPace: Ledger['setPace'] = async (read, pace) => {
    if (JSON.stringify(read) !== JSON.stringify(this.pace)) return false;
    this.pace = { ...pace };
    return true;
  };

  setRunning: Ledger['setRunning'] = async (read, running) => {
    if (JSON.stringify(read) !== JSON.stringify(this.running)) return false;
    this.running = Object.keys(running).length === 0 ? undefined : { ...running };
    return true;
  };

  markBacklog: Ledger['markBacklog'] = async (read, atMs) => {
    if (this.backlogAtMs !== read) return false;
    this.backlogAtMs = atMs;
    return true;
  };

  startCopyHour: Ledger['startCopyHour'] = async (tenant = '', hour) => {
    if ((this.copies.get(tenant)?.hour ?? Number.NEGATIVE_INFINITY) >= hour) return false;
    this.copies.set(tenant, { hour, copies: 1 });
    return true;
  };

  countCopy: Ledger['countCopy'] = async (tenant = '', hour, limit) => {
    const count = this.copies.get(tenant);
    if (!count || count.hour < hour || count.copies >= limit) return false;
    count.copies++;
    return true;
  };

  #due(by: WokenBy, now: number): BacklogEntry[] {
    const due = [...this.requests.values()].filter(
      ({ dueAtMs, wokenBy }) => wokenBy === by && dueAtMs !== undefined && dueAtMs <= now,
    );
    return due.map(toEntry).sort((a, b) => a.dueAtMs - b.dueAtMs);
  }

  #record(entry: HistoryEntry, key: RequestKey, condition: Condition, change: Change): boolean {
    return this.#recorded(entry, key, condition, change) !== undefined;
  }

  #recorded(entry: HistoryEntry, key: RequestKey, condition: Condition, change: Change): RequestItem | undefined {
    return this.#changed(key, condition, (item) => {
      change(item);
      const others = item.history.filter((known) => slotOf(known) !== slotOf(entry));
      item.history = inOrder([...others, { ...entry }]);
    });
  }

  #change(key: RequestKey, condition: Condition, change: Change): boolean {
    return this.#changed(key, condition, change) !== undefined;
  }

  /** The item as the change has left it. */
  #changed(key: RequestKey, condition: Condition, change: Change): RequestItem | undefined {
    const item = this.requests.get(formatKey(key));
    if (!item || !condition(item)) return undefined;
    change(item);
    return toItem(item);
  }
}

function fresh(dueAtMs: number | undefined): Partial<StoredItem> {
  return dueAtMs === undefined ? {} : { dueAtMs, wokenBy: 'reconcile', postponements: 0 };
}

function setWaitsFor(item: StoredItem, waitsFor: RequestItem['waitsFor']): void {
  if (waitsFor) item.waitsFor = { ...waitsFor };
  else delete item.waitsFor;
}
