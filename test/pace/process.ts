import type { VirtualTime } from '../sim/virtual-time.ts';

/** One invocation of a function. When it dies, or its time is over, none of its awaits ever returns. */
export class Process {
  readonly #time: VirtualTime;
  readonly #endsAt: number;
  #diesAt: number;
  /** Called when it is killed. */
  whenKilled: () => void = () => undefined;

  /** @param diesAfter milliseconds; infinite if it does not */
  constructor(time: VirtualTime, timeoutMs: number, diesAfter: number) {
    this.#time = time;
    this.#endsAt = time.now + timeoutMs;
    this.#diesAt = time.now + diesAfter;
  }

  readonly remaining = (): number => this.#endsAt - this.#time.now;

  get isOver(): boolean {
    return this.#time.now >= Math.min(this.#endsAt, this.#diesAt);
  }

  /** When it is over at the latest, in milliseconds since the epoch. */
  get endsAt(): number {
    return Math.min(this.#endsAt, this.#diesAt);
  }

  kill(): Promise<never> {
    this.#diesAt = this.#time.now;
    this.whenKilled();
    return new Promise(() => undefined);
  }

  readonly sleep = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      this.#time.at(this.#time.now + milliseconds, () => {
        if (!this.isOver) resolve();
      });
    });

  /** Work that takes so long, in milliseconds, and is done at its end: by whoever is asked, also if the process is gone by then. */
  ask<T>(milliseconds: number, work: () => T | Promise<T>): Promise<T> {
    if (this.isOver) return new Promise(() => undefined);
    return new Promise((resolve, reject) => {
      this.#time.at(this.#time.now + milliseconds, () => {
        Promise.resolve(work()).then((done) => {
          if (!this.isOver) resolve(done);
        }, reject);
      });
    });
  }
}
