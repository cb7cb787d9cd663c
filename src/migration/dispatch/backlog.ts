import { formatKey } from '../model/request-item.ts';
import type { BacklogEntry } from '../ports/due-index.ts';
import { ByEnd, firstDueOf } from './by-end.ts';

/** A tenant's requests. */
interface Waiting {
  windowed: ByEnd;
  /** Without a window: called for however late it is. */
  openEnded: ByEnd;
}

/** Who waits for a turn, in memory: the tenants in turn, and of each the request whose time ends first. */
export class Backlog {
  /** In the order of their turns: the first is next. */
  readonly #waiting = new Map<string, Waiting>();
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
    else this.#waitingOf(entry.key.tenant)[entry.isOpenEnded ? 'openEnded' : 'windowed'].push(entry);
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
    const queued = [...this.#waiting.keys()].reduce((sum, tenant) => sum + this.sizeOf(tenant), 0);
    return this.#first.length + this.#suspects.length + queued;
  }

  /** The one that has been due for longest. */
  get firstDue(): BacklogEntry | undefined {
    const windows = [...this.#waiting.values()].flatMap(({ windowed, openEnded }) => [windowed, openEnded]);
    const firsts = windows.flatMap((entries) => entries.firstDue ?? []);
    return firstDueOf([...this.#first, ...this.#suspects, ...firsts]);
  }

  /** How many of a tenant wait, but for those that are apart. */
  sizeOf(tenant: string): number {
    const { windowed, openEnded } = this.#waiting.get(tenant) ?? {};
    return (windowed?.size ?? 0) + (openEnded?.size ?? 0);
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
    return this.#first.length === 0 && this.#waiting.size === 0;
  }

  /** The next in turn. */
  next(): BacklogEntry | undefined {
    return this.#first.shift() ?? this.#nextFrom(withNearestEnd);
  }

  /** The next of those whose window was over before `now`: whatever they do to a process, they are only answered. */
  nextOver(now: number): BacklogEntry | undefined {
    const isOver = (entry: BacklogEntry | undefined) => entry !== undefined && entry.callByMs < now;
    const index = this.#suspects.findIndex((entry) => !entry.isOpenEnded && isOver(entry));
    if (index >= 0) return this.#suspects.splice(index, 1)[0];
    return this.#nextFrom(({ windowed }) => (isOver(windowed.nearest) ? windowed : undefined));
  }

  /** Of the first tenant of whom `choose` gives some; its next turn comes after those of all others. */
  #nextFrom(choose: (waiting: Waiting) => ByEnd | undefined): BacklogEntry | undefined {
    for (const [tenant, waiting] of this.#waiting) {
      const entry = choose(waiting)?.take();
      if (!entry) continue;
      // To the end of the round, or out of it.
      this.#waiting.delete(tenant);
      if (waiting.windowed.size + waiting.openEnded.size > 0) this.#waiting.set(tenant, waiting);
      return entry;
    }
    return undefined;
  }

  #waitingOf(tenant: string): Waiting {
    const waiting = this.#waiting.get(tenant) ?? { windowed: new ByEnd(), openEnded: new ByEnd() };
    this.#waiting.set(tenant, waiting);
    return waiting;
  }
}

function withNearestEnd({ windowed, openEnded }: Waiting): ByEnd {
  const [one, other] = [windowed.nearest, openEnded.nearest];
  return one && (!other || one.callByMs <= other.callByMs) ? windowed : openEnded;
}
