import type { Fate, Fault } from './faults.ts';

export interface FaultPoint {
  name: string;
  possible: readonly Fault[];
}

/** The fault that happens at each fault point, by its number in the order in which the run comes to them. */
export type FaultPlan = ReadonlyMap<number, Fault>;

/**
 * How long things take, as a share of the longest: late effects come well after the staleness bound, slow requests end in
 * time.
 */
const SHARE = 0.6;

/** Exactly these faults, and nothing else left to chance. */
export class PlannedFate implements Fate {
  /** Every fault point that the run has come to. */
  readonly points: FaultPoint[] = [];
  readonly #plan: FaultPlan;

  constructor(plan: FaultPlan) {
    this.#plan = plan;
  }

  fault<F extends Fault>(name: string, possible: readonly F[]): F | undefined {
    const planned = this.#plan.get(this.points.push({ name, possible }) - 1);
    return possible.find((fault) => fault === planned);
  }

  delay(most: number): number {
    return Math.floor(most * SHARE);
  }

  upTo(bound: number): number {
    return this.delay(bound);
  }

  lag(): number {
    return 0;
  }

  clockOffset(): number {
    return 0;
  }

  random(): number {
    return SHARE;
  }
}
