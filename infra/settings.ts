// Read by serverless.yml when it packages: every parameter that can be wrong, checked, so that a wrong one stops the
// package with a sentence. The local stage alone may shorten SETTLE; see docs/architecture.md for what the times are.

import { isAbsolute } from 'node:path';
import { parseTime } from '../src/contract/time.ts';
import { AFTER_CALL, BEFORE_CALL } from '../src/migration/settings.ts';
import { ref, type Text } from './cloudformation.ts';
import { checkParameterNames } from './known-parameters.ts';
import type { Osls } from './osls.ts';
import { ParameterError } from './parameter-error.ts';
import { partitionOf, regionProblem } from './region.ts';

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** Whole numbers, each with the least and the most that it may be: what AWS takes, or what cannot be meant. */
export const BOUNDS = {
  functionTimeoutSeconds: [1, 900],
  callTimeoutSeconds: [1, 600],
  staleSeconds: [0, HOUR],
  clockSkewSeconds: [0, HOUR],
  settleSeconds: [1, DAY],
  pollIntervalSeconds: [1, HOUR],
  pushLimitSeconds: [1, DAY],
  transitionLimitSeconds: [1, DAY],
  circuitOpenSeconds: [1, HOUR],
  callsPerMinute: [0, 10_000],
  reattemptAfterSettle: [0, 3],
  // The requests queue is FIFO.
  batchSize: [1, 10],
  maximumConcurrency: [2, 1000],
  reservedConcurrency: [4, 10_000],
  logRetentionDays: [1, 3653],
  // Zero would keep events for ever.
  archiveDays: [1, 3650],
} satisfies Record<string, [least: number, most: number]>;

type NumberName = keyof typeof BOUNDS;
const NUMBERS = Object.keys(BOUNDS) as NumberName[];

/** What serverless.yml and the YAML files take from here. */
export interface StackSettings extends Record<NumberName, number> {
  tenants: string;
  visibilityTimeoutSeconds: number;
  minRequestedAt: string;
  alarmActions: Text[];
  logLevel: string;
}

/** Names of resources and exports are made of it. */
const STAGE = /^[a-z](-?[a-z0-9]){0,19}$/;
/** Metrics are made of lines of the level INFO: above it, alarms would be deaf. */
const LOG_LEVELS = ['DEBUG', 'INFO'];

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** A signed request that was sent but not yet taken is refused five minutes after it was signed. */
const SIGNATURE_LIFETIME_SECONDS = 300;

/** Of the invocation's time. */
const AROUND_CALL_SECONDS = (BEFORE_CALL + AFTER_CALL) / 1000;

export async function readSettings({
  options,
  resolveConfigurationProperty,
  resolveVariable,
}: Osls): Promise<StackSettings> {
  const stage = String(await resolveVariable('sls:stage'));
  const region = String(await resolveVariable('self:provider.region'));
  const parameter = async (name: string) => String(await resolveVariable(`param:${name}`));
  checkStageAndRegion(stage, region);
  if (stage === 'local' && process.argv.includes('deploy')) {
    throw new ParameterError(
      'the stage local is for one machine, where a call is forgotten sooner than it can end: take another',
    );
  }
  await checkParameterNames(stage, options, resolveConfigurationProperty);
  const numbers = await Promise.all(NUMBERS.map(async (name) => [name, wholeNumber(name, await parameter(name))]));
  const settings = Object.fromEntries(numbers) as Record<NumberName, number>;
  checkRules(settings, stage);
  return {
    ...settings,
    tenants: pathForBundler(await parameter('tenants')),
    visibilityTimeoutSeconds: 6 * settings.functionTimeoutSeconds,
    minRequestedAt: checkEarliestTime('minRequestedAt', await parameter('minRequestedAt')),
    alarmActions: alarmActions(await parameter('alarmTopicArn'), region),
    logLevel: oneOf('logLevel', LOG_LEVELS, await parameter('logLevel')),
  };
}

/** A path from here also for the bundler, which takes one without a dot for the name of a package. */
function pathForBundler(path: string): string {
  return isAbsolute(path) || path.startsWith('.') ? path : `./${path}`;
}

function wholeNumber(name: NumberName, value: string): number {
  const [least, most] = BOUNDS[name];
  const isWhole = /^\d{1,9}$/.test(value);
  if (isWhole && Number(value) >= least && Number(value) <= most) return Number(value);
  throw new ParameterError(`parameter ${name} must be a whole number from ${least} to ${most}, not "${value}"`);
}

function checkStageAndRegion(stage: string, region: string): void {
  if (!STAGE.test(stage) || stage.length > 20) {
    throw new ParameterError(
      `the stage must be 1 to 20 of a-z and 0-9, with single - between, and begin with a letter, not "${stage}"`,
    );
  }
  const problem = regionProblem(region);
  if (problem !== undefined) throw new ParameterError(problem);
}

function oneOf(name: string, values: string[], value: string): string {
  if (values.includes(value)) return value;
  throw new ParameterError(`parameter ${name} must be one of ${values.join(', ')}, not "${value}"`);
}

/** Older requests are refused: a time far in the future would refuse all of them. */
function checkEarliestTime(name: string, value: string): string {
  const time = /Z$/.test(value) ? parseTime(value) : undefined;
  if (time === undefined)
    throw new ParameterError(`parameter ${name} must be a time such as 2026-01-01T00:00:00Z, not "${value}"`);
  if (time > Date.now() + DAY * 1000)
    throw new ParameterError(
      `parameter ${name} must not be in the future, as ${value} is: all requests would be refused`,
    );
  return value;
}

/** What the alarms notify: the topic that is given, or the stack's own. Alarms take standard topics only. */
function alarmActions(topicArn: string, region: string): Text[] {
  if (topicArn === '') return [ref('AlarmTopic')];
  const arn = new RegExp(`^arn:${partitionOf(region)}:sns:([a-z0-9-]+):\\d{12}:[\\w-]{1,256}$`);
  const [, itsRegion] = arn.exec(topicArn) ?? [];
  if (itsRegion === region) return [topicArn];
  if (itsRegion !== undefined)
    throw new ParameterError(`parameter alarmTopicArn must be a topic in ${region}, not in ${itsRegion}`);
  throw new ParameterError(
    `parameter alarmTopicArn must be the ARN of a standard SNS topic, or empty, not "${topicArn}"`,
  );
}

export function checkRules(s: Record<NumberName, number>, stage: string): void {
  const rules: [holds: boolean, sentence: string][] = [
    [
      s.callTimeoutSeconds + AROUND_CALL_SECONDS < s.functionTimeoutSeconds,
      `callTimeoutSeconds must leave more than ${AROUND_CALL_SECONDS} s of functionTimeoutSeconds`,
    ],
    [
      s.staleSeconds >= s.callTimeoutSeconds,
      'staleSeconds must be at least callTimeoutSeconds: sooner, a look could settle a call whose request is still open',
    ],
    [
      RETENTION_DAYS.includes(s.logRetentionDays),
      `logRetentionDays must be one of those that CloudWatch takes: ${RETENTION_DAYS.join(', ')}`,
    ],
    [
      s.circuitOpenSeconds <= s.settleSeconds,
      'circuitOpenSeconds must not be more than settleSeconds, after which a probe may call in any case',
    ],
    [
      s.reservedConcurrency >= s.maximumConcurrency + 2,
      'reservedConcurrency must be at least maximumConcurrency + 2: below, healthy messages are throttled into the DLQ',
    ],
  ];
  if (stage !== 'local') {
    const least = s.functionTimeoutSeconds + s.clockSkewSeconds + SIGNATURE_LIFETIME_SECONDS + s.staleSeconds;
    rules.push([
      s.settleSeconds >= least,
      `settleSeconds must be at least ${least}: function timeout + clock skew + ${SIGNATURE_LIFETIME_SECONDS} + stale`,
    ]);
  }
  const broken = rules.filter(([holds]) => !holds).map(([, sentence]) => sentence);
  if (broken.length > 0) throw new ParameterError(broken.join('; '));
}
