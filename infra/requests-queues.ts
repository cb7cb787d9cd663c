// Each tenant's requests queue, with its dead-letter queue, their policies, and the event source mapping: made of the tenants
// file. And the same of drains. Read by serverless.yml when it packages.

import { requestsQueueName } from '../src/handlers/requests-queue.ts';
import type { TenantEntry } from '../src/migration/model/tenants.ts';
import { arnOf, type Output, type Resource, ref, type Statement, sub } from './cloudformation.ts';
import { drainQueues } from './drain-queues.ts';
import { readLists } from './lists.ts';
import { pascal } from './logical-id.ts';
import { type Osls, prefixOf } from './osls.ts';
import { FOURTEEN_DAYS, nobodyPurges, onlyTls, policyOf, RETAINED } from './queue-parts.ts';
import type { StackSettings } from './settings.ts';
import { checkSize } from './size-limits.ts';
import { tenantsOf } from './tenants.ts';

/** Characters. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html */
const QUEUE_POLICY = 8_000;

/** Invocations that a tenant's messages may cause at a time: the least that Lambda takes. What waits is in the ledger, and needs none. */
const SHARE = 2;
/** At or below the sum of the shares, healthy messages would be throttled into a dead-letter queue. */
const SPARE = 2;

/** What serverless.yml uses from here. */
export interface RequestsQueues {
  /** Of `migrate`. */
  reservedConcurrency: number;
  template: { Resources: Record<string, Resource>; Outputs: Record<string, Output> };
}

interface Stack {
  /** The service's and the stage's name. */
  prefix: string;
  settings: Pick<StackSettings, 'visibilityTimeoutSeconds' | 'batchSize'>;
  operatorRoles: string[];
}

export async function readRequestsQueues({ resolveVariable }: Pick<Osls, 'resolveVariable'>): Promise<RequestsQueues> {
  const settings = (await resolveVariable('self:custom.settings')) as StackSettings;
  const { operatorRoles } = await readLists(resolveVariable);
  const stack: Stack = { prefix: await prefixOf(resolveVariable), settings, operatorRoles };
  const tenants = await tenantsOf(resolveVariable);
  const { visibilityTimeoutSeconds } = settings;
  const ofDrains = drainQueues(
    { prefix: stack.prefix, visibilityTimeoutSeconds, operatorRoles },
    {
      queue: (name, deadLetters) => queueResource(name, deadLetters, stack),
      deadLetters: deadLetterQueueResource,
      mapping: (queue) => mappingResource(queue, stack),
      mostOfPolicy: QUEUE_POLICY,
    },
  );
  const parts = [
    ...tenants.map((tenant) => ({ Resources: resourcesOf(tenant, stack), Outputs: outputsOf(tenant, stack) })),
    ofDrains,
  ];
  return {
    // One more for drains.
    reservedConcurrency: SHARE * (tenants.length + 1) + SPARE,
    template: {
      Resources: Object.assign({}, ...parts.map(({ Resources }) => Resources)),
      Outputs: Object.assign({}, ...parts.map(({ Outputs }) => Outputs)),
    },
  };
}

export function deadLetterQueueName(prefix: string, tenant: string): string {
  return `${prefix}-requests-dlq_${tenant}.fifo`;
}

/** The logical ids of a tenant's parts. No ending is the end of another, whatever the tenants are called. */
function idsOf({ name }: TenantEntry) {
  const tenant = pascal(name);
  return {
    queue: `${tenant}RequestsQueue`,
    deadLetters: `${tenant}RequestsDeadLetterQueue`,
    mapping: `${tenant}Requests`,
  };
}

function resourcesOf(tenant: TenantEntry, stack: Stack): Record<string, Resource> {
  const { queue, deadLetters, mapping } = idsOf(tenant);
  const statements = queueStatements(tenant, stack.operatorRoles);
  checkSize(`the principals of tenant ${tenant.name}, and operatorRoles,`, statements, QUEUE_POLICY);
  return {
    [queue]: queueResource(requestsQueueName(stack.prefix, tenant.name), deadLetters, stack),
    [`${queue}Policy`]: policyOf(queue, statements),
    [deadLetters]: deadLetterQueueResource(
      deadLetterQueueName(stack.prefix, tenant.name),
      requestsQueueName(stack.prefix, tenant.name),
    ),
    [`${deadLetters}Policy`]: policyOf(deadLetters, [onlyTls(deadLetters), nobodyPurges(deadLetters)]),
    [`${mapping}Mapping`]: mappingResource(queue, stack),
  };
}

function mappingResource(queue: string, { settings }: Stack): Resource {
  return {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: arnOf(queue),
      FunctionName: arnOf('MigrateLambdaFunction'),
      BatchSize: settings.batchSize,
      Enabled: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: SHARE },
    },
  };
}

function queueResource(QueueName: string, deadLetters: string, { settings }: Stack): Resource {
  return {
    Type: 'AWS::SQS::Queue',
    ...RETAINED,
    Properties: {
      QueueName,
      FifoQueue: true,
      // Senders set a random deduplication id: the ledger could not answer a message that SQS dropped.
      ContentBasedDeduplication: false,
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
      // Twice what the contract allows: a body over the contract's limit is answered, not rejected by SQS.
      MaximumMessageSize: 65_536,
      MessageRetentionPeriod: FOURTEEN_DAYS,
      // Six times the function's timeout, as AWS recommends for event sources.
      VisibilityTimeout: settings.visibilityTimeoutSeconds,
      KmsMasterKeyId: arnOf('Key'),
      RedrivePolicy: { deadLetterTargetArn: arnOf(deadLetters), maxReceiveCount: 100 },
      RedriveAllowPolicy: { redrivePermission: 'denyAll' },
    },
  };
}

function deadLetterQueueResource(QueueName: string, queueName: string): Resource {
  // By its name: the queue names this one already.
  const source = sub(`arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:${queueName}`);
  return {
    Type: 'AWS::SQS::Queue',
    ...RETAINED,
    Properties: {
      QueueName,
      FifoQueue: true,
      MessageRetentionPeriod: FOURTEEN_DAYS,
      KmsMasterKeyId: arnOf('Key'),
      RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: [source] },
    },
  };
}

/**
 * A sender of another account needs the Allow. For one of this account, IAM alone would be enough; the Deny closes that way
 * for everyone whom the tenant's entry does not name. Operators are included because moving messages back from the
 * dead-letter queue counts as sending for SQS. To a closed tenant's queue no one else sends.
 */
function queueStatements(tenant: TenantEntry, operatorRoles: string[]): Statement[] {
  const { queue } = idsOf(tenant);
  const senders = tenant.closed ? [] : tenant.principals;
  const mayBeSent = [...senders, ...operatorRoles];
  const send = { Action: 'sqs:SendMessage', Resource: arnOf(queue) } as const;
  return [
    onlyTls(queue),
    nobodyPurges(queue),
    {
      Sid: 'NobodyElseSends',
      Effect: 'Deny',
      Principal: '*',
      ...send,
      ...(mayBeSent.length > 0 ? { Condition: { ArnNotEquals: { 'aws:PrincipalArn': mayBeSent } } } : {}),
    },
    ...(senders.length > 0
      ? [{ Sid: 'OrderSystem', Effect: 'Allow' as const, Principal: { AWS: senders }, ...send }]
      : []),
  ];
}

function outputsOf(tenant: TenantEntry, { prefix }: Stack): Record<string, Output> {
  const { queue, deadLetters } = idsOf(tenant);
  const output = (id: string, Description: string): [string, Output] => [
    `${id}Url`,
    { Description, Value: ref(id), Export: { Name: `${prefix}-${id}Url` } },
  ];
  return Object.fromEntries([
    output(queue, `Where tenant ${tenant.name} sends migration requests`),
    output(deadLetters, `Its messages that no handler could process`),
  ]);
}
