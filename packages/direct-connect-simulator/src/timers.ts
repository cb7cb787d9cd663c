import type { Clock } from './clock.ts';

/** What is still to happen, so that closing can call all of it off. */
export interface Timers {
  after(ms: number, task: () => void): void;
  /** Resolves `ms` from now; never if it is called off. */
  sleep(ms: number): Promise<void>;
  cancelAll(): void;
}

export function createTimers(clock: Clock): Timers {
  const cancels = new Set<() => void>();
  const after = (ms: number, task: () => void) => {
    const cancel = clock.schedule(ms, () => {
      cancels.delete(cancel);
      task();
    });
    cancels.add(cancel);
  };
  return {
    after,
    sleep: (ms) => new Promise((resolve) => after(ms, resolve)),
    cancelAll: () => {
      for (const cancel of cancels) cancel();
      cancels.clear();
    },
  };
}
