import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type SqsServer, startSqs } from '../../../local/sqs/sqs-server.ts';

/** A consumer's queue over the wire, whose messages come again after a second. */
export interface TestQueue {
  queueUrl: string;
  /** Never repeats what failed, so that a test sees each failure. */
  newClient(): SQSClient;
  send(body: unknown): Promise<void>;
  /** Messages that wait or are being handled. */
  depth(): Promise<number>;
  deadLetters(): Promise<string[]>;
  close(): Promise<void>;
}

/** @param maxReceives after so many a message is a dead letter */
export async function openQueue(maxReceives: number): Promise<TestQueue> {
  const server: SqsServer = await startSqs({ region: 'eu-central-1', identities: {} });
  const clients: SQSClient[] = [];
  const newClient = () => {
    const credentials = { accessKeyId: 'AIDALOCAL', secretAccessKey: 'local' };
    const client = new SQSClient({ region: 'eu-central-1', endpoint: server.url, credentials, maxAttempts: 1 });
    clients.push(client);
    return client;
  };
  const client = newClient();
  await client.send(new CreateQueueCommand({ QueueName: 'dead' }));
  const redrive = { deadLetterTargetArn: server.queueArn('dead'), maxReceiveCount: maxReceives };
  const Attributes = { VisibilityTimeout: '1', RedrivePolicy: JSON.stringify(redrive) };
  await client.send(new CreateQueueCommand({ QueueName: 'queue', Attributes }));
  const QueueUrl = server.queueUrl('queue');
  return {
    queueUrl: QueueUrl,
    newClient,
    async send(body) {
      const MessageBody = typeof body === 'string' ? body : JSON.stringify(body);
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    },
    async depth() {
      const { Attributes: counts = {} } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
      );
      return Number(counts.ApproximateNumberOfMessages) + Number(counts.ApproximateNumberOfMessagesNotVisible);
    },
    async deadLetters() {
      const receive = { QueueUrl: server.queueUrl('dead'), MaxNumberOfMessages: 10, VisibilityTimeout: 0 };
      const { Messages = [] } = await client.send(new ReceiveMessageCommand(receive));
      return Messages.map(({ Body = '' }) => Body);
    },
    async close() {
      for (const each of clients) each.destroy();
      await server.close();
    },
  };
}
