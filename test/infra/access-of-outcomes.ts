import { REGION } from '../../infra/check/variants.ts';
import { BUS, OURS, PLAIN, type Row, RULES, TLS, VIA_SQS } from './access-terms.ts';

const ofOrders = (account = '111122223333') => ({
  queue: `arn:aws:sqs:${REGION}:${account}:outcomes`,
  bus: `arn:aws:events:${REGION}:${account}:event-bus/orders`,
  key: `arn:aws:kms:${REGION}:${account}:key/theirs`,
});
const { queue: OUTCOMES_QUEUE, bus: OUTCOMES_BUS, key: OUTCOMES_KEY } = ofOrders();

/** What a tenant's subscriptions take: into its own account, and nothing else. */
export const OUTCOMES_OF_A_TENANT: Row[] = [
  ['EventBridge for orders', 'sqs:SendMessage', OUTCOMES_QUEUE, TLS, 'allowed'],
  ['EventBridge for orders', 'sqs:SendMessage', ofOrders('222233334444').queue, TLS, 'denied'],
  ['EventBridge for orders', 'sqs:SendMessage', 'BillingQueue', TLS, 'denied'],
  ['EventBridge for orders', 'events:PutEvents', OUTCOMES_BUS, OURS, 'allowed'],
  ['EventBridge for orders', 'events:PutEvents', BUS, OURS, 'denied'],
  ['EventBridge for orders', 'kms:GenerateDataKey', OUTCOMES_KEY, VIA_SQS, 'allowed'],
  ['EventBridge for orders', 'kms:GenerateDataKey', OUTCOMES_KEY, {}, 'denied'],
  ['EventBridge for orders', 'kms:GenerateDataKey', ofOrders('222233334444').key, VIA_SQS, 'denied'],
  ['EventBridge for orders', 'kms:Decrypt', 'Key', VIA_SQS, 'denied'],
  ...(
    [
      ['dx-migrator-prod_orders', 'allowed'],
      ['dx-migrator-prod-billing', 'denied'],
    ] as const
  ).map(
    ([rule, verdict]): Row => [
      'EventBridge',
      'sqs:SendMessage',
      'OrdersOutcomesDeadLetterQueue',
      { ...TLS, 'aws:SourceArn': `${RULES}/dx-migrator-prod/${rule}` },
      verdict,
    ],
  ),
  ['an administrator', 'sqs:SendMessage', 'OrdersOutcomesDeadLetterQueue', TLS, 'denied'],
  ['an administrator', 'sqs:PurgeQueue', 'OrdersOutcomesDeadLetterQueue', TLS, 'denied'],
  ['an administrator', 'sqs:ReceiveMessage', 'OrdersOutcomesDeadLetterQueue', PLAIN, 'denied'],
  ['readers', 'sqs:ReceiveMessage', 'OrdersOutcomesDeadLetterQueue', TLS, 'allowed'],
  ['orders, of another account', 'sqs:ReceiveMessage', 'OrdersOutcomesDeadLetterQueue', TLS, 'denied'],
];
