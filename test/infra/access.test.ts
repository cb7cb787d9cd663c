import * as directConnect from '@aws-sdk/client-direct-connect';
import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from './iam/evaluate.ts';
import { policiesFor } from './principals.ts';
import { ACCOUNT, type Deployable, packaged, REGION } from './template.ts';

let shipped: Deployable;
let open: Deployable;

beforeAll(async () => {
  shipped = await packaged('default');
  open = await packaged('open');
});

const role = (name: string, account = ACCOUNT) => `arn:aws:iam::${account}:role/${name}`;
const PRINCIPALS: Record<string, string> = {
  migrate: role('MigrateRole'),
  reconcile: role('ReconcileRole'),
  resolve: role('ResolveRole'),
  control: role('ControlRole'),
  'orders, of another account': role('orders', '111122223333'),
  'own-orders, of this account': role('own-orders'),
  operators: role('operators'),
  'an administrator': role('admin'),
  'a consumer': role('billing', '444455556666'),
  'a stranger': role('stranger', '666677778888'),
  EventBridge: 'events.amazonaws.com',
  Logs: `logs.${REGION}.amazonaws.com`,
};

const dx = (kind: string, id: string, account = ACCOUNT) => `arn:aws:directconnect:${REGION}:${account}:${kind}/${id}`;
const BUS = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/dx-migrator-prod`;
const RULE = `arn:aws:events:${REGION}:${ACCOUNT}:rule/dx-migrator-prod/theirs`;
const LOG = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/lambda/dx-migrator-prod`;

/** By name, since the template is not there yet when the table is read; a thing that is no id is an ARN. */
const resourceOf = (template: Deployable, name: string) => (name.startsWith('arn:') ? name : template.arn(name));

type Row = [
  principal: string,
  action: string,
  resource: string,
  context: Record<string, string>,
  verdict: 'allowed' | 'denied',
];

const TLS = { 'aws:SecureTransport': 'true' };
const PLAIN = { 'aws:SecureTransport': 'false' };
const OURS = { 'events:source': 'dx-migrator' };
const VIA_SQS = { 'kms:ViaService': `sqs.${REGION}.amazonaws.com` };
const VIA_TABLE = { 'kms:ViaService': `dynamodb.${REGION}.amazonaws.com` };
const FOR_BUS = { 'kms:EncryptionContext:aws:events:event-bus:arn': BUS };

const NOBODY_NAMED: Row[] = [
  ['migrate', 'sqs:ReceiveMessage', 'RequestsQueue', TLS, 'allowed'],
  ['an administrator', 'sqs:SendMessage', 'RequestsQueue', TLS, 'denied'],
  ['orders, of another account', 'sqs:SendMessage', 'RequestsQueue', TLS, 'denied'],
  ['own-orders, of this account', 'sqs:SendMessage', 'RequestsQueue', TLS, 'denied'],
  ['operators', 'sqs:SendMessage', 'RequestsQueue', TLS, 'denied'],
  ['orders, of another account', 'kms:GenerateDataKey', 'Key', VIA_SQS, 'denied'],
  ['a consumer', 'events:PutRule', RULE, {}, 'denied'],
  ['a consumer', 'kms:Decrypt', 'Key', FOR_BUS, 'denied'],
  ['a stranger', 'lambda:InvokeFunction', 'ResolveLambdaFunction', {}, 'denied'],
  ['migrate', 'directconnect:AssociateHostedConnection', dx('dxlag', 'dxlag-any00001'), {}, 'allowed'],
  ['migrate', 'directconnect:DescribeInterconnects', dx('dxcon', 'dxcon-any00001'), {}, 'allowed'],
  ['migrate', 'ec2:CreateNetworkInterface', '*', {}, 'denied'],
];

const QUEUES: Row[] = [
  ['orders, of another account', 'sqs:SendMessage', 'RequestsQueue', TLS, 'allowed'],
  ['orders, of another account', 'sqs:SendMessage', 'RequestsQueue', PLAIN, 'denied'],
  ['orders, of another account', 'sqs:ReceiveMessage', 'RequestsQueue', TLS, 'denied'],
  ['orders, of another account', 'sqs:SendMessage', 'QuarantineQueue', TLS, 'denied'],
  ['own-orders, of this account', 'sqs:SendMessage', 'RequestsQueue', TLS, 'allowed'],
  ['operators', 'sqs:SendMessage', 'RequestsQueue', TLS, 'allowed'],
  ['an administrator', 'sqs:SendMessage', 'RequestsQueue', TLS, 'denied'],
  ['an administrator', 'sqs:ReceiveMessage', 'RequestsDeadLetterQueue', PLAIN, 'denied'],
  ['an administrator', 'sqs:ReceiveMessage', 'QuarantineQueue', PLAIN, 'denied'],
  ['an administrator', 'sqs:ReceiveMessage', 'BusDeadLetterQueue', PLAIN, 'denied'],
  ['a stranger', 'sqs:SendMessage', 'RequestsQueue', TLS, 'denied'],
  ['a stranger', 'sqs:ReceiveMessage', 'RequestsDeadLetterQueue', TLS, 'denied'],
  ['migrate', 'sqs:ReceiveMessage', 'RequestsQueue', TLS, 'allowed'],
  ['migrate', 'sqs:ChangeMessageVisibility', 'RequestsQueue', TLS, 'allowed'],
  ['migrate', 'sqs:SendMessage', 'QuarantineQueue', TLS, 'allowed'],
  ['migrate', 'sqs:SendMessage', 'RequestsQueue', TLS, 'denied'],
  ['migrate', 'sqs:PurgeQueue', 'RequestsQueue', TLS, 'denied'],
  ['migrate', 'sqs:ReceiveMessage', 'RequestsDeadLetterQueue', TLS, 'denied'],
  ['reconcile', 'sqs:ReceiveMessage', 'RequestsQueue', TLS, 'denied'],
  ['EventBridge', 'sqs:SendMessage', 'BusDeadLetterQueue', { ...TLS, 'aws:SourceArn': BUS }, 'allowed'],
  ['EventBridge', 'sqs:SendMessage', 'BusDeadLetterQueue', { ...TLS, 'aws:SourceArn': `${BUS}-other` }, 'denied'],
  ['EventBridge', 'sqs:SendMessage', 'RequestsQueue', TLS, 'denied'],
];

const BUS_ROWS: Row[] = [
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
  ['Logs', 'kms:Decrypt', 'Key', { 'kms:EncryptionContext:aws:logs:arn': `${LOG}-other` }, 'denied'],
];

const LEDGER: Row[] = [
  ['migrate', 'dynamodb:PutItem', 'Ledger', TLS, 'allowed'],
  ['migrate', 'dynamodb:UpdateItem', 'Ledger', PLAIN, 'denied'],
  ['migrate', 'dynamodb:DeleteItem', 'Ledger', TLS, 'denied'],
  ['migrate', 'dynamodb:Scan', 'Ledger', TLS, 'denied'],
  ['reconcile', 'dynamodb:PutItem', 'Ledger', TLS, 'denied'],
  ['control', 'dynamodb:UpdateItem', 'Ledger', TLS, 'allowed'],
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
  ['resolve', 'directconnect:DescribeLags', dx('dxlag', 'dxlag-fg1234ab'), {}, 'allowed'],
  ['control', 'directconnect:DescribeLags', dx('dxlag', 'dxlag-fg1234ab'), {}, 'denied'],
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
];

function check(template: Deployable, [principal, action, name, context]: Row) {
  const resource = resourceOf(template, name);
  const arn = PRINCIPALS[principal] ?? '';
  return evaluate({ principal: arn, action, resource, context }, policiesFor(template, arn, resource));
}

const TITLE = '%s: %s on %s, %o → %s';

describe('as it ships', () => {
  it.each(NOBODY_NAMED)(TITLE, (...row) => expect(check(shipped, row)).toBe(row[4]));
});

describe.each(Object.entries({ QUEUES, BUS_ROWS, KEY, LEDGER, DIRECT_CONNECT, FUNCTIONS }))(
  'with everybody named who can be: %s',
  (_name, rows) => {
    it.each(rows)(TITLE, (...row) => expect(check(open, row)).toBe(row[4]));
  },
);

describe('Direct Connect’s other calls', () => {
  const used = ['AssociateHostedConnection', 'DescribeHostedConnections', 'DescribeInterconnects', 'DescribeLags'];
  const commands = Object.keys(directConnect)
    .filter((name) => /^[A-Z].*Command$/.test(name) && name !== 'Command' && name !== '$Command')
    .map((name) => name.slice(0, -'Command'.length));
  const others = commands.filter((name) => !used.includes(name));
  const writing = others.filter((name) => !/^(Describe|List)/.test(name));

  it('are all known', () => {
    expect(DirectConnectClient).toBeDefined();
    expect(commands).toEqual(expect.arrayContaining(used));
    expect(writing.length).toBeGreaterThan(30);
  });

  it.each(['migrate', 'reconcile', 'resolve', 'control'])('are denied to %s, also with everything allowed', (who) => {
    const principal = PRINCIPALS[who] ?? '';
    const policies = policiesFor(open, principal, '*');
    const identity = [...(policies.identity ?? []), { Effect: 'Allow' as const, Action: '*', Resource: '*' }];
    const allowed = writing.filter((name) => {
      const request = { principal, action: `directconnect:${name}`, resource: '*' };
      return evaluate(request, { ...policies, identity }) === 'allowed';
    });
    expect(allowed).toEqual([]);
  });
});
