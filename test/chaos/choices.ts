import { seededRandom } from '../support/random.ts';

/** Random choices that a seed repeats. */
export interface Choices {
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  chance(probability: number): boolean;
  /** @throws RangeError if there is nothing to pick */
  pick<T>(list: readonly T[]): T;
  /** Time to the next event of a Poisson process, in the unit of its mean. */
  gap(mean: number): number;
  /** A source of its own, so that what one part draws does not shift what another gets. */
  fork(): Choices;
}

export function choicesFrom(seed: number): Choices {
  const next = seededRandom(seed);
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    whole,
    chance: (probability) => next() < probability,
    pick: (list) => {
      const picked = list[whole(0, list.length - 1)];
      if (picked === undefined) throw new RangeError('there is nothing to pick from');
      return picked;
    },
    gap: (mean) => -Math.log(1 - next()) * mean,
    fork: () => choicesFrom(whole(0, 2 ** 32 - 1)),
  };
}
