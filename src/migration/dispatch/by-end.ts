import type { BacklogEntry } from '../ports/due-index.ts';

/** Requests that wait, by the end of their time. */
export class ByEnd {
  /** The nearest end last. */
  readonly #entries: BacklogEntry[] = [];
  #isSorted = true;

  get size(): number {
    return this.#entries.length;
  }

  push(entry: BacklogEntry): void {
    this.#entries.push(entry);
    this.#isSorted = false;
  }

  /** The one whose time ends first; of several, the one that has been due for longest. */
  get nearest(): BacklogEntry | undefined {
    if (!this.#isSorted) this.#entries.sort(nearestLast);
    this.#isSorted = true;
    return this.#entries.at(-1);
  }

  /** The one that has been due for longest, whenever its time ends. */
  get firstDue(): BacklogEntry | undefined {
    return firstDueOf(this.#entries);
  }

  /** Takes that one out. */
  take(): BacklogEntry | undefined {
    return this.nearest && this.#entries.pop();
  }
}

export function firstDueOf(entries: readonly BacklogEntry[]): BacklogEntry | undefined {
  let first: BacklogEntry | undefined;
  for (const entry of entries) if (!first || entry.dueAtMs < first.dueAtMs) first = entry;
  return first;
}

function nearestLast(a: BacklogEntry, b: BacklogEntry): number {
  return b.callByMs - a.callByMs || b.dueAtMs - a.dueAtMs;
}
