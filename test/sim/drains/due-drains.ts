import type { DrainPage } from '../../../src/drain/run/ports.ts';
import type { MemoryDrains } from '../../support/memory-drains.ts';
import { History } from '../history.ts';
import type { VirtualTime } from '../virtual-time.ts';

/** The index of drains that are due, as DynamoDB keeps one: each row may be behind its item by a time of its own. */
export class DueDrains {
  readonly #time: VirtualTime;
  readonly #drains: MemoryDrains;
  readonly #rows = new Map<string, History<number | undefined>>();

  constructor(time: VirtualTime, drains: MemoryDrains) {
    this.#time = time;
    this.#drains = drains;
  }

  /** Takes over what a write has changed. */
  refresh(): void {
    for (const drainId of new Set([...this.#rows.keys(), ...this.#drains.drains.keys()])) {
      const row = this.#rows.get(drainId) ?? new History<number | undefined>(undefined);
      this.#rows.set(drainId, row);
      const dueAtMs = this.#drains.drains.get(drainId)?.dueAtMs;
      if (row.now !== dueAtMs) row.set(this.#time.now, dueAtMs);
    }
  }

  due(now: number, lag: () => number): DrainPage {
    const shown = [...this.#rows].map(([drainId, row]) => ({ drainId, dueAtMs: row.at(this.#time.now - lag()) }));
    const due = shown.filter(({ dueAtMs = Number.POSITIVE_INFINITY }) => dueAtMs <= now);
    return {
      drainIds: due.toSorted((a, b) => (a.dueAtMs ?? 0) - (b.dueAtMs ?? 0)).map(({ drainId }) => drainId),
    };
  }

  /** When the next is due, in truth; infinite if none is. */
  get earliest(): number {
    const all = [...this.#drains.drains.values()].map(({ dueAtMs = Number.POSITIVE_INFINITY }) => dueAtMs);
    return Math.min(Number.POSITIVE_INFINITY, ...all);
  }
}
