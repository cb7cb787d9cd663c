import type { FunctionSettingName } from './function-settings.ts';

/** What must be true of several settings together. */
export interface Rule<Values extends object> {
  about: keyof Values & string;
  /** The settings that it compares. */
  compares: readonly (keyof Values & string)[];
  /** As the end of a sentence that begins with "NAME must be". */
  mustBe: string;
  /** What that comes to now, if it is a sum. */
  limit?: (values: Values) => number;
  because: string;
  isKept: (values: Values) => boolean;
  exceptStage?: 'local';
}

/** What the observations before a call may take, in milliseconds. */
export const BEFORE_CALL_MS = 5_000;
/** Kept free of the invocation's end for the writes that follow a call, or another step, in milliseconds. */
export const AFTER_CALL_MS = 5_000;
const AROUND_CALL_SECONDS = (BEFORE_CALL_MS + AFTER_CALL_MS) / 1000;

/** A signed request that was sent but not yet taken is refused five minutes after it was signed. */
const SIGNATURE_LIFETIME_SECONDS = 300;

/** In the parameters' units. */
export type FunctionNumbers = Record<Exclude<FunctionSettingName, 'minRequestedAt' | 'redundancyLock'>, number>;
export type FunctionValues = FunctionNumbers & { redundancyLock: string };

/** Held to when packaging, and by each function that reads all settings that a rule compares. */
export const FUNCTION_RULES: readonly Rule<FunctionValues>[] = [
  {
    about: 'callTimeoutSeconds',
    compares: ['callTimeoutSeconds', 'functionTimeoutSeconds'],
    mustBe: `more than ${AROUND_CALL_SECONDS} s below functionTimeoutSeconds`,
    because: 'an invocation observes before its call, and writes down its answer',
    isKept: (s) => s.callTimeoutSeconds + AROUND_CALL_SECONDS < s.functionTimeoutSeconds,
  },
  {
    about: 'dispatchTimeoutSeconds',
    compares: ['dispatchTimeoutSeconds', 'functionTimeoutSeconds'],
    mustBe: 'at least functionTimeoutSeconds',
    because: 'it makes the same calls, one after the other',
    isKept: (s) => s.dispatchTimeoutSeconds >= s.functionTimeoutSeconds,
  },
  {
    about: 'staleSeconds',
    compares: ['staleSeconds', 'callTimeoutSeconds'],
    mustBe: 'at least callTimeoutSeconds',
    because: 'sooner, an observation could decide a call whose request is still open',
    isKept: (s) => s.staleSeconds >= s.callTimeoutSeconds,
  },
  {
    about: 'effectTimeoutSeconds',
    compares: [
      'effectTimeoutSeconds',
      'functionTimeoutSeconds',
      'dispatchTimeoutSeconds',
      'clockSkewSeconds',
      'staleSeconds',
    ],
    mustBe: `at least the longer of functionTimeoutSeconds and dispatchTimeoutSeconds + clockSkewSeconds + ${SIGNATURE_LIFETIME_SECONDS} + staleSeconds`,
    limit: leastEffectTimeout,
    because: `a signed request lives ${SIGNATURE_LIFETIME_SECONDS} s, and its effect may be seen late`,
    isKept: (s) => s.effectTimeoutSeconds >= leastEffectTimeout(s),
    exceptStage: 'local',
  },
  {
    about: 'circuitOpenSeconds',
    compares: ['circuitOpenSeconds', 'effectTimeoutSeconds'],
    mustBe: 'at most effectTimeoutSeconds',
    because: 'after that a trial may call in any case',
    isKept: (s) => s.circuitOpenSeconds <= s.effectTimeoutSeconds,
  },
  {
    about: 'verifyWithinSeconds',
    compares: ['verifyWithinSeconds', 'staleSeconds', 'clockSkewSeconds', 'pollIntervalSeconds'],
    mustBe: '0, or at least staleSeconds + clockSkewSeconds + 2 × pollIntervalSeconds',
    limit: leastVerifyWithin,
    because: 'no look counts sooner, and each line is to have one',
    isKept: (s) => s.verifyWithinSeconds === 0 || s.verifyWithinSeconds >= leastVerifyWithin(s),
    exceptStage: 'local',
  },
  {
    about: 'redundancyLock',
    compares: ['redundancyLock', 'verifyWithinSeconds'],
    mustBe: 'off where verifyWithinSeconds is 0',
    because: 'a line that was moved would hold up the others of its owner for ever',
    isKept: (s) => s.redundancyLock === 'off' || s.verifyWithinSeconds > 0,
  },
  {
    about: 'soakSeconds',
    compares: ['soakSeconds', 'pollIntervalSeconds'],
    mustBe: 'at least 2 × pollIntervalSeconds',
    because: 'three looks, a poll interval apart, take as long',
    isKept: (s) => s.soakSeconds >= 2 * s.pollIntervalSeconds,
    exceptStage: 'local',
  },
];

function leastVerifyWithin(s: FunctionNumbers): number {
  return s.staleSeconds + s.clockSkewSeconds + 2 * s.pollIntervalSeconds;
}

function leastEffectTimeout(s: FunctionNumbers): number {
  return (
    Math.max(s.functionTimeoutSeconds, s.dispatchTimeoutSeconds) +
    s.clockSkewSeconds +
    SIGNATURE_LIFETIME_SECONDS +
    s.staleSeconds
  );
}

/** A sentence for each rule that is broken; those about settings that are not given do not count. */
export function brokenRules<Values extends object>(
  rules: readonly Rule<Values>[],
  given: Partial<Values>,
  stage: string,
): string[] {
  return rules
    .filter(({ compares, exceptStage }) => exceptStage !== stage && compares.every((name) => name in given))
    .filter(({ isKept }) => !isKept(given as Values))
    .map(({ about, mustBe, limit, because }) => {
      const sum = limit === undefined ? '' : ` (${limit(given as Values)})`;
      return `${about} must be ${mustBe}${sum}: ${because}`;
    });
}
