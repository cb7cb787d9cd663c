// What operators may do beside invoking resolve and control (policies.ts): in two parts, of which people who only look get the
// first. operators.yml makes managed policies of them.

import { FUNCTION_NAMES } from '../src/settings/setting.ts';
import { arnOf, type Statement, sub, type Text } from './cloudformation.ts';
import { CONSUMERS } from './consumers.ts';
import { ledgerArn } from './ledger-policy.ts';
import { logicalId } from './logical-id.ts';

export interface OperatorPolicies {
  read: Statement[];
  decide: Statement[];
}

/** @param name the service's and the stage's */
export function operatorPolicies(name: string): OperatorPolicies {
  const here = (service: string, resource: string) =>
    sub(`arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`);
  const queues = (...suffixes: string[]) => suffixes.map((suffix) => here('sqs', `${name}-${suffix}`));
  const requests = 'requests_*.fifo';
  // Where messages wait for people: looking at one hides it for a while.
  const forPeople = queues(
    ...['requests-dlq_*.fifo', 'quarantine', 'bus-dlq', 'out-of-band-moves'],
    ...CONSUMERS.map((consumer) => `${consumer}-dlq`),
  );
  const functions = FUNCTION_NAMES.map((part) => arnOf(logicalId(part, 'LambdaFunction')));
  const logGroups = FUNCTION_NAMES.map((part) => arnOf(logicalId(part, 'LogGroup')));
  return {
    read: [
      ...lookAnywhere(),
      allow('Stack', ['cloudformation:DescribeStacks'], here('cloudformation', `stack/${name}/*`)),
      // Also on a parent that is none of the service's: a line may have been moved there by others.
      allow(
        'Lines',
        ['directconnect:DescribeHostedConnections'],
        ['dxcon/*', 'dxlag/*'].map((parent) => here('directconnect', parent)),
      ),
      allow('Items', ['dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:Scan'], ledgerArn(name)),
      allow('Due', ['dynamodb:Query', 'dynamodb:Scan'], sub(`${ledgerArn(name)['Fn::Sub']}/index/due`)),
      allow('Logs', ['logs:FilterLogEvents'], logGroups),
      allow('Concurrency', ['lambda:GetFunctionConcurrency'], functions),
      allow('Depths', ['sqs:GetQueueAttributes'], [...queues(requests, ...CONSUMERS), ...forPeople]),
      allow('Letters', ['sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:ListMessageMoveTasks'], forPeople),
      decryptVia('sqs', 'dynamodb'),
      allow('LookAtKey', ['kms:DescribeKey', 'kms:GetKeyPolicy'], arnOf('Key')),
    ],
    decide: [
      allow('Clear', ['sqs:DeleteMessage', 'sqs:StartMessageMoveTask'], forPeople),
      allow('GiveBack', ['sqs:SendMessage'], queues(requests, ...CONSUMERS)),
      { ...decryptVia('sqs'), Sid: 'Encrypt', Action: 'kms:GenerateDataKey' },
      // A mapping's ARN has an id that Lambda chose, so it is known by its function.
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_lambda.html
      {
        ...allow(
          'Mappings',
          ['lambda:GetEventSourceMapping', 'lambda:UpdateEventSourceMapping'],
          here('lambda', 'event-source-mapping:*'),
        ),
        Condition: { ArnEquals: { 'lambda:FunctionArn': arnOf('MigrateLambdaFunction') } },
      },
      allow('Limits', ['lambda:PutFunctionConcurrency'], functions),
      allow('Schedule', ['events:DisableRule', 'events:EnableRule'], here('events', `rule/${name}-Reconcile*`)),
      allow('Replay', ['events:StartReplay'], [here('events', `archive/${name}`), here('events', 'replay/*')]),
      allow(
        'Silence',
        ['cloudwatch:DisableAlarmActions', 'cloudwatch:EnableAlarmActions'],
        here('cloudwatch', `alarm:${name}-*`),
      ),
    ],
  };
}

/** Lists and lookups of an account, and what this service's pages ask about others' functions. Most take no resource.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
function lookAnywhere(): Statement[] {
  return [
    allow(
      'Look',
      [
        'cloudtrail:LookupEvents',
        'cloudwatch:DescribeAlarms',
        'cloudwatch:GetDashboard',
        'cloudwatch:GetMetricData',
        'cloudwatch:GetMetricStatistics',
        'cloudwatch:ListDashboards',
        'events:DescribeReplay',
        'events:ListRuleNamesByTarget',
        'events:ListRules',
        'lambda:GetAccountSettings',
        'lambda:ListEventSourceMappings',
      ],
      '*',
    ),
  ];
}

function decryptVia(...services: string[]): Statement {
  const via = services.map((service) => sub(`${service}.\${AWS::Region}.amazonaws.com`));
  return { ...allow('Decrypt', ['kms:Decrypt'], arnOf('Key')), Condition: { StringEquals: { 'kms:ViaService': via } } };
}

function allow(Sid: string, Action: Statement['Action'], Resource: Text | Text[]): Statement {
  return { Sid, Effect: 'Allow', Action, Resource };
}
