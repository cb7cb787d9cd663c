import type { MemoryDrains } from '../../support/memory-drains.ts';
import type { MemoryLedger } from '../../support/memory-ledger.ts';

/** All that a ledger has stored, as it was at one moment. */
export class Backup {
  readonly #fields: (readonly [string, unknown])[][];

  constructor(...stores: (MemoryLedger | MemoryDrains)[]) {
    this.#fields = stores.map((store) =>
      Object.entries(store).flatMap(([name, value]) =>
        typeof value === 'function' ? [] : [[name, deep(value)] as const],
      ),
    );
  }

  /** Into the same stores, whose maps others hold on to. */
  restore(...stores: (MemoryLedger | MemoryDrains)[]): void {
    for (const [index, store] of stores.entries()) {
      const now = store as unknown as Record<string, unknown>;
      for (const [name, value] of this.#fields[index] ?? []) {
        const target = now[name];
        if (!(target instanceof Map) || !(value instanceof Map)) {
          now[name] = deep(value);
          continue;
        }
        target.clear();
        for (const [key, one] of value) target.set(key, deep(one));
      }
    }
  }
}

function deep(value: unknown): unknown {
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [key, deep(one)]));
  if (value instanceof Set) return new Set([...value].map(deep));
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(deep);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, deep(one)]));
}
