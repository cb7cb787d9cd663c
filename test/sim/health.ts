import type { Random } from '../support/random.ts';
import { HOUR, MINUTE, SECOND } from './settings.ts';
import type { VirtualTime } from './virtual-time.ts';

interface Span {
  from: number;
  to: number;
}

/** Which lines are well where they are: after a move, one may need a while, come and go, or never come back. */
export class Health {
  readonly #time: VirtualTime;
  readonly #random: Random | undefined;
  /** When each is down, by its id. */
  readonly #down = new Map<string, Span[]>();

  /** @param random without it, lines are well at once */
  constructor(time: VirtualTime, random: Random | undefined) {
    this.#time = time;
    this.#random = random;
  }

  isWell(connectionId: string, at: number): boolean {
    return !this.#downOf(connectionId).some(({ from, to }) => at >= from && at < to);
  }

  changesWithin(connectionId: string, from: number, until: number): number[] {
    const changes = this.#downOf(connectionId).flatMap((span) => [span.from, span.to]);
    return changes.filter((at) => at > from && at <= until);
  }

  /** A line has been moved, by whomever: what was to become of it where it was before does not concern it any more. */
  moved(connectionId: string): void {
    if (!this.#random) return;
    const { now } = this.#time;
    const past = this.#downOf(connectionId).filter(({ from }) => from < now);
    const ended = past.map(({ from, to }) => ({ from, to: Math.min(to, now) }));
    this.#down.set(connectionId, [...ended, ...drawDown(this.#random, now)]);
  }

  #downOf(connectionId: string): readonly Span[] {
    return this.#down.get(connectionId) ?? [];
  }
}

/** Mostly not for long; and sometimes again and again, for hours, or for ever. */
function drawDown(random: Random, now: number): Span[] {
  const first = random.chance(0.6) ? 0 : random.between(0, random.pick([30 * SECOND, 12 * MINUTE]));
  const spans: Span[] = first === 0 ? [] : [{ from: now, to: now + first }];
  let at = now + first;
  while (random.chance(0.25)) {
    at += random.between(0, 8 * MINUTE);
    const length = random.pick([
      20 * SECOND,
      3 * MINUTE,
      20 * MINUTE,
      random.between(0, 5 * HOUR),
      Number.POSITIVE_INFINITY,
    ]);
    spans.push({ from: at, to: at + length });
    at += length;
  }
  return spans;
}
