import { describe, expect, it } from 'vitest';
import { parseConfig, variablesOf } from '../../../src/handlers/config.ts';
import { FUNCTION_NAMES } from '../../../src/settings/setting.ts';

const ENVIRONMENT = {
  TABLE_NAME: 'ledger',
  BUS_NAME: 'bus',
  QUARANTINE_QUEUE_URL: 'http://127.0.0.1:4000/000000000000/quarantine',
  SERVICE_VERSION: '1.2.3',
  STAGE: 'prod',
  DISPATCH_FUNCTION: 'dispatch',
  FUNCTION_TIMEOUT_SECONDS: '60',
  DISPATCH_TIMEOUT_SECONDS: '60',
  CALL_TIMEOUT_SECONDS: '20',
  STALE_SECONDS: '60',
  CLOCK_SKEW_SECONDS: '0',
  EFFECT_TIMEOUT_SECONDS: '480',
  POLL_INTERVAL_SECONDS: '60',
  POSTPONE_LIMIT_SECONDS: '3600',
  VERIFY_WITHIN_SECONDS: '600',
  SOAK_SECONDS: '300',
  TRANSITION_LIMIT_SECONDS: '1800',
  CIRCUIT_OPEN_SECONDS: '30',
  CALLS_PER_SECOND: '0.5',
  OPEN_REQUESTS_PER_CONNECTION: '20',
  QUARANTINE_COPIES_PER_HOUR: '7',
  REATTEMPTS_AFTER_EFFECT_TIMEOUT: '0',
  CAPACITY_FACTOR: '1.5',
  OTHER_LOCATIONS: '0',
  REDUNDANCY_LOCK: 'owner',
  DRAIN_SENDER: 'AROADRAINS',
  DRAIN_PARENTS: 'dxcon-a,dxlag-b',
  DRAIN_QUEUE_URL: 'http://127.0.0.1:4000/000000000000/drain-requests.fifo',
  TICKS_QUEUE_URL: 'http://127.0.0.1:4000/000000000000/drain-ticks',
  DRAIN_TICK_SECONDS: '15',
  DRAIN_APPROVALS: '1',
  MIN_REQUESTED_AT: '2026-01-01T00:00:00Z',
};

const EACH = FUNCTION_NAMES.map((name) => ({ name, variables: variablesOf(name) }));
const environmentOf = (variables: string[]) =>
  Object.fromEntries(Object.entries(ENVIRONMENT).filter(([name]) => variables.includes(name)));

describe('the configuration', () => {
  it('is read from the environment, times in milliseconds', () => {
    expect(parseConfig('reconcile', ENVIRONMENT)).toMatchObject({
      tableName: 'ledger',
      serviceVersion: '1.2.3',
      settings: {
        functionTimeoutMs: 60_000,
        clockSkewMs: 0,
        effectTimeoutMs: 480_000,
        postponeLimitMs: 3_600_000,
        callsPerSecond: 0.5,
        openRequestsPerConnection: 20,
        reattemptsAfterEffectTimeout: 0,
        minRequestedAt: '2026-01-01T00:00:00.000Z',
      },
    });
  });

  it('has a list where there are commas, and an empty one where there is nothing', () => {
    expect(parseConfig('dispatch', ENVIRONMENT).drainParents).toEqual(['dxcon-a', 'dxlag-b']);
    expect(parseConfig('dispatch', { ...ENVIRONMENT, DRAIN_PARENTS: '' }).drainParents).toEqual([]);
  });

  it('of control is the name of the ledger, the stage and the version', () => {
    const environment = { TABLE_NAME: 'ledger', STAGE: 'prod', SERVICE_VERSION: '1.2.3' };
    expect(parseConfig('control', environment)).toEqual({
      ...{ tableName: 'ledger', stage: 'prod', serviceVersion: '1.2.3', settings: {} },
    });
  });

  it.each(EACH)('of $name has what the function reads, and nothing else', ({ name, variables }) => {
    const config = parseConfig(name, environmentOf(variables));
    expect(parseConfig(name, ENVIRONMENT)).toEqual(config);
    expect(Object.values({ ...config, ...config.settings })).not.toContain(undefined);
  });

  it.each(EACH.flatMap(({ name, variables }) => variables.map((variable) => [name, variable] as const)))(
    'of %s without %s stops the start',
    (name, variable) => {
      expect(() => parseConfig(name, { ...ENVIRONMENT, [variable]: undefined })).toThrow(`${variable} is not set`);
    },
  );

  it.each([
    ['TABLE_NAME', '', 'must be filled'],
    ['QUARANTINE_QUEUE_URL', 'quarantine', 'must be a URL'],
    ['EFFECT_TIMEOUT_SECONDS', '8m', 'must be a whole number from 1 to 86400'],
    ['EFFECT_TIMEOUT_SECONDS', '0', 'must be a whole number from 1 to 86400'],
    ['EFFECT_TIMEOUT_SECONDS', '86401', 'must be a whole number from 1 to 86400'],
    ['STALE_SECONDS', '-1', 'must be a whole number from 0 to 3600'],
    ['STALE_SECONDS', '1.5', 'must be a whole number from 0 to 3600'],
    ['MIN_REQUESTED_AT', 'yesterday', 'must be a time such as'],
    ['MIN_REQUESTED_AT', '2026-01-01T01:00:00+01:00', 'must be a time such as 2026-01-01T00:00:00Z'],
    ['CALLS_PER_SECOND', '0.555', 'must be a number with at most 2 digits after the point from 0.02 to 20'],
    ['CALLS_PER_SECOND', '0.01', 'must be a number with at most 2 digits after the point from 0.02 to 20'],
    ['CALLS_PER_SECOND', '20.01', 'must be a number with at most 2 digits after the point from 0.02 to 20'],
    ['CALLS_PER_SECOND', '1.', 'must be a number with at most 2 digits after the point from 0.02 to 20'],
    ['CALLS_PER_SECOND', '1e1', 'must be a number with at most 2 digits after the point from 0.02 to 20'],
    ['REDUNDANCY_LOCK', 'on', 'must be one of owner, named, off'],
    ['REATTEMPTS_AFTER_EFFECT_TIMEOUT', 'yes', 'must be a whole number from 0 to 3'],
  ])('with %s=%j stops the start', (name, value, message) => {
    expect(() => parseConfig('migrate', { ...ENVIRONMENT, [name]: value })).toThrow(`${name} ${message}`);
  });

  it('that leaves too little of the invocation for a call stops the start', () => {
    const tight = { FUNCTION_TIMEOUT_SECONDS: '30', CALL_TIMEOUT_SECONDS: '20' };
    expect(() => parseConfig('migrate', { ...ENVIRONMENT, ...tight })).toThrow(
      'callTimeoutSeconds must be more than 10 s below functionTimeoutSeconds',
    );
    const enough = { ...ENVIRONMENT, ...tight, FUNCTION_TIMEOUT_SECONDS: '31' };
    expect(parseConfig('migrate', enough).settings.callTimeoutMs).toBe(20_000);
  });

  it.each([
    ['STALE_SECONDS', '19', 'staleSeconds must be at least callTimeoutSeconds'],
    ['CIRCUIT_OPEN_SECONDS', '481', 'circuitOpenSeconds must be at most effectTimeoutSeconds'],
    ['EFFECT_TIMEOUT_SECONDS', '419', 'effectTimeoutSeconds must be at least'],
    ['DISPATCH_TIMEOUT_SECONDS', '59', 'dispatchTimeoutSeconds must be at least functionTimeoutSeconds'],
    ['DISPATCH_TIMEOUT_SECONDS', '121', 'effectTimeoutSeconds must be at least'],
    ['VERIFY_WITHIN_SECONDS', '0', 'redundancyLock must be off where verifyWithinSeconds is 0'],
    ['VERIFY_WITHIN_SECONDS', '179', 'verifyWithinSeconds must be 0, or at least'],
  ])('whose %s=%s is unsafe with the others stops the start', (name, value, message) => {
    expect(() => parseConfig('migrate', { ...ENVIRONMENT, [name]: value })).toThrow(message);
  });

  it('of reconcile has a soak that three looks fit into, and may have no verification at all', () => {
    const short = { ...ENVIRONMENT, SOAK_SECONDS: '119' };
    expect(() => parseConfig('reconcile', short)).toThrow('soakSeconds must be at least 2 × pollIntervalSeconds');
    const enough = { ...ENVIRONMENT, SOAK_SECONDS: '120', VERIFY_WITHIN_SECONDS: '180' };
    expect(parseConfig('reconcile', enough).settings).toMatchObject({ soakMs: 120_000, verifyWithinMs: 180_000 });
    expect(
      parseConfig('reconcile', { ...enough, VERIFY_WITHIN_SECONDS: '0', REDUNDANCY_LOCK: 'off' }).settings
        .verifyWithinMs,
    ).toBe(0);
  });

  it('of the stage local may have an effect timeout that is shorter than a call can live, as when packaging', () => {
    const short = { ...ENVIRONMENT, EFFECT_TIMEOUT_SECONDS: '60' };
    expect(() => parseConfig('migrate', short)).toThrow('(420)');
    expect(parseConfig('migrate', { ...short, STAGE: 'local' }).settings.effectTimeoutMs).toBe(60_000);
  });

  it('names everything that is wrong at once', () => {
    expect(() => parseConfig('migrate', {})).toThrow(/TABLE_NAME is not set; .*MIN_REQUESTED_AT is not set/);
  });
});
