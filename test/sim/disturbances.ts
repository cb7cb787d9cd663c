import type { VirtualTime } from './virtual-time.ts';

interface Span {
  from: number;
  until: number;
}

/**
 * When lines were changed by others than the service: moved by hand, deleted, made, taken along into a LAG. The service
 * does not coordinate with those, and what it says of the line around them may be of before; docs/reliability.md says
 * what exactly is promised then.
 */
export class Disturbances {
  readonly #time: VirtualTime;
  readonly #spans = new Map<string, Span[]>();

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  add(connectionId: string): void {
    this.addUntil(connectionId, this.#time.now);
  }

  /** From now on, and for so long, as if there were one all the time: a line is shown where it is not. */
  addUntil(connectionId: string, until: number): void {
    this.#spans.set(connectionId, [...this.#of(connectionId), { from: this.#time.now, until }]);
  }

  /** Whether there was one from then until now. */
  anySince(connectionId: string, from: number): boolean {
    return this.anyWithin(connectionId, from, this.#time.now);
  }

  /** Whether there was one from then until then. */
  anyWithin(connectionId: string, from: number, until: number): boolean {
    return this.#of(connectionId).some((span) => span.until >= from && span.from <= until);
  }

  count(connectionId: string): number {
    const spans = this.#of(connectionId);
    return spans.some(({ from, until }) => until > from) ? Number.POSITIVE_INFINITY : spans.length;
  }

  get total(): number {
    return [...this.#spans.values()].reduce((sum, spans) => sum + spans.length, 0);
  }

  #of(connectionId: string): readonly Span[] {
    return this.#spans.get(connectionId) ?? [];
  }
}
