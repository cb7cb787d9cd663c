import { EmptyBTree, type ISortedMap } from 'sorted-btree';
import { number, text } from '../../../src/aws/attributes.ts';
import type { BacklogEntry } from '../../../src/migration/ports/due-index.ts';
import type { Ledger } from '../../../src/migration/ports/ports.ts';
import { itemSize } from '../../support/item-size.ts';
import { MemoryLedger } from '../../support/memory-ledger.ts';
import { type StoredItem, toEntry } from '../../support/stored-item.ts';

/** A row of the index with its projected attributes (infra/ledger.yml); an answer of DynamoDB's holds 1 MB of them. */
const ROW = {
  ...{ pk: text('REQUEST#orders#waiting-1000000'), due: text('backlog#orders') },
  ...{ dueAtMs: number(1e12), callByMs: number(1e12), notAfterMs: number(1e12), postponements: number(0) },
};
export const ROWS_OF_AN_ANSWER = Math.floor(2 ** 20 / itemSize(ROW));

/** As many as `reconcile` asks for at a time (src/aws/due-index.ts). */
const PAGE = 100;

interface Range {
  from?: number;
  to: number;
  next?: string | undefined;
  limit: number;
}

/**
 * The ledger in memory with an index of what is due, as the table has it: a question takes as long as its answer, however many
 * requests wait.
 */
export class IndexedLedger extends MemoryLedger {
  override readonly requests = new NotingRequests();
  /** Rows by their time, of each partition. */
  readonly #partitions = new Map<string, ISortedMap<string, StoredItem>>();
  /** Where each request is in the index. */
  readonly #places = new Map<string, { partition: string; place: string }>();

  override due: Ledger['due'] = async (now, next) => {
    const { items, ...rest } = this.#page('reconcile', { to: now, next, limit: PAGE });
    return { ...rest, items: items.map(({ callByMs, isOpenEnded, ...entry }) => entry) };
  };

  override dueToCall: Ledger['dueToCall'] = async (tenant, from, now, next) =>
    this.#page(`dispatch#${tenant}`, { from, to: now, next, limit: ROWS_OF_AN_ANSWER });

  override countDue: Ledger['countDue'] = async (now) =>
    this.#page('reconcile', { to: now, limit: ROWS_OF_AN_ANSWER }).items.length;

  #page(partition: string, { from = 0, to, next, limit }: Range): { items: BacklogEntry[]; next?: string } {
    this.#catchUp();
    const items: BacklogEntry[] = [];
    let last = '';
    for (const [place, item] of this.#partitions.get(partition)?.entries(next ?? placeAt(from)) ?? []) {
      if (place === next) continue;
      if ((item.dueAtMs ?? 0) > to) break;
      if (items.length === limit) return { items, next: last };
      items.push(toEntry(item));
      last = place;
    }
    return { items };
  }

  #catchUp(): void {
    for (const key of this.requests.takeTouched()) {
      const { partition = '', place = '' } = this.#places.get(key) ?? {};
      this.#partitions.get(partition)?.delete(place);
      this.#places.delete(key);
      const item = this.requests.get(key);
      if (item?.dueAtMs !== undefined) this.#put(key, item, item.dueAtMs);
    }
    this.requests.takeTouched();
  }

  #put(key: string, item: StoredItem, dueAtMs: number): void {
    const partition = item.wokenBy === 'dispatch' ? `dispatch#${item.tenant}` : item.wokenBy;
    const place = `${placeAt(dueAtMs)}${key}`;
    // Its class is the default export of a CommonJS module, which Node.js and Vitest import differently.
    const rows: ISortedMap<string, StoredItem> = this.#partitions.get(partition) ?? EmptyBTree.clone();
    this.#partitions.set(partition, rows);
    rows.set(place, item);
    this.#places.set(key, { partition, place });
  }
}

/** Times in milliseconds, as text that is sorted as they are. */
function placeAt(dueAtMs: number): string {
  return `${dueAtMs.toFixed(3).padStart(20, '0')} `;
}

/** Notes which items someone has taken hold of, and so may have changed. */
class NotingRequests extends Map<string, StoredItem> {
  #touched = new Set<string>();

  override get(key: string): StoredItem | undefined {
    this.#touched.add(key);
    return super.get(key);
  }

  override set(key: string, item: StoredItem): this {
    this.#touched.add(key);
    return super.set(key, item);
  }

  takeTouched(): Set<string> {
    const touched = this.#touched;
    this.#touched = new Set();
    return touched;
  }
}
