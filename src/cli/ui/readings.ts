interface Reading {
  beganAtMs: number;
  result: Promise<unknown>;
}

/** What was read a moment ago, for all who ask at that time: however many tabs are open, AWS is asked once. */
export class Readings {
  readonly #clock: () => number;
  readonly #readings = new Map<string, Reading>();

  /** @param clock milliseconds since the epoch */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /**
   * @param name of what is read
   * @param freshMs for how long after its begin a reading counts as of now; one that is under way always does
   */
  read<Result>(name: string, freshMs: number, read: () => Promise<Result>): Promise<Result> {
    const now = this.#clock();
    for (const [one, { beganAtMs }] of this.#readings) if (now - beganAtMs > KEPT_MS) this.#readings.delete(one);
    const known = this.#readings.get(name);
    if (known && now - known.beganAtMs <= freshMs) return known.result as Promise<Result>;
    const result = read();
    this.#readings.set(name, { beganAtMs: now, result });
    // What failed is read again by the next who asks.
    result.catch(() => this.#readings.delete(name));
    return result;
  }

  /** What was read before may be otherwise now. */
  forget(): void {
    this.#readings.clear();
  }
}

/** No reading is fresh for so long. */
const KEPT_MS = 60_000;
