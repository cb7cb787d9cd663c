import type { Settings } from '../../src/migration/model/settings.ts';
import type { Random } from '../support/random.ts';
import type { BrownOut } from './brown-outs.ts';
import type { Fate, Fault } from './faults.ts';
import { OUTAGE_FAULTS, type Outage, systemOf } from './outage.ts';
import { MINUTE } from './settings.ts';

/** How likely each fault is at a point where it can happen; those left out never happen by themselves. */
export type Rates = Partial<Record<Fault, number>>;

/** What the weather of a run is like: faults, how far Describe lags, how far clocks are apart. */
export interface Weather {
  rates: Rates;
  /** How often an answer of Describe lags at all. */
  lagging: number;
  /** Up to how far a clock is off in either direction, as a share of the clock skew: at most half of it. */
  clockOffset: number;
  /** How often what a bound limits takes just as long, or is just as far off. */
  extremes: number;
  /** How often many requests compete for turns once the weather is clear. */
  contests: number;
  /** How often a hostile tenant does all that it can beside the others. */
  hostility: number;
  /** How often operators cordon, freeze and close. */
  guards: number;
  /** How often operators release lines from their redundancy groups. */
  releases: number;
  /** How often lines are drained: in runs that are asked for it. */
  drains: number;
  /** Of those, how often the ledger is put back to an earlier moment. */
  restores: number;
}

/** Quiet and stormy runs both: each kind of trouble is absent from many runs, and frequent in some. */
export function randomWeather(random: Random): Weather {
  const often = (absent: number, most: number) => (random.chance(absent) ? 0 : random.next() * most);
  const crash = often(0.5, 0.03);
  const slow = often(0.5, 0.05);
  const unanswered = often(0.3, 0.2);
  const died = often(0.5, 0.12);
  const write = often(0.5, 0.03);
  return {
    rates: {
      ...{ crashBefore: crash, crashAfter: crash, slow, slowAnswer: slow, notRead: often(0.6, 0.02) },
      ...{ notWritten: write, answerLost: write, repeated: often(0.4, 0.1), late: write / 2, echoed: write / 2 },
      ...{ observationUnavailable: often(0.5, 0.1), observationDenied: often(0.8, 0.03) },
      ...{
        throttled: often(0.3, 0.3),
        throttledAfterEffect: often(0.6, 0.1),
        unreachable: often(0.7, 0.1),
        transitioning: often(0.7, 0.3),
      },
      ...{ refused: often(0.6, 0.15), denied: often(0.8, 0.05) },
      ...{ lostWithoutEffect: unanswered, lostWithEffect: unanswered, lostWithLateEffect: 1.5 * unanswered },
      ...{ diedWithoutEffect: died, diedWithEffect: died, diedWithLateEffect: died },
      ...{ frozen: often(0.7, 0.01), callerFrozen: often(0.7, 0.15) },
      ...{ notTaken: often(0.5, 0.2), takenTwice: often(0.7, 0.1), neverRun: often(0.5, 0.2) },
      ...{ deliveredTwice: often(0.5, 0.2), notDeleted: often(0.6, 0.1), expired: often(0.6, 0.2) },
    },
    lagging: random.chance(0.2) ? 0 : random.next(),
    clockOffset: random.chance(0.5) ? 0 : 0.5,
    extremes: random.pick([0, 0.3, 0.8]),
    contests: 0.02,
    hostility: 0.01,
    guards: 0.2,
    releases: 0.1,
    drains: 0,
    restores: 0.06,
  };
}

/** Faults by chance, until the weather clears. Lag and clocks stay as they are: they are no faults. */
export class RandomFate implements Fate {
  readonly counts = new Map<Fault, number>();
  readonly #random: Random;
  readonly #weather: Weather;
  readonly #settings: Settings;
  readonly #totals = new Map<readonly Fault[], number>();
  readonly #outages = new Set<Outage>();
  readonly #brownOuts = new Set<BrownOut>();
  #isClear = false;

  constructor(random: Random, weather: Weather, settings: Settings) {
    this.#settings = settings;
    this.#random = random;
    this.#weather = weather;
  }

  clear(): void {
    this.#isClear = true;
  }

  begin(outage: Outage): void {
    this.#outages.add(outage);
  }

  end(outage: Outage): void {
    this.#outages.delete(outage);
  }

  beginBrownOut(brownOut: BrownOut): void {
    this.#brownOuts.add(brownOut);
  }

  endBrownOut(brownOut: BrownOut): void {
    this.#brownOuts.delete(brownOut);
  }

  fault<F extends Fault>(point: string, possible: readonly F[], parentId?: string): F | undefined {
    if (this.#isClear) return undefined;
    return this.#outageFault(point, possible) ?? this.#brownOutFault(possible, parentId) ?? this.#chanceFault(possible);
  }

  #brownOutFault<F extends Fault>(possible: readonly F[], parentId: string | undefined): F | undefined {
    if (parentId === undefined) return undefined;
    for (const brownOut of this.#brownOuts) {
      if ((brownOut.parentId ?? parentId) !== parentId || !this.#random.chance(brownOut.share)) continue;
      return this.#random.pick(possible.filter((fault) => fault.startsWith('lost')));
    }
    return undefined;
  }

  #outageFault<F extends Fault>(point: string, possible: readonly F[]): F | undefined {
    if (this.#outages.size === 0) return undefined;
    const system = systemOf(point);
    for (const { systems, share, isWhole } of this.#outages) {
      if (!systems.some((struck) => struck === system) || !this.#random.chance(share)) continue;
      const faults = possible.filter((fault) => OUTAGE_FAULTS.includes(fault));
      // Mostly nothing gets through.
      return isWhole || this.#random.chance(0.8) ? faults[0] : this.#random.pick(faults);
    }
    return undefined;
  }

  #chanceFault<F extends Fault>(possible: readonly F[]): F | undefined {
    let draw = this.#random.next();
    if (draw >= this.#total(possible)) return undefined;
    for (const fault of possible) {
      draw -= this.#weather.rates[fault] ?? 0;
      if (draw >= 0) continue;
      this.counts.set(fault, (this.counts.get(fault) ?? 0) + 1);
      return fault;
    }
    return undefined;
  }

  delay(most: number): number {
    return Math.floor(this.#random.next() * most);
  }

  upTo(bound: number): number {
    return this.#random.chance(this.#weather.extremes) ? bound : this.delay(bound);
  }

  lag(): number {
    return this.#random.chance(this.#weather.lagging) ? this.upTo(this.#settings.staleMs) : 0;
  }

  clockOffset(): number {
    const furthest = Math.floor(this.#weather.clockOffset * this.#settings.clockSkewMs);
    return this.upTo(furthest) * (this.#random.chance(0.5) ? 1 : -1);
  }

  random(): number {
    return this.#random.next();
  }

  #total(possible: readonly Fault[]): number {
    const known = this.#totals.get(possible);
    if (known !== undefined) return known;
    const total = possible.reduce((sum, fault) => sum + (this.#weather.rates[fault] ?? 0), 0);
    this.#totals.set(possible, total);
    return total;
  }
}

/** How long the weather lasts after the last order, in milliseconds. */
export function stormAfterLastOrder(random: Random): number {
  return random.between(5 * MINUTE, 40 * MINUTE);
}
