import type { Pace } from '../ports/control.ts';
import type { Turns } from '../ports/turns.ts';
import { intervalOf, type PacePorts, takeTurn } from './pace.ts';

export interface OrderedTurnsPorts extends PacePorts {
  /** In milliseconds. */
  sleep: (milliseconds: number) => Promise<void>;
}

/** For `dispatch`: turns one after the other, in the order in which they were asked for. */
export class TurnsInOrder implements Turns {
  readonly #ports: OrderedTurnsPorts;
  /** How long a turn may still be waited for, in milliseconds. */
  readonly #patience: () => number;
  #known: Pace | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(ports: OrderedTurnsPorts, patience: () => number) {
    this.#ports = ports;
    this.#patience = patience;
  }

  take(): Promise<boolean> {
    const turn = this.#last.then(
      () => this.#next(),
      () => this.#next(),
    );
    this.#last = turn;
    return turn;
  }

  /** False once there is no time left to wait for it. */
  async #next(): Promise<boolean> {
    for (;;) {
      const read = this.#known ?? (await this.#ports.ledger.readControl()).pace;
      const wait = read ? waitFor(read, this.#ports.clock()) : 0;
      if (wait > this.#patience()) return false;
      if (wait > 0) await this.#ports.sleep(wait);
      this.#known = await takeTurn(read, this.#ports);
      if (this.#known) return true;
    }
  }
}

/** A whole interval at most: what is further ahead comes from a clock that is. By then no one else may have taken a turn. */
function waitFor(pace: Pace, now: number): number {
  return Math.min(pace.nextCallAtMs - now, intervalOf(pace));
}
