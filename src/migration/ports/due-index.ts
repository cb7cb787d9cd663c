import type { RequestKey, State } from '../model/request-item.ts';

/** A request that the index of what is due shows; the index may lag behind the item. */
export interface DueEntry {
  key: RequestKey;
  dueAtMs: number;
  postponements: number;
}

export interface DuePage {
  items: DueEntry[];
  next?: string;
}

/** What is due, and when. */
export interface DueIndex {
  /** Sets the due time of an item that waits, if it is still in the state after `attempts` calls. */
  park(key: RequestKey, state: State, attempts: number, dueAtMs: number): Promise<boolean>;
  /** Postpones a due item before it is worked on, if its due time is still the one read. */
  postpone(key: RequestKey, dueAtMs: number, nextDueAtMs: number, postponements: number): Promise<boolean>;
  /** Keys due at `now` or before, oldest first; may lag behind the items. */
  due(now: number, next?: string): Promise<DuePage>;
  /** How many are due at `now` or before: exactly, or at least so many if the index has more than it says at once. */
  countDue(now: number): Promise<number>;
}
