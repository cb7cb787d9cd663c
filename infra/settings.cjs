'use strict';

// Read by serverless.yml when it packages: every parameter that can be wrong, checked, so that a wrong one stops the
// package with a sentence. The local stage alone may shorten SETTLE; see docs/architecture.md for what the times are.

const { readFileSync } = require('node:fs');
const { parseTenants } = require('../src/migration/tenants.ts');

const WHOLE = [
  'functionTimeoutSeconds',
  'callTimeoutSeconds',
  'staleSeconds',
  'clockSkewSeconds',
  'settleSeconds',
  'pollIntervalSeconds',
  'pushLimitSeconds',
  'transitionLimitSeconds',
  'circuitOpenSeconds',
  'callsPerMinute',
  'reattemptAfterSettle',
  'batchSize',
  'maximumConcurrency',
  'reservedConcurrency',
  'logRetentionDays',
  'archiveDays',
];

/** Names of resources and exports are made of it. */
const STAGE = /^[a-z][a-z0-9-]{0,19}$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
/** Metrics are made of lines of the level INFO: above it, alarms would be deaf. */
const LOG_LEVELS = ['DEBUG', 'INFO'];

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** A signed request that was sent but not yet taken is refused five minutes after it was signed. */
const SIGNATURE_LIFETIME_SECONDS = 300;

/** What looking around before a call and writing after it need of the invocation's time: roomForCall in the core. */
const AROUND_CALL_SECONDS = 10;

module.exports = async ({ resolveVariable }) => {
  const stage = await resolveVariable('sls:stage');
  place(stage, await resolveVariable('self:provider.region'));
  const settings = {};
  for (const name of WHOLE) settings[name] = wholeNumber(name, await resolveVariable(`param:${name}`));
  refuse(settings, stage);
  return {
    ...settings,
    visibilityTimeoutSeconds: 6 * settings.functionTimeoutSeconds,
    minRequestedAt: time('minRequestedAt', await resolveVariable('param:minRequestedAt')),
    tenants: tenantsFile(await resolveVariable('param:tenants')),
    alarmActions: alarmActions(
      await resolveVariable('param:alarmTopicArn'),
      await resolveVariable('self:provider.region'),
    ),
    logLevel: oneOf('logLevel', LOG_LEVELS, await resolveVariable('param:logLevel')),
  };
};

function wholeNumber(name, value) {
  if (!/^\d{1,9}$/.test(String(value))) throw new Error(`parameter ${name} must be a whole number, not "${value}"`);
  return Number(value);
}

function place(stage, region) {
  if (!STAGE.test(stage)) {
    throw new Error(`the stage must be 1 to 20 of a-z, 0-9 and -, and begin with a letter, not "${stage}"`);
  }
  if (!REGION.test(region)) throw new Error(`the region must be one such as eu-central-1, not "${region}"`);
}

function oneOf(name, values, value) {
  if (values.includes(value)) return value;
  throw new Error(`parameter ${name} must be one of ${values.join(', ')}, not "${value}"`);
}

function time(name, value) {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) && !Number.isNaN(Date.parse(value))) return value;
  throw new Error(`parameter ${name} must be a time such as 2026-01-01T00:00:00Z, not "${value}"`);
}

/** Read as the functions will: what is wrong in it stops the package, and not the functions' start. */
function tenantsFile(path) {
  try {
    parseTenants(JSON.parse(readFileSync(path, 'utf8')));
    return path;
  } catch (error) {
    throw new Error(`parameter tenants must be a file of tenants, not "${path}": ${error.message}`);
  }
}

/** Whom the alarms tell: the topic that is given, or the stack's own. Alarms take standard topics only. */
function alarmActions(topicArn, region) {
  if (topicArn === '') return [{ Ref: 'AlarmTopic' }];
  const [, itsRegion] = /^arn:aws[a-z-]*:sns:([a-z0-9-]+):\d{12}:[\w-]{1,256}$/.exec(topicArn) ?? [];
  if (itsRegion === region) return [topicArn];
  if (itsRegion !== undefined)
    throw new Error(`parameter alarmTopicArn must be a topic in ${region}, not in ${itsRegion}`);
  throw new Error(`parameter alarmTopicArn must be the ARN of a standard SNS topic, or empty, not "${topicArn}"`);
}

function refuse(s, stage) {
  const rules = [
    [s.functionTimeoutSeconds <= 900, 'functionTimeoutSeconds must be at most 900, as Lambda allows'],
    [
      s.callTimeoutSeconds + AROUND_CALL_SECONDS < s.functionTimeoutSeconds,
      `callTimeoutSeconds must leave more than ${AROUND_CALL_SECONDS} s of functionTimeoutSeconds`,
    ],
    [
      s.callTimeoutSeconds >= 1 && s.pollIntervalSeconds >= 1,
      'callTimeoutSeconds and pollIntervalSeconds must be at least 1',
    ],
    [s.batchSize >= 1 && s.batchSize <= 10, 'batchSize must be from 1 to 10: the requests queue is FIFO'],
    [
      RETENTION_DAYS.includes(s.logRetentionDays),
      `logRetentionDays must be one of those that CloudWatch takes: ${RETENTION_DAYS.join(', ')}`,
    ],
    // 0 would keep events for ever.
    [s.archiveDays >= 1 && s.archiveDays <= 3650, 'archiveDays must be from 1 to 3650'],
    [s.maximumConcurrency >= 2 && s.maximumConcurrency <= 1000, 'maximumConcurrency must be from 2 to 1000'],
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
  if (broken.length > 0) throw new Error(broken.join('; '));
}
