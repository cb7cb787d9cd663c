import { MAX_ORDERED_AHEAD } from '../../../src/contract/order-key.ts';
import type { Random } from '../../support/random.ts';
import { MINUTE } from '../settings.ts';

/** Less than what messages are refused for, by a clock of SQS's that may be behind by a minute. */
export const FURTHEST = 3.5 * MINUTE;

/** How far `requestedAt` of order systems lies ahead: by their clocks, or because they say so now and then. */
export class SenderClocks {
  readonly #random: Random;
  readonly #clocks = new Map<string, number>();
  readonly #lies: boolean;

  constructor(random: Random) {
    this.#random = random;
    this.#lies = random.chance(0.15);
  }

  /** Of the next order of a tenant, in milliseconds. */
  aheadOf(tenant: string): number {
    const clock = this.#clocks.get(tenant) ?? (this.#random.chance(0.15) ? this.#draw() : 0);
    this.#clocks.set(tenant, clock);
    return this.#lies && this.#random.chance(0.4) ? this.#draw() : clock;
  }

  /** Within what orders as given, just at its end, and far beyond. */
  #draw(): number {
    const edge = MAX_ORDERED_AHEAD + this.#random.pick([-1, 0, 1, 500]);
    return this.#random.pick([
      200,
      this.#random.between(0, MAX_ORDERED_AHEAD),
      edge,
      this.#random.between(0, FURTHEST),
    ]);
  }
}
