import type { Clock } from './clock.ts';

/** A clock that stands still until it is told to move; for tests. */
export interface ManualClock extends Clock {
  /** Moves time forward by `ms`, running what falls due on the way, each at its own time. */
  advance(ms: number): void;
  /** Tasks that are waiting for their time. */
  waiting(): number;
}

/** @param start milliseconds since the epoch; 2024-05-01T12:00:00Z unless given */
export function createManualClock(start = Date.UTC(2024, 4, 1, 12)): ManualClock {
  let time = start;
  const tasks = new Set<{ readonly at: number; readonly run: () => void }>();
  const nextDue = (until: number) => [...tasks].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
  return {
    now: () => time,
    schedule: (ms, run) => {
      const task = { at: time + ms, run };
      tasks.add(task);
      return () => {
        tasks.delete(task);
      };
    },
    advance: (ms) => {
      const until = time + ms;
      for (let task = nextDue(until); task !== undefined; task = nextDue(until)) {
        tasks.delete(task);
        time = task.at;
        task.run();
      }
      time = until;
    },
    waiting: () => tasks.size,
  };
}
