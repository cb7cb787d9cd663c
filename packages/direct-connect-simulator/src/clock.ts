/** Time as the simulator knows it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs the task once, `ms` from now, and returns a function that calls it off. */
  schedule(ms: number, task: () => void): () => void;
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};
