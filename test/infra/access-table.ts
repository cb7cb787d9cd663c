import { ACCOUNT, REGION } from '../../infra/check/variants.ts';
import { CONSUMERS } from '../../infra/consumers.ts';

const role = (name: string, account = ACCOUNT) => `arn:aws:iam::${account}:role/${name}`;
/**
 * Those of the template have the rights that it gives them, operators and readers those of its policies for them, all others every
 * right of their own account. In the table,
 * ", with every right" adds those to a role of the template, and ", with no right" takes them from another.
 */
export const PRINCIPALS: Record<string, string> = {
  migrate: role('MigrateRole'),
  reconcile: role('ReconcileRole'),
  resolve: role('ResolveRole'),
  control: role('ControlRole'),
  'orders, of another account': role('orders', '111122223333'),
  'own-orders, of this account': role('own-orders'),
  'old-orders, of another account': role('old-orders', '111122223333'),
  operators: role('operators'),
  readers: role('readers'),
  'an administrator': role('admin'),
  'a consumer': role('billing', '444455556666'),
  'a stranger': role('stranger', '666677778888'),
  EventBridge: 'events.amazonaws.com',
  Logs: `logs.${REGION}.amazonaws.com`,
  Alarms: 'cloudwatch.amazonaws.com',
};

const dx = (kind: string, id: string, account = ACCOUNT) => `arn:aws:directconnect:${REGION}:${account}:${kind}/${id}`;
const BUS = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/dx-migrator-prod`;
const RULE = `arn:aws:events:${REGION}:${ACCOUNT}:rule/dx-migrator-prod/theirs`;
const SCHEDULE = `arn:aws:events:${REGION}:${ACCOUNT}:rule/ReconcileEventsRuleSchedule1`;
const INDEX = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/dx-migrator-prod-ledger/index/due`;
const ALARM = `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:dx-migrator-prod-held`;
const OTHER_ALARM = `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:someone-elses`;
const RULES = `arn:aws:events:${REGION}:${ACCOUNT}:rule`;
const stackArn = (name: string) => `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${name}/0a1b2c3d`;
const LOG = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/lambda/dx-migrator-prod`;

/** A resource is a logical id or, where the template has none, an ARN. */
export type Row = [
  principal: string,
  action: string,
  resource: string,
  context: Record<string, string | string[]>,
  verdict: 'allowed' | 'denied',
];

const TLS = { 'aws:SecureTransport': 'true' };
const PLAIN = { 'aws:SecureTransport': 'false' };
const OURS = { 'events:source': 'dx-migrator' };
const VIA_SQS = { 'kms:ViaService': `sqs.${REGION}.amazonaws.com` };
const VIA_TABLE = { 'kms:ViaService': `dynamodb.${REGION}.amazonaws.com` };
const BY_HAND = { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' };
const FOR_BUS = { 'kms:EncryptionContext:aws:events:event-bus:arn': BUS };

export const NO_ONE_NAMED: Row[] = [
  ['migrate', 'sqs:ReceiveMessage', 'OrdersRequestsQueue', TLS, 'allowed'],
  ['an administrator', 'sqs:SendMessage', 'OrdersRequestsQueue', TLS, 'denied'],
  ['orders, of another account', 'sqs:SendMessage', 'OrdersRequestsQueue', TLS, 'denied'],
  ['own-orders, of this account', 'sqs:SendMessage', 'OrdersRequestsQueue', TLS, 'denied'],
  ['operators', 'sqs:SendMessage', 'OrdersRequestsQueue', TLS, 'denied'],
  ['operators', 'sqs:SendMessage', 'BillingQueue', TLS, 'denied'],
  ['orders, of another account', 'kms:GenerateDataKey', 'Key', VIA_SQS, 'denied'],
  ['a consumer', 'events:PutRule', RULE, {}, 'denied'],
  ['a consumer', 'kms:Decrypt', 'Key', FOR_BUS, 'denied'],
  ['a stranger', 'lambda:InvokeFunction', 'ResolveLambdaFunction', {}, 'denied'],
  ['migrate', 'directconnect:AssociateHostedConnection', dx('dxlag', 'dxlag-any00001'), {}, 'allowed'],
  ['migrate', 'directconnect:DescribeInterconnects', dx('dxcon', 'dxcon-any00001'), {}, 'allowed'],
  ['migrate', 'ec2:CreateNetworkInterface', '*', {}, 'denied'],
  ['Alarms', 'sns:Publish', 'AlarmTopic', { ...TLS, 'aws:SourceArn': ALARM }, 'allowed'],
  ['Alarms', 'sns:Publish', 'AlarmTopic', { ...TLS, 'aws:SourceArn': OTHER_ALARM }, 'denied'],
  ['Alarms', 'kms:GenerateDataKey', 'Key', { 'aws:SourceArn': ALARM }, 'allowed'],
  ['Alarms', 'kms:Decrypt', 'Key', { 'aws:SourceArn': OTHER_ALARM }, 'denied'],
  ['a stranger', 'sns:Publish', 'AlarmTopic', TLS, 'denied'],
  ['a stranger', 'sns:Subscribe', 'AlarmTopic', TLS, 'denied'],
  ['an administrator', 'sns:Publish', 'AlarmTopic', PLAIN, 'denied'],
];

const QUEUES: Row[] = [
  ['orders, of another account', 'sqs:SendMessage', 'OrdersRequestsQueue', TLS, 'allowed'],
  ['orders, of another account', 'sqs:SendMessage', 'OrdersRequestsQueue', PLAIN, 'denied'],
  ['orders, of another account', 'sqs:ReceiveMessage', 'OrdersRequestsQueue', TLS, 'denied'],
  ['orders, of another account', 'sqs:SendMessage', 'QuarantineQueue', TLS, 'denied'],
  ['own-orders, of this account', 'sqs:SendMessage', 'OrdersRequestsQueue', TLS, 'allowed'],
  ['operators', 'sqs:SendMessage', 'OrdersRequestsQueue', TLS, 'allowed'],
  // A tenant of its own has a queue of its own; one that is closed sends to none, and has the key no more.
  ['orders, of another account', 'sqs:SendMessage', 'OldOrdersRequestsQueue', TLS, 'denied'],
  ['old-orders, of another account', 'sqs:SendMessage', 'OrdersRequestsQueue', TLS, 'denied'],
  ['old-orders, of another account', 'sqs:SendMessage', 'OldOrdersRequestsQueue', TLS, 'denied'],
  ['old-orders, of another account', 'kms:GenerateDataKey', 'Key', VIA_SQS, 'denied'],
  ['operators', 'sqs:SendMessage', 'OldOrdersRequestsQueue', TLS, 'allowed'],
  ['an administrator', 'sqs:SendMessage', 'OldOrdersRequestsQueue', TLS, 'denied'],
  ['an administrator', 'sqs:ReceiveMessage', 'OldOrdersRequestsQueue', PLAIN, 'denied'],
  ['an administrator', 'sqs:ReceiveMessage', 'OldOrdersRequestsDeadLetterQueue', PLAIN, 'denied'],
  ['migrate', 'sqs:ReceiveMessage', 'OldOrdersRequestsQueue', TLS, 'allowed'],
  ['an administrator', 'sqs:SendMessage', 'OrdersRequestsQueue', TLS, 'denied'],
  ['an administrator', 'sqs:ReceiveMessage', 'OrdersRequestsDeadLetterQueue', PLAIN, 'denied'],
  ['an administrator', 'sqs:ReceiveMessage', 'QuarantineQueue', PLAIN, 'denied'],
  ['an administrator', 'sqs:ReceiveMessage', 'BusDeadLetterQueue', PLAIN, 'denied'],
  ['a stranger', 'sqs:SendMessage', 'OrdersRequestsQueue', TLS, 'denied'],
  ['a stranger', 'sqs:ReceiveMessage', 'OrdersRequestsDeadLetterQueue', TLS, 'denied'],
  ['migrate', 'sqs:ReceiveMessage', 'OrdersRequestsQueue', TLS, 'allowed'],
  ['migrate', 'sqs:ChangeMessageVisibility', 'OrdersRequestsQueue', TLS, 'allowed'],
  ['migrate', 'sqs:SendMessage', 'QuarantineQueue', TLS, 'allowed'],
  ['migrate', 'sqs:SendMessage', 'OrdersRequestsQueue', TLS, 'denied'],
  ['migrate', 'sqs:PurgeQueue', 'OrdersRequestsQueue', TLS, 'denied'],
  ['migrate', 'sqs:ReceiveMessage', 'OrdersRequestsDeadLetterQueue', TLS, 'denied'],
  ['reconcile', 'sqs:ReceiveMessage', 'OrdersRequestsQueue', TLS, 'denied'],
  ['EventBridge', 'sqs:SendMessage', 'BusDeadLetterQueue', { ...TLS, 'aws:SourceArn': BUS }, 'allowed'],
  ['EventBridge', 'sqs:SendMessage', 'BusDeadLetterQueue', { ...TLS, 'aws:SourceArn': `${BUS}-other` }, 'denied'],
  ['EventBridge', 'sqs:SendMessage', 'OrdersRequestsQueue', TLS, 'denied'],
  [
    'EventBridge',
    'sqs:SendMessage',
    'OutOfBandMovesQueue',
    { ...TLS, 'aws:SourceArn': `${RULES}/dx-migrator-prod-out-of-band-moves` },
    'allowed',
  ],
  ['EventBridge', 'sqs:SendMessage', 'OutOfBandMovesQueue', { ...TLS, 'aws:SourceArn': `${RULES}/other` }, 'denied'],
  ['an administrator', 'sqs:ReceiveMessage', 'OutOfBandMovesQueue', PLAIN, 'denied'],
  ['a stranger', 'sqs:ReceiveMessage', 'OutOfBandMovesQueue', TLS, 'denied'],
  ...[
    'OrdersRequestsQueue',
    'OrdersRequestsDeadLetterQueue',
    'OldOrdersRequestsQueue',
    'OldOrdersRequestsDeadLetterQueue',
    'QuarantineQueue',
    'BusDeadLetterQueue',
    'OutOfBandMovesQueue',
  ].map((queue): Row => ['an administrator', 'sqs:PurgeQueue', queue, TLS, 'denied']),
  // Without alarms of our own on it, the key is not theirs to use.
  ['Alarms', 'kms:GenerateDataKey', 'Key', { 'aws:SourceArn': ALARM }, 'denied'],
];

const CONSUMERS_QUEUES: Row[] = CONSUMERS.flatMap((consumer): Row[] => {
  const queue = `${consumer.charAt(0).toUpperCase()}${consumer.slice(1)}Queue`;
  const deadLetters = queue.replace('Queue', 'DeadLetterQueue');
  const rule = { ...TLS, 'aws:SourceArn': `${RULES}/dx-migrator-prod/dx-migrator-prod-${consumer}` };
  const others = { ...TLS, 'aws:SourceArn': `${RULES}/dx-migrator-prod/other` };
  return [
    ['operators', 'sqs:SendMessage', queue, TLS, 'allowed'],
    ['operators', 'sqs:SendMessage', deadLetters, TLS, 'denied'],
    ['an administrator', 'sqs:ReceiveMessage', queue, TLS, 'allowed'],
    ...[queue, deadLetters].flatMap((either): Row[] => [
      ['EventBridge', 'sqs:SendMessage', either, rule, 'allowed'],
      ['EventBridge', 'sqs:SendMessage', either, others, 'denied'],
      ['an administrator', 'sqs:SendMessage', either, TLS, 'denied'],
      ['an administrator', 'sqs:PurgeQueue', either, TLS, 'denied'],
      ['an administrator', 'sqs:ReceiveMessage', either, PLAIN, 'denied'],
    ]),
  ];
});

const ITS_BUS: Row[] = [
  ['migrate', 'events:PutEvents', BUS, OURS, 'allowed'],
  ['reconcile', 'events:PutEvents', BUS, OURS, 'allowed'],
  ['resolve', 'events:PutEvents', BUS, OURS, 'allowed'],
  ['control', 'events:PutEvents', BUS, OURS, 'denied'],
  ['migrate', 'events:PutEvents', BUS, { 'events:source': 'aws.directconnect' }, 'denied'],
  ['an administrator', 'events:PutEvents', BUS, OURS, 'denied'],
  ['a consumer', 'events:PutEvents', BUS, OURS, 'denied'],
  ['a stranger', 'events:PutEvents', BUS, OURS, 'denied'],
  ['a consumer', 'events:PutRule', RULE, {}, 'allowed'],
  ['a consumer', 'events:PutTargets', RULE, { 'events:creatorAccount': '444455556666' }, 'allowed'],
  ['a consumer', 'events:DeleteRule', RULE, { 'events:creatorAccount': ACCOUNT }, 'denied'],
  ['a consumer', 'events:DeleteEventBus', BUS, {}, 'denied'],
  ['a stranger', 'events:PutRule', RULE, {}, 'denied'],
  ['migrate', 'events:PutRule', RULE, {}, 'denied'],
  ['migrate, with every right', 'events:PutEvents', BUS, { 'events:source': 'aws.directconnect' }, 'denied'],
];

const KEY: Row[] = [
  ['migrate', 'kms:Decrypt', 'Key', VIA_SQS, 'allowed'],
  ['migrate', 'kms:GenerateDataKey', 'Key', VIA_SQS, 'allowed'],
  ['migrate', 'kms:Decrypt', 'Key', VIA_TABLE, 'allowed'],
  ['migrate', 'kms:Decrypt', 'Key', {}, 'denied'],
  ['reconcile', 'kms:Decrypt', 'Key', VIA_TABLE, 'allowed'],
  ['reconcile', 'kms:Decrypt', 'Key', VIA_SQS, 'denied'],
  ['control', 'kms:ScheduleKeyDeletion', 'Key', VIA_TABLE, 'denied'],
  ['an administrator', 'kms:PutKeyPolicy', 'Key', {}, 'allowed'],
  ['orders, of another account', 'kms:GenerateDataKey', 'Key', VIA_SQS, 'allowed'],
  ['orders, of another account', 'kms:GenerateDataKey', 'Key', {}, 'denied'],
  ['orders, of another account', 'kms:PutKeyPolicy', 'Key', VIA_SQS, 'denied'],
  ['a stranger', 'kms:GenerateDataKey', 'Key', VIA_SQS, 'denied'],
  ['a consumer', 'kms:Decrypt', 'Key', FOR_BUS, 'allowed'],
  ['a consumer', 'kms:Decrypt', 'Key', VIA_TABLE, 'denied'],
  ['EventBridge', 'kms:GenerateDataKey', 'Key', FOR_BUS, 'allowed'],
  ['EventBridge', 'kms:Decrypt', 'Key', {}, 'denied'],
  ['EventBridge', 'kms:DescribeKey', 'Key', { 'aws:SourceAccount': ACCOUNT }, 'allowed'],
  ['EventBridge', 'kms:DescribeKey', 'Key', { 'aws:SourceAccount': '666677778888' }, 'denied'],
  [
    'Logs',
    'kms:GenerateDataKeyWithoutPlaintext',
    'Key',
    { 'kms:EncryptionContext:aws:logs:arn': `${LOG}-migrate` },
    'allowed',
  ],
  ['Logs', 'kms:Encrypt', 'Key', { 'kms:EncryptionContext:aws:logs:arn': `${LOG}-reconcile` }, 'allowed'],
  ['Logs', 'kms:Encrypt', 'Key', { 'kms:EncryptionContext:aws:logs:arn': `${LOG}-resolve` }, 'allowed'],
  ['Logs', 'kms:Encrypt', 'Key', { 'kms:EncryptionContext:aws:logs:arn': `${LOG}-control` }, 'allowed'],
  ['Logs', 'kms:Decrypt', 'Key', { 'kms:EncryptionContext:aws:logs:arn': `${LOG}-other` }, 'denied'],
  ['an administrator', 'kms:CreateGrant', 'Key', BY_HAND, 'denied'],
  ['an administrator', 'kms:CreateGrant', 'Key', { ...BY_HAND, 'kms:GrantIsForAWSResource': 'true' }, 'allowed'],
  ['resolve', 'kms:Decrypt', 'Key', VIA_TABLE, 'allowed'],
  ['control', 'kms:Decrypt', 'Key', VIA_TABLE, 'allowed'],
];

/** A request of items with these keys. */
const items = (...keys: string[]) => ({ ...TLS, 'dynamodb:LeadingKeys': keys });
const A_REQUEST = items('REQUEST#orders#r1');
const A_LINE = items('CONNECTION#dxcon-fg1234ab');
const CONTROL = items('CONTROL');

const LEDGER: Row[] = [
  ['migrate', 'dynamodb:PutItem', 'Ledger', A_REQUEST, 'allowed'],
  ['migrate', 'dynamodb:PutItem', 'Ledger', A_LINE, 'denied'],
  ['migrate', 'dynamodb:UpdateItem', 'Ledger', A_REQUEST, 'allowed'],
  ['migrate', 'dynamodb:UpdateItem', 'Ledger', A_LINE, 'allowed'],
  ['migrate', 'dynamodb:UpdateItem', 'Ledger', CONTROL, 'allowed'],
  ['migrate', 'dynamodb:UpdateItem', 'Ledger', items('REQUEST#orders#r1', 'OTHER'), 'denied'],
  ['migrate', 'dynamodb:UpdateItem', 'Ledger', TLS, 'denied'],
  ['migrate', 'dynamodb:UpdateItem', 'Ledger', { ...A_REQUEST, ...PLAIN }, 'denied'],
  ['migrate', 'dynamodb:DeleteItem', 'Ledger', A_REQUEST, 'denied'],
  ['migrate', 'dynamodb:BatchWriteItem', 'Ledger', A_REQUEST, 'denied'],
  ['migrate', 'dynamodb:Scan', 'Ledger', TLS, 'denied'],
  ['migrate', 'dynamodb:Query', INDEX, TLS, 'denied'],
  ['reconcile', 'dynamodb:PutItem', 'Ledger', A_REQUEST, 'denied'],
  ['reconcile', 'dynamodb:UpdateItem', 'Ledger', A_REQUEST, 'allowed'],
  ['reconcile', 'dynamodb:UpdateItem', 'Ledger', items('OTHER'), 'denied'],
  ['reconcile', 'dynamodb:Query', INDEX, TLS, 'allowed'],
  ['reconcile', 'dynamodb:Scan', INDEX, TLS, 'denied'],
  ['resolve', 'dynamodb:UpdateItem', 'Ledger', A_REQUEST, 'allowed'],
  ['resolve', 'dynamodb:UpdateItem', 'Ledger', A_LINE, 'allowed'],
  ['resolve', 'dynamodb:UpdateItem', 'Ledger', CONTROL, 'denied'],
  ['resolve', 'dynamodb:Query', INDEX, TLS, 'denied'],
  ['control', 'dynamodb:UpdateItem', 'Ledger', CONTROL, 'allowed'],
  ['control', 'dynamodb:UpdateItem', 'Ledger', A_REQUEST, 'denied'],
  ['control', 'dynamodb:GetItem', 'Ledger', A_LINE, 'denied'],
  ['an administrator', 'dynamodb:GetItem', 'Ledger', A_REQUEST, 'allowed'],
  ['an administrator', 'dynamodb:UpdateItem', 'Ledger', CONTROL, 'denied'],
  ['an administrator', 'dynamodb:BatchWriteItem', 'Ledger', A_REQUEST, 'denied'],
  ['an administrator', 'dynamodb:PartiQLDelete', 'Ledger', A_REQUEST, 'denied'],
  ['operators', 'dynamodb:PutItem', 'Ledger', A_LINE, 'denied'],
  // No one is locked out, and a restored table can be given its policy.
  ['an administrator', 'dynamodb:PutResourcePolicy', 'Ledger', TLS, 'allowed'],
  ['an administrator', 'dynamodb:DeleteResourcePolicy', 'Ledger', TLS, 'allowed'],
  ['an administrator', 'dynamodb:RestoreTableToPointInTime', 'Ledger', TLS, 'allowed'],
  ['a stranger', 'dynamodb:GetItem', 'Ledger', TLS, 'denied'],
];

const DIRECT_CONNECT: Row[] = [
  ['migrate', 'directconnect:AssociateHostedConnection', dx('dxlag', 'dxlag-fg1234ab'), {}, 'allowed'],
  ['migrate', 'directconnect:AssociateHostedConnection', dx('dxlag', 'dxlag-other001'), {}, 'denied'],
  ['migrate', 'directconnect:AssociateHostedConnection', dx('dxcon', 'dxcon-child001', '111122223333'), {}, 'allowed'],
  ['migrate', 'directconnect:DescribeHostedConnections', dx('dxcon', 'dxcon-fg5678gh'), {}, 'allowed'],
  ['migrate', 'directconnect:DescribeHostedConnections', dx('dxcon', 'dxcon-other001'), {}, 'denied'],
  ['reconcile', 'directconnect:AssociateHostedConnection', dx('dxlag', 'dxlag-fg1234ab'), {}, 'allowed'],
  ['resolve', 'directconnect:AssociateHostedConnection', dx('dxlag', 'dxlag-fg1234ab'), {}, 'denied'],
  ['resolve', 'directconnect:DescribeHostedConnections', dx('dxlag', 'dxlag-fg1234ab'), {}, 'allowed'],
  ['resolve', 'directconnect:DescribeLags', dx('dxlag', 'dxlag-fg1234ab'), {}, 'denied'],
  ['control', 'directconnect:DescribeLags', dx('dxlag', 'dxlag-fg1234ab'), {}, 'denied'],
  ['reconcile', 'directconnect:DescribeLags', dx('dxlag', 'dxlag-fg1234ab'), {}, 'allowed'],
  ['resolve, with every right', 'directconnect:AssociateHostedConnection', dx('dxlag', 'dxlag-fg1234ab'), {}, 'denied'],
  ['control, with every right', 'directconnect:AssociateHostedConnection', dx('dxlag', 'dxlag-fg1234ab'), {}, 'denied'],
  ['migrate, with every right', 'directconnect:DeleteConnection', dx('dxcon', 'dxcon-fg5678gh'), {}, 'denied'],
  ['reconcile, with every right', 'directconnect:DeleteConnection', dx('dxcon', 'dxcon-fg5678gh'), {}, 'denied'],
  ['resolve, with every right', 'directconnect:DeleteConnection', dx('dxcon', 'dxcon-fg5678gh'), {}, 'denied'],
  ['control, with every right', 'directconnect:DeleteConnection', dx('dxcon', 'dxcon-fg5678gh'), {}, 'denied'],
];

const FUNCTIONS: Row[] = [
  ['operators', 'lambda:InvokeFunction', 'ResolveLambdaFunction', {}, 'allowed'],
  ['a stranger', 'lambda:InvokeFunction', 'ControlLambdaFunction', {}, 'denied'],
  ['migrate', 'lambda:InvokeFunction', 'ControlLambdaFunction', {}, 'denied'],
  ['EventBridge', 'lambda:InvokeFunction', 'MigrateLambdaFunction', {}, 'denied'],
  ['migrate', 'logs:PutLogEvents', `${LOG}-migrate:log-stream:a`, {}, 'allowed'],
  ['migrate', 'logs:PutLogEvents', `${LOG}-control:log-stream:a`, {}, 'denied'],
  ['migrate', 'ec2:CreateNetworkInterface', '*', {}, 'allowed'],
  ['migrate', 'ec2:CreateNetworkInterface', '*', { 'lambda:SourceFunctionArn': 'arn:of:it' }, 'denied'],
  ['operators, with no right', 'lambda:InvokeFunction', 'ResolveLambdaFunction', {}, 'allowed'],
  ['operators, with no right', 'lambda:InvokeFunction', 'ControlLambdaFunction', {}, 'allowed'],
  ['operators, with no right', 'lambda:InvokeFunction', 'MigrateLambdaFunction', {}, 'denied'],
  ['EventBridge', 'lambda:InvokeFunction', 'ReconcileLambdaFunction', { 'aws:SourceArn': SCHEDULE }, 'allowed'],
  ['EventBridge', 'lambda:InvokeFunction', 'ReconcileLambdaFunction', { 'aws:SourceArn': RULE }, 'denied'],
  ['reconcile', 'logs:PutLogEvents', `${LOG}-reconcile:log-stream:a`, {}, 'allowed'],
  ['resolve', 'logs:PutLogEvents', `${LOG}-resolve:log-stream:a`, {}, 'allowed'],
  ['control', 'logs:PutLogEvents', `${LOG}-control:log-stream:a`, {}, 'allowed'],
];

const RULE_OF_SCHEDULE = `${RULES}/dx-migrator-prod-ReconcileEventsRuleSchedule1-1A2B`;
const MAPPING = `arn:aws:lambda:${REGION}:${ACCOUNT}:event-source-mapping:14e0db71`;
const ITS_FUNCTION = { 'lambda:FunctionArn': `arn:aws:lambda:${REGION}:${ACCOUNT}:function:dx-migrator-prod-migrate` };
const OTHER_FUNCTION = {
  'lambda:FunctionArn': `arn:aws:lambda:${REGION}:${ACCOUNT}:function:dx-migrator-test-migrate`,
};
const OTHER_STAGE = `arn:aws:sqs:${REGION}:${ACCOUNT}:dx-migrator-prod-b-quarantine`;

const OPERATORS: Row[] = [
  ['readers', 'cloudwatch:GetMetricData', '*', {}, 'allowed'],
  ['readers', 'cloudformation:DescribeStacks', stackArn('dx-migrator-prod'), {}, 'allowed'],
  ['readers', 'cloudformation:DescribeStacks', stackArn('dx-migrator-prod-b'), {}, 'denied'],
  ['readers', 'directconnect:DescribeHostedConnections', dx('dxlag', 'dxlag-fg1234ab'), {}, 'allowed'],
  ['readers', 'dynamodb:BatchGetItem', 'Ledger', A_REQUEST, 'allowed'],
  ['readers', 'dynamodb:Query', INDEX, TLS, 'allowed'],
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

/** With every parameter set that lets someone in. */
export const EVERYONE_NAMED = {
  QUEUES,
  CONSUMERS_QUEUES,
  BUS: ITS_BUS,
  KEY,
  LEDGER,
  DIRECT_CONNECT,
  FUNCTIONS,
  OPERATORS,
};
