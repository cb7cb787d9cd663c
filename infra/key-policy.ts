// Who may use the key of keys.yml, and for what. IAM decides for this account's own roles; services and other
// accounts need a statement here.

import { FUNCTION_NAMES } from '../src/settings/setting.ts';
import { type Action, type Condition, type Statement, type Sub, sub } from './cloudformation.ts';

const BUS_CONTEXT = 'kms:EncryptionContext:aws:events:event-bus:arn';

interface KeyUsers {
  /** Of all tenants, ARNs. */
  senders: string[];
  consumerAccounts: string[];
  /** Whether alarms notify the stack's own topic. */
  ownTopic: boolean;
  /** The service's and the stage's: the key cannot refer to resources that refer to it. */
  name: string;
}

export function keyStatements({ senders, consumerAccounts, ownTopic, name }: KeyUsers): Statement[] {
  const bus = sub(`arn:\${AWS::Partition}:events:\${AWS::Region}:\${AWS::AccountId}:event-bus/${name}`);
  return [
    // Without it no one could change the key again.
    // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    allow('Account', { AWS: sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root`) }, ['kms:*']),
    // Only services make grants, as DynamoDB does for the ledger: one made by hand would bypass this policy.
    // https://docs.aws.amazon.com/controltower/latest/controlreference/ct-kms-pv-1.html
    {
      Sid: 'OnlyServicesGrant',
      Effect: 'Deny',
      Principal: '*',
      Action: 'kms:CreateGrant',
      Resource: '*',
      Condition: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } },
    },
    // The bus and its archive: both say for which bus. DescribeKey does not.
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/encryption-archives.html
    allow(
      'Bus',
      { Service: 'events.amazonaws.com' },
      ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
      { StringEquals: { [BUS_CONTEXT]: bus } },
    ),
    allow('BusLooksAtKey', { Service: 'events.amazonaws.com' }, ['kms:DescribeKey'], {
      StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
    }),
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    allow(
      'Logs',
      { Service: sub(`logs.\${AWS::Region}.amazonaws.com`) },
      ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      {
        ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': FUNCTION_NAMES.map((part) => logGroup(`${name}-${part}`)) },
      },
    ),
    ...(ownTopic ? [alarmsStatement(name)] : []),
    ...senderStatements(senders),
    ...consumerStatements(consumerAccounts, bus),
  ];
}

/** Alarms that notify an encrypted topic.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services */
function alarmsStatement(name: string): Statement {
  return allow('Alarms', { Service: 'cloudwatch.amazonaws.com' }, ['kms:GenerateDataKey*', 'kms:Decrypt'], {
    ArnLike: {
      'aws:SourceArn': sub(`arn:\${AWS::Partition}:cloudwatch:\${AWS::Region}:\${AWS::AccountId}:alarm:${name}-*`),
    },
  });
}

/** Whoever sends to an encrypted queue needs both.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html */
function senderStatements(senders: string[]): Statement[] {
  if (senders.length === 0) return [];
  return [
    allow('OrderSystems', { AWS: senders }, ['kms:GenerateDataKey', 'kms:Decrypt'], {
      StringEquals: { 'kms:ViaService': sub(`sqs.\${AWS::Region}.amazonaws.com`) },
    }),
  ];
}

/** PutRule, PutTargets and the like on an encrypted bus need Decrypt of who calls them: the page on the bus, above. */
function consumerStatements(accounts: string[], bus: Sub): Statement[] {
  if (accounts.length === 0) return [];
  const roots = accounts.map((account) => sub(`arn:\${AWS::Partition}:iam::${account}:root`));
  return [allow('Consumers', { AWS: roots }, ['kms:Decrypt'], { StringEquals: { [BUS_CONTEXT]: bus } })];
}

function allow(
  Sid: string,
  Principal: NonNullable<Statement['Principal']>,
  Action: Action[],
  Condition?: Condition,
): Statement {
  return { Sid, Effect: 'Allow', Principal, Action, Resource: '*', ...(Condition ? { Condition } : {}) };
}

function logGroup(functionName: string): Sub {
  return sub(`arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/${functionName}`);
}
