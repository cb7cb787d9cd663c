import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DETAIL_TYPES, parseEvent } from 'dx-migrator/contract';
import { parseOperationsEvent } from 'dx-migrator/operations';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { compilePattern } from '../../../local/eventbridge/compile-pattern.ts';
import { readTemplate, type Template } from '../../../local/stack/template.ts';
import { jsonOf } from '../../unit/consumers/event-factory.ts';

const GOLDEN = fileURLToPath(new URL('../../../contracts/v1/examples/events/', import.meta.url));
const OPERATIONS = fileURLToPath(new URL('../../../contracts/operations/v1/examples/events/', import.meta.url));

/** Who shall get which of the golden events, by the first word of the file's name. */
const WHO_GETS: Record<string, string[]> = {
  migrated: ['billing', 'notification'],
  failed: ['notification'],
  rejected: ['notification'],
  held: ['notification'],
  planned: ['notification'],
};

interface Rule {
  EventBusName: unknown;
  EventPattern: object;
  Targets: { Id: string; Arn: unknown; RetryPolicy: unknown; DeadLetterConfig: unknown }[];
}

let template: Template;
let rules: Rule[];
beforeAll(async () => {
  template = await readTemplate(join(inject('packages').usual, 'cloudformation-template-update-stack.json'));
  const all = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::Events::Rule');
  rules = all.map(({ Properties }) => Properties as unknown as Rule).filter(({ EventBusName }) => EventBusName);
});

const receiversOf = (event: object) =>
  rules
    .filter(({ EventPattern }) => compilePattern(EventPattern)(event))
    .flatMap(({ Targets }) => Targets.map(({ Id }) => Id))
    .sort();

describe('the rules', () => {
  const files = globSync('*.json', { cwd: GOLDEN });

  it.each(files)('send the golden event %s to the consumers that it is for', (file) => {
    const event = JSON.parse(readFileSync(join(GOLDEN, file), 'utf8'));
    expect(parseEvent(event)).toMatchObject({ ok: true });
    expect(receiversOf(event)).toEqual(WHO_GETS[basename(file, '.json').split('-')[0] ?? '']);
  });

  it.each(globSync('{verified,maintenance}-*.json', { cwd: OPERATIONS }))(
    'send the event %s about a line to notification, and to billing never',
    (file) => {
      const event = JSON.parse(readFileSync(join(OPERATIONS, file), 'utf8'));
      expect(parseOperationsEvent(event)).toMatchObject({ ok: true });
      expect(receiversOf(event)).toEqual(['notification']);
    },
  );

  it.each(globSync('{parent,group,drain}-*.json', { cwd: OPERATIONS }))(
    'send the event %s about operators and drains to no one',
    (file) => {
      const event = JSON.parse(readFileSync(join(OPERATIONS, file), 'utf8'));
      expect(parseOperationsEvent(event)).toMatchObject({ ok: true });
      expect(receiversOf(event)).toEqual([]);
    },
  );

  it('have met a golden event of every kind', () => {
    const kinds = files.map((file) => JSON.parse(readFileSync(join(GOLDEN, file), 'utf8'))['detail-type']);
    expect(new Set(kinds)).toEqual(new Set(Object.values(DETAIL_TYPES)));
  });

  it('send no one an event of another source, or of a type that a later version adds', () => {
    const event = jsonOf({ outcome: 'MIGRATED' });
    expect(receiversOf(event)).toEqual(['billing', 'notification']);
    expect(receiversOf({ ...event, source: 'dx-migrator-test' })).toEqual([]);
    expect(receiversOf({ ...event, 'detail-type': 'Hosted Connection Migration Begun' })).toEqual([]);
    const later = { ...event, source: 'dx-migrator.operations', 'detail-type': 'Drain Started' };
    expect(receiversOf(later)).toEqual([]);
  });
});

describe.each(['Billing', 'Notification'])('the subscription of %s', (name) => {
  const properties = (logicalId: string) => template.Resources[logicalId]?.Properties as Record<string, unknown>;
  const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

  it('loses nothing: what is not delivered, and what is not handled, is a dead letter', () => {
    const { EventBusName, Targets } = properties(`${name}Rule`) as unknown as Rule;
    expect(EventBusName).toEqual({ Ref: 'Bus' });
    expect(Targets).toEqual([
      {
        Id: name.toLowerCase(),
        Arn: arnOf(`${name}Queue`),
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        DeadLetterConfig: { Arn: arnOf(`${name}DeadLetterQueue`) },
      },
    ]);
    expect(properties(`${name}Queue`).RedrivePolicy).toEqual({
      deadLetterTargetArn: arnOf(`${name}DeadLetterQueue`),
      maxReceiveCount: 20,
    });
  });

  it('raises an alarm at the first dead letter, which says what to do', () => {
    const alarm = properties(`${name}DeadLetterAlarm`);
    expect(alarm).toMatchObject({
      ...{ Namespace: 'AWS/SQS', MetricName: 'ApproximateNumberOfMessagesVisible', Statistic: 'Maximum' },
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [`${name}DeadLetterQueue`, 'QueueName'] } }],
      ...{ ComparisonOperator: 'GreaterThanThreshold', Threshold: 0, Period: 60, EvaluationPeriods: 1 },
      ...{ TreatMissingData: 'notBreaching', AlarmActions: [{ Ref: 'AlarmTopic' }] },
    });
    expect(alarm.AlarmDescription).toContain(`${name.toLowerCase()} has not received or could not handle`);
    expect(alarm.AlarmDescription).toMatch(/ Runbook: docs\/operations\/alarms\/consumer-dlq\.md$/);
  });
});
