/** Numbers from a seed: the same seed and stream always give the same ones. The generator is mulberry32. */
export class Random {
  #state: number;

  /** @param stream keeps draws for different purposes apart, so that one more here changes nothing there */
  constructor(seed: number, stream = 0) {
    this.#state = (Math.imul(seed, 2_654_435_761) ^ Math.imul(stream + 1, 40_503)) >>> 0;
    for (let warmUp = 0; warmUp < 3; warmUp++) this.next();
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** @throws RangeError if there is nothing to pick from */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('there is nothing to pick from');
    return list[Math.floor(this.next() * list.length)] as T;
  }

  /** Time to the next event of a Poisson process, in the unit of its mean. */
  gap(mean: number): number {
    return -Math.log(1 - this.next()) * mean;
  }

  /** A source of its own, so that what one part draws does not shift what another gets. */
  fork(): Random {
    return new Random(this.between(0, 2 ** 32 - 1));
  }
}
