import type { FunctionName, FunctionSetting } from './setting.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Those that move lines. */
const MOVERS = ['migrate', 'reconcile', 'dispatch'] as const satisfies FunctionName[];
/** Those that record outcomes. */
const RECORDERS = [...MOVERS, 'resolve'] as const;
/** And that which looks at lines that drains have moved. */
const LOOKERS = [...RECORDERS, 'drain'] as const;

/**
 * The settings that functions read, by the names of their parameters. Together with infra/settings-table.ts, the only place
 * where a setting is described: parameters, what is refused, the environment, parsing, types and the tables in docs come
 * from it. What each means to people, which no bundle needs, is in
 * infra/docs/setting-descriptions.ts.
 */
export const FUNCTION_SETTINGS = {
  functionTimeoutSeconds: {
    ...{ kind: 'number', unit: 'seconds', default: 60, local: 15, least: 1, most: 900 },
    variable: 'FUNCTION_TIMEOUT_SECONDS',
    functions: MOVERS,
  },
  dispatchTimeoutSeconds: {
    ...{ kind: 'number', unit: 'seconds', default: 150, local: 30, least: 1, most: 900 },
    variable: 'DISPATCH_TIMEOUT_SECONDS',
    functions: MOVERS,
  },
  callTimeoutSeconds: {
    ...{ kind: 'number', unit: 'seconds', default: 20, local: 3, least: 1, most: 600 },
    variable: 'CALL_TIMEOUT_SECONDS',
    functions: MOVERS,
  },
  staleSeconds: {
    ...{ kind: 'number', unit: 'seconds', default: 60, local: 3, least: 0, most: HOUR },
    variable: 'STALE_SECONDS',
    functions: LOOKERS,
  },
  clockSkewSeconds: {
    ...{ kind: 'number', unit: 'seconds', default: 5, local: 0, least: 0, most: HOUR },
    variable: 'CLOCK_SKEW_SECONDS',
    functions: LOOKERS,
  },
  effectTimeoutSeconds: {
    ...{ kind: 'number', unit: 'seconds', default: 600, local: 12, least: 1, most: DAY },
    variable: 'EFFECT_TIMEOUT_SECONDS',
    functions: RECORDERS,
  },
  pollIntervalSeconds: {
    ...{ kind: 'number', unit: 'seconds', default: 60, local: 2, least: 1, most: HOUR },
    variable: 'POLL_INTERVAL_SECONDS',
    functions: LOOKERS,
  },
  postponeLimitSeconds: {
    ...{ kind: 'number', unit: 'seconds', default: HOUR, local: 8, least: 1, most: DAY },
    variable: 'POSTPONE_LIMIT_SECONDS',
    functions: ['reconcile', 'drain'],
  },
  verifyWithinSeconds: {
    ...{ kind: 'number', unit: 'seconds', default: 600, local: 20, least: 0, most: DAY },
    variable: 'VERIFY_WITHIN_SECONDS',
    functions: LOOKERS,
  },
  soakSeconds: {
    ...{ kind: 'number', unit: 'seconds', default: 300, local: 6, least: 1, most: DAY },
    variable: 'SOAK_SECONDS',
    functions: ['reconcile', 'drain'],
  },
  drainTickSeconds: {
    ...{ kind: 'number', unit: 'seconds', default: 15, local: 1, least: 1, most: MINUTE },
    variable: 'DRAIN_TICK_SECONDS',
    functions: ['reconcile', 'drain'],
  },
  drainApprovals: {
    ...{ kind: 'number', unit: '0 or 1', default: 1, least: 0, most: 1 },
    variable: 'DRAIN_APPROVALS',
    functions: [...MOVERS, 'drain'],
  },
  transitionLimitSeconds: {
    ...{ kind: 'number', unit: 'seconds', default: 30 * MINUTE, local: 30, least: 1, most: DAY },
    variable: 'TRANSITION_LIMIT_SECONDS',
    functions: MOVERS,
  },
  circuitOpenSeconds: {
    ...{ kind: 'number', unit: 'seconds', default: 30, local: 2, least: 1, most: HOUR },
    variable: 'CIRCUIT_OPEN_SECONDS',
    functions: MOVERS,
  },
  callsPerSecond: {
    ...{ kind: 'number', unit: 'calls a second', default: 1, local: 20, least: 0.02, most: 20, digits: 2 },
    variable: 'CALLS_PER_SECOND',
    functions: MOVERS,
  },
  openRequestsPerConnection: {
    ...{ kind: 'number', unit: 'requests', default: 20, least: 1, most: 100 },
    variable: 'OPEN_REQUESTS_PER_CONNECTION',
    functions: MOVERS,
  },
  quarantineCopiesPerHour: {
    ...{ kind: 'number', unit: 'copies', default: 100, least: 1, most: 10_000 },
    variable: 'QUARANTINE_COPIES_PER_HOUR',
    functions: ['migrate'],
  },
  reattemptsAfterEffectTimeout: {
    ...{ kind: 'number', unit: 'attempts', default: 0, least: 0, most: 3 },
    variable: 'REATTEMPTS_AFTER_EFFECT_TIMEOUT',
    functions: MOVERS,
  },
  capacityFactor: {
    ...{ kind: 'number', unit: 'times', default: 0, least: 0, most: 100, digits: 2 },
    variable: 'CAPACITY_FACTOR',
    functions: MOVERS,
  },
  otherLocations: {
    ...{ kind: 'number', unit: '0 or 1', default: 0, least: 0, most: 1 },
    variable: 'OTHER_LOCATIONS',
    functions: MOVERS,
  },
  redundancyLock: {
    kind: 'choice',
    default: 'owner',
    values: ['owner', 'named', 'off'],
    variable: 'REDUNDANCY_LOCK',
    functions: LOOKERS,
  },
  minRequestedAt: {
    ...{ kind: 'time', default: '0000-01-01T00:00:00Z' },
    variable: 'MIN_REQUESTED_AT',
    functions: [...MOVERS, 'drain'],
  },
} as const satisfies Record<string, FunctionSetting>;

type Table = typeof FUNCTION_SETTINGS;
export type FunctionSettingName = keyof Table;

/** What the code calls it: a time is in milliseconds there. */
export type NameInCode<Name extends string> = Name extends `${infer Time}Seconds` ? `${Time}Ms` : Name;

type Readers<Name extends FunctionSettingName> = Table[Name]['functions'][number];
type NamesFor<Reader> = {
  [Name in FunctionSettingName]: Reader extends Readers<Name> ? NameInCode<Name> : never;
}[FunctionSettingName];

/** Every setting as the code has it; times in milliseconds. */
type InCode = {
  [Name in FunctionSettingName as NameInCode<Name>]: InTable<Table[Name]>;
};
type InTable<Setting> = Setting extends { kind: 'choice'; values: readonly (infer Value)[] }
  ? Value
  : Setting extends { kind: 'time' }
    ? string
    : number;
type ByReader = { [Reader in FunctionName]: Pick<InCode, NamesFor<Reader>> };

/** The settings that a function reads, as its code has them. */
export type SettingsOf<Reader extends FunctionName> = ByReader[Reader];

/** Values by the parameters' names, in their units, as the code has them: seconds become milliseconds. */
export function inCode(
  values: Record<string, number | string | undefined>,
): Record<string, number | string | undefined> {
  const entries = Object.entries(values).map(([name, value]) => {
    const nameInCode = name.replace(/Seconds$/, 'Ms');
    return [nameInCode, nameInCode === name ? value : Number(value) * 1000];
  });
  return Object.fromEntries(entries);
}
