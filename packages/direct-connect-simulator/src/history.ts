/** A value and since when it holds, in milliseconds since the epoch. */
export interface Since<T> {
  readonly at: number;
  readonly value: T;
}

/** Everything that something has been, as it was written down; what is already certain to come is in it, too. */
export type History<T> = readonly [Since<T>, ...Since<T>[]];

export function historyOf<T>(value: T, at = Number.NEGATIVE_INFINITY): History<T> {
  return [{ at, value }];
}

/** The entry that holds at that time: the last one written of those that had begun; the first one for all times before it. */
export function entryAt<T>(history: History<T>, at: number): Since<T> {
  return history.findLast((entry) => entry.at <= at) ?? history[0];
}

export function valueAt<T>(history: History<T>, at: number): T {
  return entryAt(history, at).value;
}

/** The history with another value from that time on, whatever was to come after it. */
export function changedAt<T>(history: History<T>, at: number, value: T): History<T> {
  return [...history, { at, value }];
}
