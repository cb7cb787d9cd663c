/** A value over time. */
export class History<T> {
  readonly #changes: { at: number; value: T }[];
  #last: { at: number; value: T };

  constructor(first: T) {
    this.#last = { at: Number.NEGATIVE_INFINITY, value: first };
    this.#changes = [this.#last];
  }

  get now(): T {
    return this.#last.value;
  }

  at(time: number): T {
    // Mostly it is asked for of late.
    if (this.#last.at <= time) return this.#last.value;
    const change = this.#changes.findLast(({ at }) => at <= time);
    if (!change) throw new Error('a history has no value at the beginning of time');
    return change.value;
  }

  /** When it became what it is now. */
  get changedAtMs(): number {
    return this.#last.at;
  }

  set(time: number, value: T): void {
    this.#last = { at: time, value };
    this.#changes.push(this.#last);
  }

  /** When it changed after `from`, up to and including `to`. */
  changesWithin(from: number, to: number): number[] {
    // Mostly it is asked for of late.
    const first = this.#changes.findLastIndex(({ at }) => at <= from) + 1;
    return this.#changes.slice(first).flatMap(({ at }) => (at <= to ? [at] : []));
  }
}
