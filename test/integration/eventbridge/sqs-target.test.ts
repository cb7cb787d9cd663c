import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RuleProperties } from '../../../local/eventbridge/rule.ts';
import { type EventBridgeServer, startEventBridge } from '../../../local/eventbridge/start-event-bridge.ts';
import type { TargetSender } from '../../../local/eventbridge/target-sender.ts';
import { ACCOUNT, clientOf, queueArn, REGION } from './harness.ts';

const queues = buildApp({ logger: false });
let sqsUrl: string;
let sqs: SQSClient;
let server: EventBridgeServer;
let client: EventBridgeClient;

const queueUrl = (arn: string) => `${sqsUrl}/${ACCOUNT}/${arn.split(':').at(-1)}`;

/** Sends with the real client, so that the errors are the real ones too. */
const targets: TargetSender = {
  async sqs(arn, { body, messageGroupId, attributes = {} }) {
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
    );
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl(arn),
        MessageBody: body,
        MessageGroupId: messageGroupId,
        MessageAttributes,
      }),
    );
  },
  async lambda() {
    throw new Error('not used here');
  },
};

beforeAll(async () => {
  sqsUrl = await queues.listen({ host: '127.0.0.1', port: 0 });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  sqs = new SQSClient({ endpoint: sqsUrl, region: REGION, credentials, maxAttempts: 1 });
  const fifo = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };
  await sqs.send(new CreateQueueCommand({ QueueName: 'billing' }));
  await sqs.send(new CreateQueueCommand({ QueueName: 'dlq' }));
  await sqs.send(new CreateQueueCommand({ QueueName: 'ordered.fifo', Attributes: fifo }));

  server = await startEventBridge({ region: REGION, account: ACCOUNT, targets });
  server.createBus('dx');
  client = clientOf(server.url);
  putRule('billing', { Arn: queueArn('billing') });
  putRule('ordered', { Arn: queueArn('ordered.fifo'), SqsParameters: { MessageGroupId: 'g' } });
  putRule('missing', { Arn: queueArn('missing'), DeadLetterConfig: { Arn: queueArn('dlq') } });
});

afterAll(async () => {
  client.destroy();
  await server.close();
  sqs.destroy();
  await queues.close();
});

function putRule(name: string, target: Omit<NonNullable<RuleProperties['Targets']>[number], 'Id'>): void {
  const EventPattern = { source: ['dx-migrator'], detail: { rule: [name] } };
  server.putRule({ Name: name, EventBusName: 'dx', EventPattern, Targets: [{ Id: name, ...target }] });
}

async function publish(rule: string): Promise<void> {
  const Detail = JSON.stringify({ rule });
  const Entries = [{ EventBusName: 'dx', Source: 'dx-migrator', DetailType: 'Moved', Detail }];
  expect(await client.send(new PutEventsCommand({ Entries }))).toMatchObject({ FailedEntryCount: 0 });
}

async function receive(arn: string): Promise<Message | undefined> {
  const answer = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl(arn),
      WaitTimeSeconds: 20,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    }),
  );
  return answer.Messages?.[0];
}

it('delivers an event to a queue', async () => {
  await publish('billing');

  const message = await receive(queueArn('billing'));

  expect(JSON.parse(message?.Body ?? '')).toEqual(server.received().at(-1)?.event);
});

it('delivers an event to a FIFO queue, in the message group of the target', async () => {
  await publish('ordered');

  const message = await receive(queueArn('ordered.fifo'));

  expect(message?.Attributes?.MessageGroupId).toBe('g');
});

it('moves an event for a queue that does not exist to the dead-letter queue at once', async () => {
  await publish('missing');

  const message = await receive(queueArn('dlq'));

  expect(JSON.parse(message?.Body ?? '')).toEqual(server.received().at(-1)?.event);
  expect(message?.MessageAttributes).toMatchObject({
    RULE_ARN: { DataType: 'String', StringValue: `arn:aws:events:${REGION}:${ACCOUNT}:rule/dx/missing` },
    TARGET_ARN: { StringValue: queueArn('missing') },
    ERROR_CODE: { StringValue: 'NO_RESOURCE' },
    RETRY_ATTEMPTS: { StringValue: '0' },
  });
});
