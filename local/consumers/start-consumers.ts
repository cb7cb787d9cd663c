import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Message, SQSClient } from '@aws-sdk/client-sqs';
import { parseEvent } from 'dx-migrator/contract';
import type { TopologyView } from '#direct-connect-simulator';
import { billing } from '../../examples/consumers/billing/billing.ts';
import type { BillingLine } from '../../examples/consumers/billing/line.ts';
import { type Consumption, consume } from '../../examples/consumers/consume.ts';
import { DynamoDbStore, tableDefinition } from '../../examples/consumers/dynamodb-store.ts';
import type { OutboxMessage } from '../../examples/consumers/notification/message.ts';
import { notification } from '../../examples/consumers/notification/notification.ts';
import { type MaintenanceEvent, parseNotified } from '../../examples/consumers/notification/parse.ts';
import type { LocalStack } from '../stack/local-stack.ts';

export type Consumer = 'billing' | 'notification';

export interface ConsumerOptions {
  stack: LocalStack;
  /** The partner's own inventory: which parent is on which device. */
  inventory: TopologyView;
  /** Before an event is handled, each time that it comes. */
  onReceived?: (consumer: Consumer, message: Message) => void;
  /** A line, or a message, that was not there before. */
  onLine?: (line: BillingLine) => void;
  onMessage?: (message: OutboxMessage) => void;
  onError: (consumer: Consumer, error: Error) => void;
}

export interface Consumers {
  /** All that they have stored, in no order. */
  lines(): Promise<BillingLine[]>;
  messages(): Promise<OutboxMessage[]>;
  close(): Promise<void>;
}

/** Who tells customers of maintenance. */
const PROVIDER = { domain: 'partner.example', name: 'Example Partner NOC', email: 'noc@partner.example' };

const CREDENTIALS = { accessKeyId: 'AIDALOCALCONSUMER', secretAccessKey: 'local' };

/** Runs the two reference consumers of examples/consumers on the stack's queues, with tables of their own. */
export async function startConsumers(options: ConsumerOptions): Promise<Consumers> {
  const { stack, inventory, onLine, onMessage } = options;
  const client = { region: stack.region, credentials: CREDENTIALS, maxAttempts: 3, retryMode: 'standard' };
  const sqs = new SQSClient({ ...client, endpoint: stack.sqs.url });
  const dynamoDb = new DynamoDBClient({ ...client, endpoint: stack.dynamoDb.url });
  const lines = await openStore<BillingLine>('billing-lines', dynamoDb);
  const outbox = await openStore<OutboxMessage>('notification-outbox', dynamoDb);
  const bill = billing(lines);
  const devices = new Map(inventory.parents.map(({ id, device }) => [id, device]));
  const events = await openStore<MaintenanceEvent>('notification-maintenance', dynamoDb);
  const notify = notification(outbox, devices, { events, provider: PROVIDER });
  const ending = new AbortController();
  const loops = [
    run('billing', parseEvent, { ...options, sqs, signal: ending.signal }, async (event) => {
      const line = await bill(event);
      if (line) onLine?.(line);
    }),
    run('notification', parseNotified, { ...options, sqs, signal: ending.signal }, async (event) => {
      const message = await notify(event);
      if (message) onMessage?.(message);
    }),
  ];
  return {
    lines: () => lines.list(),
    messages: () => outbox.list(),
    async close() {
      ending.abort();
      await Promise.all(loops);
      sqs.destroy();
      dynamoDb.destroy();
    },
  };
}

async function openStore<T>(name: string, client: DynamoDBClient): Promise<DynamoDbStore<T>> {
  await client.send(new CreateTableCommand(tableDefinition(name)));
  return new DynamoDbStore<T>(client, name);
}

type Running = ConsumerOptions & { sqs: SQSClient; signal: AbortSignal };

function run<Event>(
  consumer: Consumer,
  parse: Consumption<Event>['parse'],
  { stack, sqs, signal, onReceived, onError }: Running,
  handle: Consumption<Event>['handle'],
): Promise<void> {
  const output = consumer === 'billing' ? 'BillingQueueUrl' : 'NotificationQueueUrl';
  return consume({
    client: sqs,
    queueUrl: stack.outputs[output] ?? '',
    parse,
    handle: (event, message) => {
      onReceived?.(consumer, message);
      return handle(event, message);
    },
    onError: (error) => onError(consumer, error),
    signal,
  });
}
