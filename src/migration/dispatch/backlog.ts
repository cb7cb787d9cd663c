import { formatKey } from '../model/request-item.ts';
import type { BacklogEntry } from '../ports/due-index.ts';

/** A tenant's requests that wait, the nearest end last; and whether an entry was added since they were sorted. */
interface Queue {
  entries: BacklogEntry[];
  isSorted: boolean;
}

/** Who waits for a turn, in memory: the tenants in turn, and of each the request whose time ends first. */
export class Backlog {
  /** In the order of their turns: the first is next. */
  readonly #queues = new Map<string, Queue>();
  readonly #first: BacklogEntry[] = [];
  readonly #suspects: BacklogEntry[] = [];
  /** Those above and those that were handed out, by key: the index shows them again until it has caught up. */
  readonly #known = new Set<string>();

  /** Adds an entry, unless it is known already. */
  add(entry: BacklogEntry): void {
    const key = formatKey(entry.key);
    if (this.#known.has(key)) return;
    this.#known.add(key);
    if (entry.postponements > 0) this.#suspects.push(entry);
    else this.#queueOf(entry.key.tenant).push(entry);
  }

  /** Adds an entry that was handed out, in front of all others: it has had its turn, and was throttled. */
  addFirst(entry: BacklogEntry): void {
    this.#first.push(entry);
  }

  /** An entry that was handed out is done with: when the index shows it again, it waits anew. */
  forget({ key }: BacklogEntry): void {
    this.#known.delete(formatKey(key));
  }

  /** How many wait. */
  get size(): number {
    const queued = [...this.#queues.values()].reduce((sum, { entries }) => sum + entries.length, 0);
    return this.#first.length + this.#suspects.length + queued;
  }

  /** How many of a tenant wait, but for those that are apart. */
  sizeOf(tenant: string): number {
    return this.#queues.get(tenant)?.entries.length ?? 0;
  }

  /** One during which `dispatch` has ended before: it may be why. */
  nextSuspect(): BacklogEntry | undefined {
    return this.#suspects.shift();
  }

  /** When the next of those was due; undefined if there is none. */
  get suspectDueAtMs(): number | undefined {
    return this.#suspects[0]?.dueAtMs;
  }

  /** Whether no others wait. */
  get hasOnlySuspects(): boolean {
    return this.#first.length === 0 && this.#queues.size === 0;
  }

  /** The next in turn. */
  next(): BacklogEntry | undefined {
    return this.#first.shift() ?? this.#nextOf(() => true);
  }

  /** The next of those whose window was over before `now`: whatever they do to a process, they are only answered. */
  nextOver(now: number): BacklogEntry | undefined {
    const isOver = ({ callByMs, isOpenEnded }: BacklogEntry) => !isOpenEnded && callByMs < now;
    const index = this.#suspects.findIndex(isOver);
    return index < 0 ? this.#nextOf(isOver) : this.#suspects.splice(index, 1)[0];
  }

  #nextOf(isWanted: (entry: BacklogEntry) => boolean): BacklogEntry | undefined {
    for (const [tenant, queue] of this.#queues) {
      const entry = nearestEnd(queue);
      if (!entry || !isWanted(entry)) continue;
      queue.entries.pop();
      // To the end of the round, or out of it.
      this.#queues.delete(tenant);
      if (queue.entries.length > 0) this.#queues.set(tenant, queue);
      return entry;
    }
    return undefined;
  }

  #queueOf(tenant: string): { push: (entry: BacklogEntry) => void } {
    const queue = this.#queues.get(tenant) ?? { entries: [], isSorted: true };
    this.#queues.set(tenant, queue);
    return {
      push: (entry) => {
        queue.entries.push(entry);
        queue.isSorted = false;
      },
    };
  }
}

function nearestEnd(queue: Queue): BacklogEntry | undefined {
  if (!queue.isSorted) queue.entries.sort((a, b) => b.callByMs - a.callByMs || b.dueAtMs - a.dueAtMs);
  queue.isSorted = true;
  return queue.entries.at(-1);
}
