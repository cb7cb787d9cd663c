import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { compilePattern } from '../../local/eventbridge/compile-pattern.ts';
import { DETAIL_TYPES } from '../../src/contract/event-names.ts';
import { OPERATIONS_SOURCE, VERIFIED } from '../../src/contract/operations/names.ts';
import { DRAINS_TENANT } from '../../src/migration/model/drains-tenant.ts';
import { blocksOf, blocksUnder } from '../integration/docs/markdown-blocks.ts';
import { evaluate } from './iam/evaluate.ts';
import type { Statement } from './iam/statement.ts';
import { type Deployable, packaged } from './template.ts';

const EVERYTHING: Statement[] = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

let open: Deployable;
beforeAll(async () => {
  open = await packaged('open');
});

const event = (detailType: string, tenant: string | null, source = 'dx-migrator') => ({
  source,
  'detail-type': detailType,
  detail: { metadata: { eventId: 'e1' }, data: { tenant } },
});

describe('the rule of a tenant with subscriptions', () => {
  it('matches all its outcomes, and no one else’s', () => {
    const hears = compilePattern(open.get('OrdersOutcomesRule').EventPattern);
    for (const type of Object.values(DETAIL_TYPES)) {
      expect(hears(event(type, 'orders')), type).toBe(true);
      for (const other of ['old-orders', 'orders-2', 'order', 'ORDERS', null]) {
        expect(hears(event(type, other)), `${type} of ${other}`).toBe(false);
      }
      expect(hears(event(type, 'orders', 'someone'))).toBe(false);
      expect(hears(event(type, 'orders', OPERATIONS_SOURCE))).toBe(false);
    }
  });

  const drained = (
    changes: { owner?: string; from?: string; to?: string; tenant?: string } = {},
    type = 'MIGRATED',
  ) => ({
    source: 'dx-migrator',
    'detail-type': DETAIL_TYPES[type as keyof typeof DETAIL_TYPES],
    detail: {
      data: {
        tenant: changes.tenant ?? DRAINS_TENANT,
        request: {
          expectedParentConnectionId: changes.from ?? 'dxcon-fg5678gh',
          parentConnectionId: changes.to ?? 'dxlag-fg1234ab',
        },
        connection: { ownerAccount: changes.owner ?? '111122223333' },
      },
    },
  });

  it('matches what drains have moved of its lines between its parents, and no other tenant’s line', () => {
    const hears = compilePattern(open.get('OrdersOutcomesRule').EventPattern);
    expect(['MIGRATED', 'FAILED', 'HELD'].map((type) => hears(drained({}, type)))).toEqual([true, true, true]);
    // Nothing was moved, and nothing was ordered by it.
    expect(['REJECTED', 'PLANNED'].map((type) => hears(drained({}, type)))).toEqual([false, false]);
    expect(hears(drained({ owner: '222233334444' }))).toBe(false);
    expect(hears(drained({ from: 'dxcon-theirs' }))).toBe(false);
    expect(hears(drained({ to: 'dxlag-theirs' }))).toBe(false);
    expect(hears(drained({ tenant: 'old-orders' }))).toBe(false);
    expect(hears({ ...drained(), source: OPERATIONS_SOURCE })).toBe(false);
    expect(hears({ ...drained(), detail: { data: { tenant: DRAINS_TENANT, request: null, connection: null } } })).toBe(
      false,
    );
  });

  it('does not match events about operations, which a tenant of version 1 does not expect', () => {
    const hears = compilePattern(open.get('OrdersOutcomesRule').EventPattern);
    for (const source of ['dx-migrator', OPERATIONS_SOURCE])
      expect(hears(event(VERIFIED, 'orders', source))).toBe(false);
  });

  it('sends them to each target in the tenant’s account, by a role that only this rule takes', () => {
    const { EventBusName, Name, Targets } = open.get('OrdersOutcomesRule');
    expect(EventBusName).toBe('dx-migrator-prod');
    const each = {
      RoleArn: open.arn('OrdersOutcomesRole'),
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      DeadLetterConfig: { Arn: open.arn('OrdersOutcomesDeadLetterQueue') },
    };
    expect(Targets).toEqual([
      { Id: 'inbox', Arn: 'arn:aws:sqs:eu-central-1:111122223333:outcomes', ...each },
      { Id: 'bus', Arn: 'arn:aws:events:eu-central-1:111122223333:event-bus/orders', ...each },
    ]);
    expect(open.get('OrdersOutcomesRole').AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          ArnEquals: { 'aws:SourceArn': `arn:aws:events:eu-central-1:999988887777:rule/dx-migrator-prod/${Name}` },
        },
      },
    ]);
  });

  it('is there for a tenant that names some, and for no other', () => {
    const rules = open.ofType('AWS::Events::Rule').filter(({ id }) => id.endsWith('OutcomesRule'));
    expect(rules.map(({ id }) => id)).toEqual(['OrdersOutcomesRule']);
  });

  it('is let in by the policies that docs/integrate/consumers.md prints for the tenant’s account, and no one else is', () => {
    const blocks = blocksUnder(blocksOf('docs/integrate/consumers.md'), "A tenant's own outcomes", 'yml');
    const [queue, bus] = blocks.map((text) => parse(text, { logLevel: 'silent' }).Resources);
    const resource = [
      queue?.OutcomesQueuePolicy.Properties.PolicyDocument.Statement[0],
      bus?.OutcomesBusPolicy.Properties.Statement,
    ]
      .map((statement) => JSON.parse(JSON.stringify(statement).replaceAll('ROLE_ARN', open.arn('OrdersOutcomesRole'))))
      .map((statement) => ({ ...statement, Resource: '*' }));
    const { Name } = open.get('OrdersOutcomesRule');
    const sourceOf = (rule: string) => ({
      'aws:SourceArn': `arn:aws:events:eu-central-1:999988887777:rule/dx-migrator-prod/${rule}`,
    });
    const ask = (principal: string, action: string, context = {}) =>
      evaluate(
        { principal, action, resource: 'arn:theirs', context },
        { account: '111122223333', resource, identity: EVERYTHING },
      );
    const [ours, other] = [open.arn('OrdersOutcomesRole'), open.arn('MigrateRole')];
    expect(blocks).toHaveLength(2);
    expect([ask(ours, 'sqs:SendMessage'), ask(other, 'sqs:SendMessage')]).toEqual(['allowed', 'denied']);
    const put = (rule: string) => ask(ours, 'events:PutEvents', sourceOf(rule));
    expect([put(Name), put('dx-migrator-prod-billing')]).toEqual(['allowed', 'denied']);
  });

  it('rings at the first outcome that is not delivered', () => {
    const alarm = open
      .ofType('AWS::CloudWatch::Alarm')
      .find(({ properties }) => /outcomes-dlq/.test(properties.AlarmName));
    expect(alarm?.properties).toMatchObject({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: open.get('OrdersOutcomesDeadLetterQueue').QueueName }],
      Threshold: 1,
    });
  });
});
