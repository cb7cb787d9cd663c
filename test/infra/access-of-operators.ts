import { ACCOUNT, REGION } from '../../infra/check/variants.ts';
import {
  A_REQUEST,
  ALARM,
  dx,
  INDEX,
  LOG,
  OTHER_ALARM,
  type Row,
  RULES,
  stackArn,
  TLS,
  VIA_SQS,
} from './access-terms.ts';

// What the two policies for operators' roles allow, and no more.
const RULE_OF_SCHEDULE = `${RULES}/dx-migrator-prod-ReconcileEventsRuleSchedule1-1A2B`;
const MAPPING = `arn:aws:lambda:${REGION}:${ACCOUNT}:event-source-mapping:14e0db71`;
const ITS_FUNCTION = { 'lambda:FunctionArn': `arn:aws:lambda:${REGION}:${ACCOUNT}:function:dx-migrator-prod-migrate` };
const OTHER_FUNCTION = {
  'lambda:FunctionArn': `arn:aws:lambda:${REGION}:${ACCOUNT}:function:dx-migrator-test-migrate`,
};
const OTHER_STAGE = `arn:aws:sqs:${REGION}:${ACCOUNT}:dx-migrator-prod-b-quarantine`;

export const OPERATORS: Row[] = [
  ['readers', 'cloudwatch:GetMetricData', '*', {}, 'allowed'],
  ['readers', 'cloudformation:DescribeStacks', stackArn('dx-migrator-prod'), {}, 'allowed'],
  ['readers', 'cloudformation:DescribeStacks', stackArn('dx-migrator-prod-b'), {}, 'denied'],
  ['readers', 'directconnect:DescribeHostedConnections', dx('dxlag', 'dxlag-fg1234ab'), {}, 'allowed'],
  ['readers', 'dynamodb:BatchGetItem', 'Ledger', A_REQUEST, 'allowed'],
  ['readers', 'dynamodb:Scan', INDEX, TLS, 'allowed'],
  ['readers', 'logs:FilterLogEvents', `${LOG}-migrate:log-stream:`, {}, 'allowed'],
  ['readers', 'lambda:GetFunctionConcurrency', 'ReconcileLambdaFunction', {}, 'allowed'],
  ['readers', 'sqs:GetQueueAttributes', 'OrdersRequestsQueue', TLS, 'allowed'],
  ['readers', 'sqs:ReceiveMessage', 'QuarantineQueue', TLS, 'allowed'],
  ['readers', 'sqs:ReceiveMessage', 'OrdersRequestsDeadLetterQueue', TLS, 'allowed'],
  ['readers', 'sqs:ReceiveMessage', 'BillingDeadLetterQueue', TLS, 'allowed'],
  ['readers', 'sqs:ReceiveMessage', 'OrdersRequestsQueue', TLS, 'denied'],
  ['readers', 'sqs:ReceiveMessage', 'BillingQueue', TLS, 'denied'],
  ['readers', 'sqs:ReceiveMessage', OTHER_STAGE, TLS, 'denied'],
  ['readers', 'sqs:DeleteMessage', 'QuarantineQueue', TLS, 'denied'],
  ['readers', 'sqs:SendMessage', 'BillingQueue', TLS, 'denied'],
  ['readers', 'kms:Decrypt', 'Key', VIA_SQS, 'allowed'],
  ['readers', 'kms:Decrypt', 'Key', {}, 'denied'],
  ['readers', 'kms:GenerateDataKey', 'Key', VIA_SQS, 'denied'],
  ['readers', 'kms:GetKeyPolicy', 'Key', {}, 'allowed'],
  ['readers', 'lambda:InvokeFunction', 'ControlLambdaFunction', {}, 'denied'],
  ['readers', 'lambda:UpdateEventSourceMapping', MAPPING, ITS_FUNCTION, 'denied'],
  ['operators', 'sqs:ReceiveMessage', 'QuarantineQueue', TLS, 'allowed'],
  ['operators', 'sqs:DeleteMessage', 'QuarantineQueue', TLS, 'allowed'],
  ['operators', 'sqs:DeleteMessage', 'OrdersRequestsQueue', TLS, 'denied'],
  ['operators', 'sqs:DeleteMessage', OTHER_STAGE, TLS, 'denied'],
  ['operators', 'sqs:StartMessageMoveTask', 'NotificationDeadLetterQueue', TLS, 'allowed'],
  ['operators', 'kms:GenerateDataKey', 'Key', VIA_SQS, 'allowed'],
  ['operators', 'kms:PutKeyPolicy', 'Key', {}, 'denied'],
  ['operators', 'lambda:UpdateEventSourceMapping', MAPPING, ITS_FUNCTION, 'allowed'],
  ['operators', 'lambda:UpdateEventSourceMapping', MAPPING, OTHER_FUNCTION, 'denied'],
  ['operators', 'lambda:PutFunctionConcurrency', 'MigrateLambdaFunction', {}, 'allowed'],
  ['operators', 'lambda:UpdateFunctionCode', 'MigrateLambdaFunction', {}, 'denied'],
  ['operators', 'events:DisableRule', RULE_OF_SCHEDULE, {}, 'allowed'],
  ['operators', 'events:StartReplay', `arn:aws:events:${REGION}:${ACCOUNT}:archive/dx-migrator-prod`, {}, 'allowed'],
  ['operators', 'cloudwatch:DisableAlarmActions', ALARM, {}, 'allowed'],
  ['operators', 'cloudwatch:DisableAlarmActions', OTHER_ALARM, {}, 'denied'],
];
