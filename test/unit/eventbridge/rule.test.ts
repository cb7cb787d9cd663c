import { describe, expect, it } from 'vitest';
import { parseRule, type RuleProperties } from '../../../local/eventbridge/rule.ts';

const scope = { region: 'eu-central-1', account: '123456789012' };
const queue = 'arn:aws:sqs:eu-central-1:123456789012:billing';
const target = { Id: 'billing', Arn: queue };
const pattern = { source: ['dx-migrator'] };

/** Properties as a template may hold them, which the types would not let through. */
function ruleWith(properties: object): RuleProperties {
  return { Name: 'r', EventPattern: pattern, ...properties } as RuleProperties;
}

describe('parseRule', () => {
  it('names a rule on the default bus without its bus, one on another bus with it', () => {
    expect(parseRule(scope, ruleWith({})).arn).toBe('arn:aws:events:eu-central-1:123456789012:rule/r');
    expect(parseRule(scope, ruleWith({ EventBusName: 'dx' })).arn).toBe(
      'arn:aws:events:eu-central-1:123456789012:rule/dx/r',
    );
  });

  it('takes the bus by ARN', () => {
    const rule = parseRule(scope, ruleWith({ EventBusName: 'arn:aws:events:eu-central-1:123456789012:event-bus/dx' }));

    expect(rule.busName).toBe('dx');
  });

  // "How EventBridge retries delivering events", EventBridge User Guide: 24 hours and up to 185 times.
  it("fills in AWS's retry policy", () => {
    const [parsed] = parseRule(scope, ruleWith({ Targets: [target] })).targets;

    expect(parsed).toEqual({ id: 'billing', arn: queue, service: 'sqs', maxRetries: 185, maxAgeMs: 86_400_000 });
  });

  it('takes all that it knows of a target', () => {
    const full = {
      ...target,
      Arn: `${queue}.fifo`,
      SqsParameters: { MessageGroupId: 'g' },
      RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
      DeadLetterConfig: { Arn: queue },
      Input: '{}',
    };

    expect(parseRule(scope, ruleWith({ Targets: [full], State: 'DISABLED', Description: 'd' }))).toMatchObject({
      enabled: false,
      targets: [{ messageGroupId: 'g', maxRetries: 0, maxAgeMs: 60_000, deadLetterArn: queue, input: '{}' }],
    });
  });

  it.each<[properties: object, problem: string]>([
    [{ Name: undefined }, 'Name: is missing'],
    [{ Name: 'a b' }, 'Rule a b: Name'],
    [{ EventPattern: undefined }, 'Rule r: needs an EventPattern or a ScheduleExpression'],
    [{ EventPattern: { detail: { a: [{ xyz: 1 }] } } }, 'Rule r: Event pattern at detail.a[0].xyz: unknown operator'],
    [{ ScheduleExpression: 'cron(0 10 * * ? *)' }, 'Rule r: "cron(0 10 * * ? *)": locally only rate'],
    [{ ScheduleExpression: 'rate(1 minute)', EventBusName: 'dx' }, 'ScheduleExpression: is supported only on'],
    [{ State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' }, 'State'],
    [{ ManagedBy: 'x' }, 'Rule r: ManagedBy: is not supported by the local stack'],
    [{ Targets: [target, target] }, 'every target needs an Id of its own'],
    [{ Targets: [1, 2, 3, 4, 5, 6].map((n) => ({ ...target, Id: `t${n}` })) }, 'Targets'],
    [
      { Targets: [{ ...target, InputPath: '$.detail' }] },
      'Rule r: Targets.0.InputPath: is not supported by the local stack',
    ],
    [
      { Targets: [{ ...target, InputTransformer: { InputTemplate: '"x"' } }] },
      'Rule r: Targets.0.InputTransformer: is not supported by the local stack',
    ],
    [{ Targets: [{ ...target, Input: 'x' }] }, 'Targets.0.Input: must be valid JSON'],
    [{ Targets: [{ ...target, Arn: 'arn:aws:sns:eu-central-1:123456789012:t' }] }, 'Targets.0.Arn: only SQS'],
    [{ Targets: [{ ...target, Arn: { 'Fn::GetAtt': ['Q', 'Arn'] } }] }, 'Targets.0.Arn'],
    [{ Targets: [{ ...target, Arn: `${queue}.fifo` }] }, 'Targets.0.SqsParameters.MessageGroupId: needed'],
    [
      { Targets: [{ ...target, RetryPolicy: { MaximumRetryAttempts: 186 } }] },
      'RetryPolicy.MaximumRetryAttempts: must be 185 or less, not 186',
    ],
    [{ Targets: [{ ...target, RetryPolicy: { MaximumEventAgeInSeconds: 59 } }] }, 'MaximumEventAgeInSeconds'],
    [
      { Targets: [{ ...target, DeadLetterConfig: { Arn: 'arn:aws:sns:eu-central-1:123456789012:t' } }] },
      'DeadLetterConfig',
    ],
    [{ Targets: [{ ...target, DeadLetterConfig: { Arn: `${queue}.fifo` } }] }, 'DeadLetterConfig.Arn: must be a'],
    [
      {
        Targets: [
          {
            ...target,
            Arn: 'arn:aws:lambda:eu-central-1:123456789012:function:f',
            SqsParameters: { MessageGroupId: 'g' },
          },
        ],
      },
      'Targets.0.SqsParameters: only an SQS queue',
    ],
  ])('rejects %j', (properties, problem) => {
    expect(() => parseRule(scope, ruleWith(properties))).toThrow(problem);
  });
});
