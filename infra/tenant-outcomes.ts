// Each tenant's subscriptions: a rule for its outcomes, and those of its lines that drains have moved, the role that sends them into its account, and a dead-letter queue.
// Made of the tenants file; read by serverless.yml when it packages.

import { DETAIL_TYPES, SERVICE } from '../src/contract/event-names.ts';
import { DRAINS_TENANT } from '../src/migration/model/drains-tenant.ts';
import type { Subscription, TenantEntry } from '../src/migration/model/tenants.ts';
import { type Action, arnOf, type Output, type Resource, ref, type Statement, sub } from './cloudformation.ts';
import { pascal } from './logical-id.ts';
import { type Osls, prefixOf } from './osls.ts';
import { FOURTEEN_DAYS, nobodyPurges, onlyTls, policyOf, RETAINED } from './queue-parts.ts';
import { checkSize } from './size-limits.ts';
import { tenantsOf } from './tenants.ts';

/** Characters. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const EVENT_PATTERN = 2_048;

/** As long and as often as EventBridge tries. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
const RetryPolicy = { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 };

export async function readTenantOutcomes({
  resolveVariable,
}: Pick<Osls, 'resolveVariable'>): Promise<{ Resources: Record<string, Resource>; Outputs: Record<string, Output> }> {
  const prefix = await prefixOf(resolveVariable);
  const subscribed = (await tenantsOf(resolveVariable)).filter(({ subscriptions }) => subscriptions !== undefined);
  return {
    Resources: Object.assign({}, ...subscribed.map((tenant) => resourcesOf(tenant, prefix))),
    Outputs: Object.fromEntries(subscribed.map((tenant) => outputOf(tenant, prefix))),
  };
}

/** The underscore keeps tenants' names apart from all others, as in the name of a requests queue. */
export function outcomesDeadLetterQueueName(prefix: string, tenant: string): string {
  return `${prefix}-outcomes-dlq_${tenant}`;
}

/** For the policies in the tenant's account. */
function outputOf({ name }: TenantEntry, prefix: string): [string, Output] {
  const role = `${pascal(name)}OutcomesRole`;
  const output = `${role}Arn`;
  return [
    output,
    { Description: `As whom outcomes come to ${name}`, Value: arnOf(role), Export: { Name: `${prefix}-${output}` } },
  ];
}

function resourcesOf(entry: TenantEntry, prefix: string): Record<string, Resource> {
  const { name, subscriptions = [] } = entry;
  const tenant = pascal(name);
  const rule = `${tenant}OutcomesRule`;
  const role = `${tenant}OutcomesRole`;
  const deadLetters = `${tenant}OutcomesDeadLetterQueue`;
  const ruleName = `${prefix}_${name}`;
  return {
    [rule]: {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: ruleName,
        Description: `Outcomes of ${name}, and of its lines by drains, for itself`,
        EventBusName: ref('Bus'),
        // Of a request whose sender is not the tenant's, the event names no tenant: no one but the operators hears of it. Only
        // outcomes: events about operations have another source, which a tenant did not ask for.
        EventPattern: patternOf(entry),
        Targets: subscriptions.map(({ name: Id, target }) => ({
          Id,
          Arn: target,
          RoleArn: arnOf(role),
          RetryPolicy,
          DeadLetterConfig: { Arn: arnOf(deadLetters) },
        })),
      },
    },
    [role]: roleResource(ruleName, subscriptions),
    [deadLetters]: {
      Type: 'AWS::SQS::Queue',
      ...RETAINED,
      Properties: {
        QueueName: outcomesDeadLetterQueueName(prefix, name),
        MessageRetentionPeriod: FOURTEEN_DAYS,
        // Not under the key: it takes what the key stopped, as the consumers' do.
        SqsManagedSseEnabled: true,
      },
    },
    [`${deadLetters}Policy`]: policyOf(deadLetters, deadLetterStatements(deadLetters, rule)),
  };
}

/** Of a drain, a tenant hears what was moved, or may have been. A line that was left where it is was none of its orders. */
const OF_DRAINS = [DETAIL_TYPES.MIGRATED, DETAIL_TYPES.FAILED, DETAIL_TYPES.HELD];

/** The tenant's own outcomes, and those of drains for lines that it could have moved itself: of its owner accounts, between its parents. */
function patternOf({ name, ownerAccounts, parents, closed }: TenantEntry): object {
  const own = { 'detail-type': Object.values(DETAIL_TYPES), detail: { data: { tenant: [name] } } };
  // EventBridge takes no empty list.
  if (closed || ownerAccounts.length === 0 || parents.length === 0) return { source: [SERVICE], ...own };
  const data = {
    tenant: [DRAINS_TENANT],
    request: { expectedParentConnectionId: parents, parentConnectionId: parents },
    connection: { ownerAccount: ownerAccounts },
  };
  const pattern = { source: [SERVICE], $or: [own, { 'detail-type': OF_DRAINS, detail: { data } }] };
  checkSize(`the accounts and parents of tenant ${name}, which has subscriptions,`, pattern, EVENT_PATTERN);
  return pattern;
}

/** EventBridge takes it to send to another account; it has no other right.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-cross-account.html */
function roleResource(ruleName: string, subscriptions: Subscription[]): Resource {
  const here = `arn:\${AWS::Partition}:events:\${AWS::Region}:\${AWS::AccountId}`;
  const queues = subscriptions.map(({ target }) => target).filter(isQueue);
  const buses = subscriptions.map(({ target }) => target).filter((target) => !isQueue(target));
  const allow = (Action: Action[], Resource: string[]): Statement[] =>
    Resource.length === 0 ? [] : [{ Effect: 'Allow', Action, Resource }];
  const keys = [...new Set(queues.map(keysOf))];
  const viaSqs = { StringEquals: { 'kms:ViaService': sub(`sqs.\${AWS::Region}.amazonaws.com`) } };
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sts:AssumeRole',
            // By its name: the rule refers to the role.
            Condition: { ArnEquals: { 'aws:SourceArn': sub(`${here}:rule/\${Bus}/${ruleName}`) } },
          },
        ],
      },
      Policies: [
        {
          PolicyName: 'send-outcomes',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              ...allow(['sqs:SendMessage'], queues),
              // For a queue under a key of the tenant's, whose policy decides.
              ...allow(['kms:Decrypt', 'kms:GenerateDataKey'], keys).map((one) => ({ ...one, Condition: viaSqs })),
              ...allow(['events:PutEvents'], buses),
            ],
          },
        },
      ],
    },
  };
}

const isQueue = (target: string): boolean => target.split(':')[2] === 'sqs';

/** The keys of the account and Region of a queue. */
function keysOf(queue: string): string {
  const [, partition, , region, account] = queue.split(':');
  return `arn:${partition}:kms:${region}:${account}:key/*`;
}

function deadLetterStatements(queue: string, rule: string): Statement[] {
  const send = { Action: 'sqs:SendMessage', Resource: arnOf(queue) } as const;
  return [
    onlyTls(queue),
    nobodyPurges(queue),
    {
      Sid: 'NobodyElseSends',
      Effect: 'Deny',
      Principal: '*',
      ...send,
      Condition: { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },
    },
    {
      Sid: 'TheRule',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      ...send,
      Condition: { ArnEquals: { 'aws:SourceArn': arnOf(rule) } },
    },
  ];
}
