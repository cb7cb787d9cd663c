import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/handlers/config.ts';

const ENVIRONMENT = {
  TABLE_NAME: 'ledger',
  BUS_NAME: 'bus',
  REQUESTS_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/111122223333/requests.fifo',
  QUARANTINE_QUEUE_URL: 'http://127.0.0.1:4000/000000000000/quarantine',
  SERVICE_VERSION: '1.2.3',
  STAGE: 'prod',
  FUNCTION_TIMEOUT_SECONDS: '60',
  CALL_TIMEOUT_SECONDS: '20',
  STALE_SECONDS: '60',
  CLOCK_SKEW_SECONDS: '0',
  SETTLE_SECONDS: '480',
  POLL_INTERVAL_SECONDS: '60',
  PUSH_LIMIT_SECONDS: '3600',
  TRANSITION_LIMIT_SECONDS: '1800',
  CIRCUIT_OPEN_SECONDS: '30',
  CALLS_PER_MINUTE: '6',
  REATTEMPT_AFTER_SETTLE: '0',
  MIN_REQUESTED_AT: '2026-01-01T01:00:00+01:00',
};

describe('the configuration', () => {
  it('is read from the environment, times in milliseconds', () => {
    expect(parseConfig(ENVIRONMENT)).toMatchObject({
      tableName: 'ledger',
      serviceVersion: '1.2.3',
      settings: {
        functionTimeout: 60_000,
        clockSkew: 0,
        settle: 480_000,
        pushLimit: 3_600_000,
        callsPerMinute: 6,
        reattemptAfterSettle: 0,
        minRequestedAt: '2026-01-01T00:00:00.000Z',
      },
    });
  });

  it.each(Object.keys(ENVIRONMENT))('without %s stops the start', (name) => {
    expect(() => parseConfig({ ...ENVIRONMENT, [name]: undefined })).toThrow(`${name} is not set`);
  });

  it.each([
    ['TABLE_NAME', '', 'is empty'],
    ['REQUESTS_QUEUE_URL', 'requests.fifo', 'must be a URL'],
    ['SETTLE_SECONDS', '8m', 'must be a whole number of seconds, 1 or more'],
    ['SETTLE_SECONDS', '0', 'must be a whole number of seconds, 1 or more'],
    ['STALE_SECONDS', '-1', 'must be a whole number of seconds, 0 or more'],
    ['STALE_SECONDS', '1.5', 'must be a whole number of seconds, 0 or more'],
    ['MIN_REQUESTED_AT', 'yesterday', 'must be an RFC 3339 time'],
    ['CALLS_PER_MINUTE', '0.5', 'must be a whole number of calls, 0 or more'],
    ['REATTEMPT_AFTER_SETTLE', 'yes', 'must be a whole number of attempts, 0 or more'],
  ])('with %s=%j stops the start', (name, value, message) => {
    expect(() => parseConfig({ ...ENVIRONMENT, [name]: value })).toThrow(`${name} ${message}`);
  });

  it('that leaves a call too little of the invocation stops the start', () => {
    const tight = { FUNCTION_TIMEOUT_SECONDS: '30', CALL_TIMEOUT_SECONDS: '20' };
    expect(() => parseConfig({ ...ENVIRONMENT, ...tight })).toThrow('must leave more than 10 s');
    expect(parseConfig({ ...ENVIRONMENT, ...tight, FUNCTION_TIMEOUT_SECONDS: '31' }).settings.callTimeout).toBe(20_000);
  });

  it('names everything that is wrong at once', () => {
    expect(() => parseConfig({})).toThrow(/TABLE_NAME is not set; .*MIN_REQUESTED_AT is not set/);
  });
});
