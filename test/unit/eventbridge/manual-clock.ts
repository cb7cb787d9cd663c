import type { Clock } from '../../../local/clock.ts';

interface Sleeper {
  readonly dueMs: number;
  readonly wake: (slept: boolean) => void;
}

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  #nowMs: number;
  readonly #sleepers = new Set<Sleeper>();

  constructor(nowMs = Date.UTC(2026, 0, 2, 3, 4, 5, 678)) {
    this.#nowMs = nowMs;
  }

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal: AbortSignal): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    if (signal.aborted) {
      resolve(false);
      return promise;
    }
    const sleeper = { dueMs: this.#nowMs + ms, wake: resolve };
    this.#sleepers.add(sleeper);
    signal.addEventListener('abort', () => {
      this.#sleepers.delete(sleeper);
      resolve(false);
    });
    return promise;
  }

  /** Milliseconds until each sleeper wakes, soonest first. */
  get waits(): number[] {
    return [...this.#sleepers].map((sleeper) => sleeper.dueMs - this.#nowMs).sort((a, b) => a - b);
  }

  /** Moves time forward and wakes who is due. */
  advance(ms: number): void {
    this.#nowMs += ms;
    for (const sleeper of this.#sleepers) {
      if (sleeper.dueMs <= this.#nowMs) {
        this.#sleepers.delete(sleeper);
        sleeper.wake(true);
      }
    }
  }
}
