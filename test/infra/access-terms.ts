import { ACCOUNT, REGION } from '../../infra/check/variants.ts';

// Who asks, for what and in what circumstances, as the tables of access name it.

const role = (name: string, account = ACCOUNT) => `arn:aws:iam::${account}:role/${name}`;
/**
 * Those of the template have the rights that it gives them, operators, readers and planners those of its policies for them, all others every
 * right of their own account. In the table,
 * ", with every right" adds those to a role of the template, and ", with no right" takes them from another.
 */
export const PRINCIPALS: Record<string, string> = {
  migrate: role('MigrateRole'),
  reconcile: role('ReconcileRole'),
  dispatch: role('DispatchRole'),
  resolve: role('ResolveRole'),
  control: role('ControlRole'),
  drain: role('DrainRole'),
  approve: role('ApproveRole'),
  'orders, of another account': role('orders', '111122223333'),
  'own-orders, of this account': role('own-orders'),
  'old-orders, of another account': role('old-orders', '111122223333'),
  operators: role('operators'),
  approvers: role('approvers'),
  readers: role('readers'),
  planners: role('planners'),
  'EventBridge for orders': role('OrdersOutcomesRole'),
  'an administrator': role('admin'),
  'a consumer': role('billing', '444455556666'),
  'a stranger': role('stranger', '666677778888'),
  EventBridge: 'events.amazonaws.com',
  Logs: `logs.${REGION}.amazonaws.com`,
  Alarms: 'cloudwatch.amazonaws.com',
};

export const dx = (kind: string, id: string, account = ACCOUNT) =>
  `arn:aws:directconnect:${REGION}:${account}:${kind}/${id}`;
export const BUS = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/dx-migrator-prod`;
export const RULE = `arn:aws:events:${REGION}:${ACCOUNT}:rule/dx-migrator-prod/theirs`;
export const SCHEDULE = `arn:aws:events:${REGION}:${ACCOUNT}:rule/ReconcileEventsRuleSchedule1`;
export const DRAIN_SCHEDULE = `arn:aws:events:${REGION}:${ACCOUNT}:rule/DrainEventsRuleSchedule1`;
export const DISPATCH_SCHEDULE = `arn:aws:events:${REGION}:${ACCOUNT}:rule/DispatchEventsRuleSchedule1`;
export const INDEX = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/dx-migrator-prod-ledger/index/due`;
export const ALARM = `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:dx-migrator-prod-held`;
export const OTHER_ALARM = `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:someone-elses`;
export const RULES = `arn:aws:events:${REGION}:${ACCOUNT}:rule`;
export const stackArn = (name: string) => `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${name}/0a1b2c3d`;
export const LOG = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/lambda/dx-migrator-prod`;

/** A resource is a logical id or, where the template has none, an ARN. */
export type Row = [
  principal: string,
  action: string,
  resource: string,
  context: Record<string, string | string[]>,
  verdict: 'allowed' | 'denied',
];

export const TLS = { 'aws:SecureTransport': 'true' };
export const PLAIN = { 'aws:SecureTransport': 'false' };
export const OURS = { 'events:source': 'dx-migrator' };
export const OPERATIONS = { 'events:source': 'dx-migrator.operations' };
export const VIA_SQS = { 'kms:ViaService': `sqs.${REGION}.amazonaws.com` };
export const VIA_TABLE = { 'kms:ViaService': `dynamodb.${REGION}.amazonaws.com` };
export const BY_HAND = { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' };
export const FOR_BUS = { 'kms:EncryptionContext:aws:events:event-bus:arn': BUS };

/** A request of items with these keys. */
export const items = (...keys: string[]) => ({ ...TLS, 'dynamodb:LeadingKeys': keys });
/** Of which the request sets, removes or compares these attributes. */
export const attributes = (...names: string[]) => ({ 'dynamodb:Attributes': names });
export const A_REQUEST = items('REQUEST#orders#r1');
export const A_DRAIN = items('DRAIN#fra-1');
export const A_PLAN = items('PLAN#fra-1#1');
export const A_LINE = items('CONNECTION#dxcon-fg1234ab');
export const CONTROL = items('CONTROL');
