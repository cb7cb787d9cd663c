import type { Settings } from '../../src/migration/model/settings.ts';
import { DEFAULT_SETTINGS } from '../support/default-settings.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const START = Date.parse('2026-11-23T12:00:00.000Z');

/** As packaged for AWS; see infra/settings.ts. But for the verification of moves: it is on in a share of the runs (verifications.ts). */
export const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  minRequestedAt: '1970-01-01T00:00:00.000Z',
  verifyWithinMs: 0,
  redundancyLock: 'off',
};

/**
 * How long after its intent a call can have its effect, as docs/reliability.md assumes: a function's time, a signed
 * request's life of five minutes, and the clocks' difference, which is what packaging demands of the effect timeout
 * beyond the staleness bound.
 */
export function latestEffect({ effectTimeoutMs, staleMs }: Settings): number {
  return effectTimeoutMs - staleMs;
}

/** The queue's visibility timeout, as infra/settings.ts computes it: six function timeouts. */
export function visibilityTimeout({ functionTimeoutMs }: Settings): number {
  return 6 * functionTimeoutMs;
}
