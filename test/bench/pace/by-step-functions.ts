import type { Mover, MoverPorts, Movers } from './mover.ts';

/**
 * A Retry of a Task, with the fields' own names and defaults:
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error
 */
interface Retry {
  IntervalSeconds: number;
  BackoffRate: number;
  /** How often it is tried again. */
  MaxAttempts: number;
  MaxDelaySeconds: number;
  JitterStrategy: 'NONE' | 'FULL';
}

export const BY_DEFAULT: Retry = {
  ...{ IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 3 },
  ...{ MaxDelaySeconds: Number.POSITIVE_INFINITY, JitterStrategy: 'NONE' },
};

export const GENEROUS: Retry = { ...BY_DEFAULT, MaxAttempts: 10, MaxDelaySeconds: 60, JitterStrategy: 'FULL' };

/** A Map state: each worker is one of the iterations that its MaxConcurrency lets run at a time. */
export const mapState =
  (retry: Retry): Movers =>
  async (workers, ports) =>
    Array.from({ length: workers }, () => taskWith(retry, ports));

function taskWith(retry: Retry, { sleep, random }: MoverPorts): Mover {
  return async (call) => {
    for (let retries = 0; (await call()) === 'throttled'; retries++) {
      if (retries === retry.MaxAttempts) return false;
      const seconds = Math.min(retry.MaxDelaySeconds, retry.IntervalSeconds * retry.BackoffRate ** retries);
      await sleep(Math.round(1000 * seconds * (retry.JitterStrategy === 'FULL' ? random() : 1)));
    }
    return true;
  };
}
