import type { Tick } from '../../../src/drain/run/tick-drain.ts';
import { type Fate, TICK_FAULTS } from '../faults.ts';
import { MINUTE, SECOND } from '../settings.ts';
import type { VirtualTime } from '../virtual-time.ts';

export type TickMessage = { kind: 'tick'; tick: Tick } | { kind: 'hint'; drainId: string };

/** Receives of a message before it is given up: the schedule brings what is lost. */
const MOST_RECEIVES = 3;

/** The ticks queue: a standard one. What a message is worth may come late, twice, or never. */
export class Ticks {
  readonly #time: VirtualTime;
  readonly #fate: Fate;
  readonly #visibilityTimeout: number;
  /** Invokes the function; `done` once it has come to its end by itself. */
  readonly #invoke: (message: TickMessage, done: () => void) => void;

  constructor(
    time: VirtualTime,
    fate: Fate,
    visibilityTimeout: number,
    invoke: (message: TickMessage, done: () => void) => void,
  ) {
    this.#time = time;
    this.#fate = fate;
    this.#visibilityTimeout = visibilityTimeout;
    this.#invoke = invoke;
  }

  send(message: TickMessage, delayMs: number): void {
    const fault = this.#fate.fault('tick', TICK_FAULTS);
    if (fault === 'expired') return;
    const late = fault === 'slow' ? this.#fate.delay(5 * MINUTE) : this.#fate.delay(SECOND);
    this.#deliverAt(this.#time.now + delayMs + late, message, 1);
    if (fault === 'deliveredTwice')
      this.#deliverAt(this.#time.now + delayMs + this.#fate.delay(MINUTE), message, MOST_RECEIVES);
  }

  #deliverAt(at: number, message: TickMessage, receives: number): void {
    this.#time.at(at, () => {
      let isDone = false;
      this.#invoke(message, () => {
        isDone = true;
      });
      if (receives >= MOST_RECEIVES) return;
      this.#time.at(this.#time.now + this.#visibilityTimeout, () => {
        if (!isDone) this.#deliverAt(this.#time.now, message, receives + 1);
      });
    });
  }
}
