import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

type Resolve = (variable: string) => Promise<unknown>;

const settingsOf: (resolver: { resolveVariable: Resolve }) => Promise<Record<string, unknown>> = createRequire(
  import.meta.url,
)('../../../infra/settings.cjs');

const { params } = parse(readFileSync(new URL('../../../serverless.yml', import.meta.url), 'utf8'), {
  logLevel: 'silent',
});

/** The settings of a stage that sets nothing, or this topic only. */
function settings(alarmTopicArn?: string, region = 'eu-central-1') {
  const parameters = { ...params.default, ...(alarmTopicArn === undefined ? {} : { alarmTopicArn }) };
  const place: Record<string, string> = { 'sls:stage': 'prod', 'self:provider.region': region };
  const resolveVariable: Resolve = async (variable) => place[variable] ?? parameters[variable.replace('param:', '')];
  return settingsOf({ resolveVariable });
}

it('alarms tell the stack’s own topic unless a stage names another', async () => {
  expect((await settings()).alarmActions).toEqual([{ Ref: 'AlarmTopic' }]);
});

it.each([
  'arn:aws:sns:eu-central-1:111122223333:operations',
  'arn:aws-us-gov:sns:us-gov-west-1:111122223333:On_Call-1',
  'arn:aws-cn:sns:cn-north-1:111122223333:operations',
])('alarms tell the topic %s', async (topic) => {
  expect((await settings(topic, topic.split(':')[3])).alarmActions).toEqual([topic]);
});

it.each([
  'operations',
  ' arn:aws:sns:eu-central-1:111122223333:operations',
  'arn:aws:sqs:eu-central-1:111122223333:operations',
  'arn:aws:sns:eu-central-1:1111:operations',
  'arn:aws:sns:eu-central-1:111122223333:operations.fifo',
  'arn:aws:sns:eu-central-1:111122223333:operations:0d6c0c5e-aaaa',
])('the topic %j stops the package with a sentence', async (topic) => {
  await expect(settings(topic)).rejects.toThrow(
    `parameter alarmTopicArn must be the ARN of a standard SNS topic, or empty, not "${topic}"`,
  );
});

it('alarms tell no topic of another Region', async () => {
  await expect(settings('arn:aws:sns:us-east-1:111122223333:operations')).rejects.toThrow(
    'parameter alarmTopicArn must be a topic in eu-central-1, not in us-east-1',
  );
});
