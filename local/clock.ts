import { setTimeout as delay } from 'node:timers/promises';

/** Node fires a longer timer at once (its delay is a signed 32-bit number), so longer waits are made of several. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Time as retries and schedules see it; tests pass one that they move by hand. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Waits `ms` milliseconds. Resolves to true after them, to false as soon as the signal is aborted; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<boolean>;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    let left = ms;
    do {
      try {
        await delay(Math.min(left, LONGEST_TIMER_MS), undefined, { signal });
      } catch {
        return false;
      }
      left -= LONGEST_TIMER_MS;
    } while (left > 0);
    return true;
  },
};
