import type { Store } from './store.ts';

/** The store for unit tests. Records are copied in and out, as a database does. */
export class MemoryStore<T> implements Store<T> {
  readonly #groups = new Map<string, Map<string, string>>();

  async putOnce(group: string, key: string, record: T): Promise<boolean> {
    const records = this.#groups.get(group) ?? new Map<string, string>();
    if (records.has(key)) return false;
    this.#groups.set(group, records.set(key, JSON.stringify(record)));
    return true;
  }

  async list(group?: string): Promise<T[]> {
    const groups = group === undefined ? [...this.#groups.values()] : [this.#groups.get(group) ?? new Map()];
    return groups.flatMap((records) => [...records].sort(byKey).map(([, json]) => JSON.parse(json) as T));
  }
}

function byKey([one]: [string, string], [other]: [string, string]): number {
  return one < other ? -1 : 1;
}
