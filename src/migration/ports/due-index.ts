import type { RequestItem, RequestKey } from '../model/request-item.ts';
import type { WaitsFor } from '../model/waits-for.ts';

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

/** Which function takes a waiting request up: `dispatch`, one that could call when due; `reconcile`, any other. */
export type WokenBy = 'reconcile' | 'dispatch';

/** How a request waits. */
export interface Wait {
  dueAtMs: number;
  wokenBy: WokenBy;
  /** Whether it is worked on again only with a place; once it needs one, it always does. */
  needsPlace: boolean;
  waitsFor: WaitsFor;
}

/** A request that waits to call. */
export interface BacklogEntry extends DueEntry {
  /** The end of its change window or, without one, a day after its arrival. */
  callByMs: number;
  /** Without a window: it is called for however late it is. */
  isOpenEnded: boolean;
}

export interface BacklogPage {
  items: BacklogEntry[];
  next?: string;
}

/** What is due, and when. */
export interface DueIndex {
  /** Sets when an item that waits is due, who takes it up then, whether it needs a place, and what it waits for, if it is still as it was read. */
  park(key: RequestKey, read: Pick<RequestItem, 'state' | 'attempts'>, wait: Wait): Promise<boolean>;
  /**
   * Postpones a due item before it is worked on, if its due time is still the one read; or instead, for what it then waits for. The
   * item as that has left it.
   */
  postpone(
    key: RequestKey,
    dueAtMs: number,
    nextDueAtMs: number,
    postponements: number,
    waitsFor?: WaitsFor,
  ): Promise<RequestItem | undefined>;
  /** Says what an item waits for that keeps its due time, if it is still as it was read. */
  noteWait(
    key: RequestKey,
    read: Pick<RequestItem, 'state' | 'attempts' | 'dueAtMs'>,
    waitsFor: WaitsFor,
  ): Promise<boolean>;
  /** Keys due at `now` or before that `reconcile` takes up, oldest first; may lag behind the items. */
  due(now: number, next?: string): Promise<DuePage>;
  /** How many are due at `now` or before: exactly, or at least so many if the index has more than it says at once. */
  countDue(now: number): Promise<number>;
  /** A tenant's requests for `dispatch` that became due from `from` to `now`, oldest first; may lag behind the items. */
  dueToCall(tenant: string, from: number, now: number, next?: string): Promise<BacklogPage>;
}
