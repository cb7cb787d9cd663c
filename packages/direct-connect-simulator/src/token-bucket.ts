import type { Clock } from './clock.ts';
import type { ThrottleSetting } from './topology/settings-schema.ts';

/** Whether one more call is within the rate; takes a token if so. */
export type TokenBucket = () => boolean;

/** @param setting absent for no limit */
export function createTokenBucket(setting: ThrottleSetting | undefined, clock: Clock): TokenBucket {
  if (setting === undefined) return () => true;
  const { ratePerSecond, burst } = setting;
  let tokens = burst;
  let filledAt = clock.now();
  return () => {
    const now = clock.now();
    tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * ratePerSecond);
    filledAt = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
