// What people may do beside invoking resolve, control and drain (policies.ts): operators in two parts, of which those who only look get the
// first, and planners. operators.yml makes managed policies of them.

import { FUNCTION_NAMES } from '../src/settings/setting.ts';
import { type Action, arnOf, type Statement, sub, type Text } from './cloudformation.ts';
import { CONSUMERS } from './consumers.ts';
import { DRAIN_REQUESTS, DRAIN_TICKS } from './drain-queues.ts';
import { ledgerArn } from './ledger-policy.ts';
import { logicalId } from './logical-id.ts';

export interface OperatorPolicies {
  read: Statement[];
  decide: Statement[];
  plan: Statement[];
}

/** @param name the service's and the stage's */
export function operatorPolicies(name: string): OperatorPolicies {
  const here = (service: string, resource: string) =>
    sub(`arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`);
  const queues = (...suffixes: string[]) => suffixes.map((suffix) => here('sqs', `${name}-${suffix}`));
  const requests = ['requests_*.fifo', `${DRAIN_REQUESTS}.fifo`, DRAIN_TICKS];
  // Where messages wait for people: looking at one hides it for a while.
  const forPeople = queues(
    ...['requests-dlq_*.fifo', 'outcomes-dlq_*', 'quarantine', 'bus-dlq', 'out-of-band-moves', 'changed-by-others'],
    ...[`${DRAIN_REQUESTS}-dlq.fifo`, `${DRAIN_TICKS}-dlq`],
    ...CONSUMERS.map((consumer) => `${consumer}-dlq`),
  );
  // Also a parent that is none of the service's: a line may have been moved there by others.
  const parents = ['dxcon/*', 'dxlag/*'].map((parent) => here('directconnect', parent));
  const lines = allow('Lines', ['directconnect:DescribeHostedConnections'], parents);
  const dueIndex = sub(`${ledgerArn(name)['Fn::Sub']}/index/due`);
  const functions = FUNCTION_NAMES.map((part) => arnOf(logicalId(part, 'LambdaFunction')));
  const logGroups = FUNCTION_NAMES.map((part) => arnOf(logicalId(part, 'LogGroup')));
  return {
    read: [
      ...lookAnywhere(),
      allow('Stack', ['cloudformation:DescribeStacks'], here('cloudformation', `stack/${name}/*`)),
      lines,
      allow('Items', ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Scan'], ledgerArn(name)),
      allow('Due', ['dynamodb:Scan'], dueIndex),
      allow('Logs', ['logs:FilterLogEvents'], logGroups),
      allow('Functions', ['lambda:GetFunctionConcurrency', 'lambda:GetFunctionConfiguration'], functions),
      allow(
        'Depths',
        ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
        [...queues(...requests, ...CONSUMERS), ...forPeople],
      ),
      allow('Letters', ['sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:ListMessageMoveTasks'], forPeople),
      decryptVia('sqs', 'dynamodb'),
      allow('LookAtKey', ['kms:DescribeKey', 'kms:GetKeyPolicy'], arnOf('Key')),
    ],
    decide: [
      allow('Clear', ['sqs:DeleteMessage', 'sqs:StartMessageMoveTask'], forPeople),
      allow('GiveBack', ['sqs:SendMessage'], queues(...requests, ...CONSUMERS)),
      { ...decryptVia('sqs'), Sid: 'Encrypt', Action: 'kms:GenerateDataKey' },
      // A mapping's ARN has an id that Lambda chose, so it is known by its function.
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_lambda.html
      {
        ...allow(
          'Mappings',
          ['lambda:GetEventSourceMapping', 'lambda:UpdateEventSourceMapping'],
          here('lambda', 'event-source-mapping:*'),
        ),
        Condition: {
          ArnEquals: { 'lambda:FunctionArn': [arnOf('MigrateLambdaFunction'), arnOf('DrainLambdaFunction')] },
        },
      },
      // Who runs drains approves no plan, whatever else allows it.
      { ...allow('NeverApprove', ['lambda:InvokeFunction'], arnOf('ApproveLambdaFunction')), Effect: 'Deny' },
      allow('Limits', ['lambda:PutFunctionConcurrency'], functions),
      allow(
        'Schedule',
        ['events:DisableRule', 'events:EnableRule'],
        [here('events', `rule/${name}-Reconcile*`), here('events', `rule/${name}-Drain*`)],
      ),
      allow('Replay', ['events:StartReplay'], [here('events', `archive/${name}`), here('events', 'replay/*')]),
      allow(
        'Silence',
        ['cloudwatch:DisableAlarmActions', 'cloudwatch:EnableAlarmActions'],
        here('cloudwatch', `alarm:${name}-*`),
      ),
    ],
    // What a plan is made of, and nothing that could change anything: it invokes no function, and sees no queue and no log.
    plan: [
      allow('Ports', PORTS, '*'),
      lines,
      allow('Items', ['dynamodb:BatchGetItem'], ledgerArn(name)),
      allow('Due', ['dynamodb:Scan'], dueIndex),
      // How old answers of Direct Connect may be, as the stage was deployed.
      allow('Settings', ['lambda:GetFunctionConfiguration'], arnOf('ResolveLambdaFunction')),
      decryptVia('dynamodb'),
    ],
  };
}

/** Lists of all of them name none, and so take no resource. */
const PORTS: Action[] = ['directconnect:DescribeInterconnects', 'directconnect:DescribeLags'];

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
        ...PORTS,
        'events:DescribeReplay',
        'events:ListRuleNamesByTarget',
        'events:ListRules',
        'lambda:GetAccountSettings',
        'lambda:ListEventSourceMappings',
        // Of all of its actions the only one that takes no queue.
        // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-using-identity-based-policies.html
        'sqs:ListQueues',
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
