import { describe, expect, it } from 'vitest';
import { access, settings } from './given-parameters.ts';

it('the defaults are accepted, and grant no one access', async () => {
  await expect(settings({})).resolves.toMatchObject({ visibilityTimeoutSeconds: 360, archiveDays: 90 });
  expect(Object.values(await access({})).flat()).toEqual([]);
});

describe('an invalid setting stops packaging with a sentence', () => {
  it.each([
    ['sls:stage', 'Prod', 'the stage must be 1 to 20 of a-z and 0-9'],
    ['sls:stage', 'prod-', 'the stage must be'],
    ['sls:stage', 'a--b', 'the stage must be'],
    ['sls:stage', 'a'.repeat(21), 'the stage must be'],
    ['self:provider.region', 'frankfurt', 'the region must be one such as eu-central-1'],
    ['param:logLevel', 'LOUD', 'parameter logLevel must be one of DEBUG, INFO, not "LOUD"'],
    ['param:logLevel', 'WARN', 'parameter logLevel must be one of DEBUG, INFO'],
    [
      'self:provider.region',
      'us-iso-east-1',
      'is in the partition aws-iso… (isolated Regions), which is not supported',
    ],
    ['self:provider.region', 'us-isob-east-1', 'which is not supported: only aws, aws-cn and aws-us-gov are'],
    ['self:provider.region', 'eu-isoe-west-1', 'which is not supported'],
    ['self:provider.region', 'xx-nowhere-9', 'the region must be one such as'],
    ['param:logRetentionDays', 91, 'parameter logRetentionDays must be one of 1, 3, 5,'],
    ['param:archiveDays', 0, 'parameter archiveDays must be a whole number from 1 to 3650, not "0"'],
    ['param:archiveDays', 'ninety', 'parameter archiveDays must be a whole number from 1 to 3650, not "ninety"'],
    [
      'param:callsPerSecond',
      '0',
      'parameter callsPerSecond must be a number with at most 2 digits after the point from 0.02',
    ],
    ['param:postponeLimitSeconds', 0, 'parameter postponeLimitSeconds must be a whole number from 1 to 86400'],
    ['param:transitionLimitSeconds', 0, 'parameter transitionLimitSeconds must be'],
    ['param:circuitOpenSeconds', 0, 'parameter circuitOpenSeconds must be'],
    ['param:effectTimeoutSeconds', 480_000, 'parameter effectTimeoutSeconds must be a whole number from 1 to 86400'],
    ['param:effectTimeoutSeconds', 514, '+ 300 + staleSeconds (515)'],
    ['param:dispatchTimeoutSeconds', 59, 'dispatchTimeoutSeconds must be at least functionTimeoutSeconds'],
    ['param:circuitOpenSeconds', 601, 'circuitOpenSeconds must be at most effectTimeoutSeconds'],
    [
      'self:provider.region',
      'eusc-de-east-1',
      'is in the partition aws-eusc (the European Sovereign Cloud), which is not',
    ],
    ['param:functionTimeoutSeconds', 901, 'functionTimeoutSeconds must be a whole number from 1 to 900'],
    ['param:functionTimeoutSeconds', 30, 'callTimeoutSeconds must be more than 10 s below functionTimeoutSeconds'],
    ['param:staleSeconds', 19, 'staleSeconds must be at least callTimeoutSeconds'],
    ['param:batchSize', 11, 'batchSize must be a whole number from 1 to 10'],
    ['param:minRequestedAt', 'yesterday', 'parameter minRequestedAt must be a time'],
    ['param:minRequestedAt', '2026-02-30T00:00:00Z', 'parameter minRequestedAt must be a time'],
    ['param:minRequestedAt', '2026-01-01T24:00:00Z', 'parameter minRequestedAt must be a time'],
    ['param:minRequestedAt', '2026-01-01T00:00:00+02:00', 'parameter minRequestedAt must be a time'],
    ['param:minRequestedAt', '9999-12-31T23:59:59Z', 'parameter minRequestedAt must not be in the future'],
    [
      'param:alarmTopicArn',
      'arn:aws-cn:sns:eu-central-1:111122223333:alarms',
      'must be the ARN of a standard SNS topic',
    ],
  ])('%s = %s', async (name, value, sentence) => {
    await expect(settings({ [name]: value })).rejects.toThrow(sentence);
  });
});

describe('the effect timeout is at least as long as a call can take, in every stage but local', () => {
  const LEAST = { dispatchTimeoutSeconds: 150, clockSkewSeconds: 5, staleSeconds: 60 };
  it.each(['prod', 'test', 'dev'])('stage %s', async (stage) => {
    const at = (seconds: number) => settings({ 'sls:stage': stage, 'param:effectTimeoutSeconds': seconds });
    await expect(at(515)).resolves.toBeDefined();
    await expect(at(514)).rejects.toThrow('+ 300 + staleSeconds (515)');
  });

  it.each(Object.entries(LEAST))('counting %s', async (name, seconds) => {
    const more = { [`param:${name}`]: seconds + 7 };
    await expect(settings({ ...more, 'param:effectTimeoutSeconds': 522 })).resolves.toBeDefined();
    await expect(settings({ ...more, 'param:effectTimeoutSeconds': 521 })).rejects.toThrow('staleSeconds (522)');
  });
});

it('counts the timeout of the other functions where that is the longer one, which packaging does not take', async () => {
  await expect(settings({ 'param:functionTimeoutSeconds': 151 })).rejects.toThrow(
    'dispatchTimeoutSeconds must be at least',
  );
});

describe('the topic of alarms', () => {
  const alarmActions = async (topic: string, region = 'eu-central-1') =>
    ((await settings({ 'param:alarmTopicArn': topic, 'self:provider.region': region })) as { alarmActions: unknown })
      .alarmActions;

  it('is the stack’s own topic unless a stage names another', async () => {
    expect(await alarmActions('')).toEqual([{ Ref: 'AlarmTopic' }]);
  });

  it.each([
    'arn:aws:sns:eu-central-1:111122223333:operations',
    'arn:aws-us-gov:sns:us-gov-west-1:111122223333:On_Call-1',
    'arn:aws-cn:sns:cn-north-1:111122223333:operations',
  ])('may be %s', async (topic) => {
    expect(await alarmActions(topic, topic.split(':')[3])).toEqual([topic]);
  });

  it.each([
    'operations',
    ' arn:aws:sns:eu-central-1:111122223333:operations',
    'arn:aws:sqs:eu-central-1:111122223333:operations',
    'arn:aws:sns:eu-central-1:1111:operations',
    'arn:aws:sns:eu-central-1:111122223333:operations.fifo',
    'arn:aws:sns:eu-central-1:111122223333:operations:0d6c0c5e-aaaa',
  ])('is not %j', async (topic) => {
    await expect(alarmActions(topic)).rejects.toThrow(
      `parameter alarmTopicArn must be the ARN of a standard SNS topic, or empty, not "${topic}"`,
    );
  });

  it('is not a topic of another Region', async () => {
    await expect(alarmActions('arn:aws:sns:us-east-1:111122223333:operations')).rejects.toThrow(
      'parameter alarmTopicArn must be a topic in eu-central-1, not in us-east-1',
    );
  });
});

describe('an unknown parameter stops packaging', () => {
  it('on the command line, with a suggestion', async () => {
    await expect(settings({}, {}, ['logLevel=INFO', 'operatorRole=x'])).rejects.toThrow(
      'there is no parameter "operatorRole". Did you mean operatorRoles?',
    );
    await expect(settings({}, {}, 'EffectTimeoutSeconds=500')).rejects.toThrow('Did you mean effectTimeoutSeconds?');
    await expect(settings({}, {}, 'wrong')).rejects.toThrow('There are: ');
  });

  it('on the command line, when one comes twice, because the first would be ignored', async () => {
    await expect(settings({}, {}, ['parents=dxcon-a', 'logLevel=INFO', 'parents=dxcon-b'])).rejects.toThrow(
      'parameter parents must be given once: of two, osls takes the last. In a list, put commas between',
    );
  });

  it('under the stage in serverless.yml', async () => {
    await expect(settings({}, { parent: 'dxcon-fg5678gh' })).rejects.toThrow('Did you mean parents?');
    await expect(settings({}, { parents: 'dxcon-fg5678gh', archiveDays: 7 })).resolves.toBeDefined();
  });
});

it('the stage local, whose effect timeout is shorter than a call can live, is packaged but not deployed', async () => {
  const { argv } = process;
  const local = () =>
    settings({ 'sls:stage': 'local', 'param:effectTimeoutSeconds': 12, 'param:circuitOpenSeconds': 2 });
  await expect(local()).resolves.toBeDefined();
  process.argv = ['node', 'osls', 'deploy', '--stage', 'local'];
  try {
    await expect(local()).rejects.toThrow('the stage local is for one machine');
    await expect(settings({})).resolves.toBeDefined();
  } finally {
    process.argv = argv;
  }
});

it.each([
  ['infra/tenants.json', './infra/tenants.json'],
  ['./infra/tenants.json', './infra/tenants.json'],
  ['../tenants.json', '../tenants.json'],
  ['/etc/tenants.json', '/etc/tenants.json'],
])('the tenants file may be named %s', async (tenants, asBundled) => {
  await expect(settings({ 'param:tenants': tenants })).resolves.toMatchObject({ tenants: asBundled });
});

it('an error is its sentence, without a stack', async () => {
  await expect(settings({ 'param:archiveDays': 0 })).rejects.toMatchObject({
    stack: 'parameter archiveDays must be a whole number from 1 to 3650, not "0"',
  });
});
