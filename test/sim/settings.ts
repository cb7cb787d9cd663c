import type { Settings } from '../../src/migration/settings.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const START = Date.parse('2026-11-23T12:00:00.000Z');

/** As packaged for AWS; see infra/settings.cjs. */
export const SETTINGS: Settings = {
  functionTimeout: 60 * SECOND,
  callTimeout: 20 * SECOND,
  stale: 60 * SECOND,
  clockSkew: 60 * SECOND,
  settle: 8 * MINUTE,
  pollInterval: MINUTE,
  pushLimit: HOUR,
  transitionLimit: 30 * MINUTE,
  circuitOpen: 30 * SECOND,
  callsPerMinute: 0,
  reattemptAfterSettle: 0,
  minRequestedAt: '1970-01-01T00:00:00.000Z',
};

/** How late a call can still have its effect: a signed request dies after five minutes. */
export const LATEST_EFFECT = 5 * MINUTE;

/** The queue's visibility timeout: six function timeouts. */
export const VISIBILITY_TIMEOUT = 6 * SETTINGS.functionTimeout;
