import { formatKey, keyOf, type RequestKey } from '../../src/migration/model/request-item.ts';
import type { BacklogEntry, BacklogPage, DueEntry, DuePage, WokenBy } from '../../src/migration/ports/due-index.ts';
import type { GroupPage } from '../../src/migration/ports/groups.ts';
import type { VerificationPage } from '../../src/migration/ports/verifications.ts';
import type { MemoryLedger } from '../support/memory-ledger.ts';
import { History } from './history.ts';
import type { VirtualTime } from './virtual-time.ts';

type Row = (BacklogEntry & { wokenBy: WokenBy }) | undefined;
type GroupRow = { ownerAccount: string; dueAtMs: number } | undefined;
type VerificationRow = { key: RequestKey; dueAtMs: number } | undefined;

/** A request in the backlog, and since when it has been there as it is. */
export interface Waiting extends BacklogEntry {
  sinceMs: number;
}

/**
 * The index of what is due, as DynamoDB keeps one: each row may be behind its item by a time of its own, and an answer
 * has so many rows at most.
 */
export class DueIndex {
  readonly #time: VirtualTime;
  readonly #ledger: MemoryLedger;
  readonly pageSize: number;
  readonly #rows = new Map<string, History<Row>>();
  readonly #verifications = new Map<string, History<VerificationRow>>();
  readonly #groups = new Map<string, History<GroupRow>>();

  constructor(time: VirtualTime, ledger: MemoryLedger, pageSize: number) {
    this.#time = time;
    this.#ledger = ledger;
    this.pageSize = pageSize;
  }

  /** The ledger is another one: nothing of before is shown any more. */
  forget(): void {
    for (const rows of [this.#rows, this.#verifications, this.#groups]) rows.clear();
    this.refresh();
  }

  /** Takes over what a write has changed. */
  refresh(): void {
    for (const [name, item] of this.#ledger.requests) {
      let row = this.#rows.get(name);
      if (!row) {
        row = new History<Row>(undefined);
        this.#rows.set(name, row);
      }
      if (row.now?.dueAtMs === item.dueAtMs && (row.now === undefined || row.now.wokenBy === item.wokenBy)) continue;
      const { dueAtMs, postponements, callByMs, wokenBy, request } = item;
      const isOpenEnded = request.notAfter === undefined;
      const now =
        dueAtMs === undefined
          ? undefined
          : { key: keyOf(item), dueAtMs, postponements, callByMs, isOpenEnded, wokenBy };
      row.set(this.#time.now, now);
    }
    this.#refreshVerifications();
    this.#refreshGroups();
  }

  #refreshGroups(): void {
    for (const ownerAccount of new Set([...this.#groups.keys(), ...this.#ledger.groups.keys()])) {
      const row = this.#groups.get(ownerAccount) ?? new History<GroupRow>(undefined);
      this.#groups.set(ownerAccount, row);
      const dueAtMs = this.#ledger.groups.get(ownerAccount)?.dueAtMs;
      if (row.now?.dueAtMs !== dueAtMs)
        row.set(this.#time.now, dueAtMs === undefined ? undefined : { ownerAccount, dueAtMs });
    }
  }

  #refreshVerifications(): void {
    for (const [name, { key, dueAtMs }] of this.#ledger.verifications) {
      const row = this.#verifications.get(name) ?? new History<VerificationRow>(undefined);
      this.#verifications.set(name, row);
      if (row.now?.dueAtMs !== dueAtMs) row.set(this.#time.now, dueAtMs === undefined ? undefined : { key, dueAtMs });
    }
  }

  /** One page of the rows that are due, oldest first, each as it was a lag ago. */
  due(now: number, next: string | undefined, lag: () => number): DuePage {
    return this.#page(
      this.#shown('reconcile', lag).filter(({ dueAtMs }) => dueAtMs <= now),
      next,
    );
  }

  /** The same of what a tenant has for `dispatch`. */
  dueToCall(tenant: string, from: number, now: number, next: string | undefined, lag: () => number): BacklogPage {
    const rows = this.#shown('dispatch', lag).filter(({ key }) => key.tenant === tenant);
    return this.#page(
      rows.filter(({ dueAtMs }) => dueAtMs >= from && dueAtMs <= now),
      next,
    );
  }

  /** The same of lines that are to be verified. */
  dueToVerify(now: number, next: string | undefined, lag: () => number): VerificationPage {
    const shown = [...this.#verifications.values()].flatMap((row) => row.at(this.#time.now - lag()) ?? []);
    return this.#page(
      shown.filter(({ dueAtMs }) => dueAtMs <= now),
      next,
    );
  }

  /** The same of redundancy groups; there are few. */
  dueGroups(now: number, lag: () => number): GroupPage {
    const shown = [...this.#groups.values()].flatMap((row) => row.at(this.#time.now - lag()) ?? []);
    return { ownerAccounts: shown.filter(({ dueAtMs }) => dueAtMs <= now).map(({ ownerAccount }) => ownerAccount) };
  }

  #page<Entry extends Pick<DueEntry, 'key' | 'dueAtMs'>>(
    due: Entry[],
    next: string | undefined,
  ): { items: Entry[]; next?: string } {
    const rows = due.filter((row) => next === undefined || placeOf(row) > next);
    const items = rows.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1)).slice(0, this.pageSize);
    const last = items.at(-1);
    return last && items.length < rows.length ? { items, next: placeOf(last) } : { items };
  }

  countDue(now: number, lag: () => number): number {
    return this.#shown('reconcile', lag).filter(({ dueAtMs }) => dueAtMs <= now).length;
  }

  /** What has been due for a function for so long that every answer shows it. */
  overdue(wokenBy: WokenBy, now: number, longestLag: number): string[] {
    const shown = this.#time.now - longestLag;
    const isOverdue = (row: History<Row>) =>
      row.now?.wokenBy === wokenBy && row.now.dueAtMs < now && row.changesWithin(shown, this.#time.now).length === 0;
    return [...this.#rows].flatMap(([name, row]) => (isOverdue(row) ? [name] : []));
  }

  /** The backlog in truth, of all tenants. */
  waiting(): Waiting[] {
    return [...this.#rows.values()].flatMap((row) =>
      row.now?.wokenBy === 'dispatch' ? [{ ...row.now, sinceMs: row.changedAtMs }] : [],
    );
  }

  hasChanged(name: string, since: number): boolean {
    return (this.#rows.get(name)?.changesWithin(since, this.#time.now).length ?? 0) > 0;
  }

  #shown(wokenBy: WokenBy, lag: () => number): NonNullable<Row>[] {
    const shown = [...this.#rows.values()].flatMap((row) => row.at(this.#time.now - lag()) ?? []);
    return shown.filter((row) => row.wokenBy === wokenBy);
  }
}

/** In the order of the index: by time, then by key. */
function placeOf({ dueAtMs, key }: Pick<DueEntry, 'key' | 'dueAtMs'>): string {
  return `${dueAtMs} ${formatKey(key)}`;
}
