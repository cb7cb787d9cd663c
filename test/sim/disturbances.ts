import type { VirtualTime } from './virtual-time.ts';

/**
 * When lines were changed by others than the service: moved by hand, deleted, made, taken along into a LAG. The service
 * does not coordinate with those, and what it says of the line around them may be of before; docs/reliability.md says
 * what exactly is promised then.
 */
export class Disturbances {
  readonly #time: VirtualTime;
  readonly #times = new Map<string, number[]>();
  /** Until when a line is shown where it is not. */
  readonly #until = new Map<string, number>();

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  add(connectionId: string): void {
    this.#times.set(connectionId, [...this.#of(connectionId), this.#time.now]);
  }

  /** From now on, and for so long, as if there were one all the time. */
  addUntil(connectionId: string, until: number): void {
    this.add(connectionId);
    this.#until.set(connectionId, Math.max(until, this.#until.get(connectionId) ?? 0));
  }

  /** Whether there was one from then until now. */
  anySince(connectionId: string, from: number): boolean {
    return (this.#until.get(connectionId) ?? 0) >= from || this.#of(connectionId).some((at) => at >= from);
  }

  /** Whether there was one from then until then. */
  anyWithin(connectionId: string, from: number, until: number): boolean {
    return this.#of(connectionId).some((at) => at >= from && at <= until);
  }

  count(connectionId: string): number {
    return this.#until.has(connectionId) ? Number.POSITIVE_INFINITY : this.#of(connectionId).length;
  }

  get total(): number {
    return [...this.#times.values()].reduce((sum, times) => sum + times.length, 0);
  }

  #of(connectionId: string): readonly number[] {
    return this.#times.get(connectionId) ?? [];
  }
}
