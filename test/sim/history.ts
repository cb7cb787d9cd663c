/** A value over time. */
export class History<T> {
  readonly #changes: { at: number; value: T }[];

  constructor(first: T) {
    this.#changes = [{ at: Number.NEGATIVE_INFINITY, value: first }];
  }

  get now(): T {
    return this.at(Number.POSITIVE_INFINITY);
  }

  at(time: number): T {
    const change = this.#changes.findLast(({ at }) => at <= time);
    if (!change) throw new Error('a history has no value at the beginning of time');
    return change.value;
  }

  /** When it became what it is now. */
  get changedAtMs(): number {
    return this.#changes.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  }

  set(time: number, value: T): void {
    this.#changes.push({ at: time, value });
  }

  /** When it changed after `from`, up to and including `to`. */
  changesWithin(from: number, to: number): number[] {
    return this.#changes.flatMap(({ at }) => (at > from && at <= to ? [at] : []));
  }
}
