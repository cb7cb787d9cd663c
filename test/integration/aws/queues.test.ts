import { CreateQueueCommand, type Message, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSqs } from '../../../local/sqs/sqs-server.ts';
import { quarantine } from '../../../src/aws/quarantine.ts';
import { visibility } from '../../../src/aws/visibility.ts';
import { answerJson, clientsIn, closedPort, failureOf, startRawServer, withoutPauses } from './harness.ts';

/** A queue, and the handlers' own client for it. */
async function startQueue(name: string, attributes: Record<string, string> = {}) {
  const server = await startSqs({ region: 'us-west-1', identities: {} });
  onTestFinished(() => server.close());
  const { sqs } = clientsIn({ AWS_ENDPOINT_URL_SQS: server.url });
  await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: { VisibilityTimeout: '30', ...attributes } }));
  const url = server.queueUrl(name);
  const receive = async (): Promise<Message[]> => {
    const all = { MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All' as const] };
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, ...all }));
    return Messages ?? [];
  };
  return { server, sqs, url, receive };
}

const ARN = 'arn:aws:sqs:us-west-1:000000000000:requests.fifo';
const MESSAGE = { id: 'message-1', body: ' {"requestId": "é\t', senderId: 'AROAEXAMPLE:session' };

describe('quarantine', () => {
  it('keeps the body as it came, with its sender, its message id and the reason', async () => {
    const { sqs, url, receive } = await startQueue('quarantine');

    await quarantine(sqs, url).store(MESSAGE, 'INVALID_REQUEST');

    const stored = await receive();
    expect(stored).toHaveLength(1);
    expect(stored[0]?.Body).toBe(MESSAGE.body);
    const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });
    expect(stored[0]?.MessageAttributes).toMatchObject({
      messageId: attribute('message-1'),
      senderId: attribute('AROAEXAMPLE:session'),
      reason: attribute('INVALID_REQUEST'),
    });
  });

  it('throws if it cannot store', async () => {
    withoutPauses();
    const { sqs, server } = await startQueue('quarantine');

    const noQueue = failureOf(quarantine(sqs, server.queueUrl('elsewhere')).store(MESSAGE, 'UNKNOWN_SENDER'));
    expect(await noQueue).toMatchObject({ name: 'QueueDoesNotExist' });

    const away = await closedPort();
    const client = clientsIn({ AWS_ENDPOINT_URL_SQS: away }).sqs;
    const noServer = failureOf(quarantine(client, `${away}/000000000000/quarantine`).store(MESSAGE, 'UNKNOWN_SENDER'));
    expect(await noServer).toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('defer', () => {
  it('makes a message visible after the given time instead of the queue’s own', async () => {
    const { sqs, url, receive } = await startQueue('requests.fifo', { FifoQueue: 'true' });
    const key = { MessageGroupId: 'dxcon-a1', MessageDeduplicationId: '1' };
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'order', ...key }));
    const [first] = await receive();
    const meanwhile = await receive();

    await visibility(sqs, url)(ARN, first?.ReceiptHandle ?? '', 0);

    const [second] = await receive();
    expect(meanwhile).toEqual([]);
    expect(second?.MessageId).toBe(first?.MessageId);
    expect(second?.Attributes?.ApproximateReceiveCount).toBe('2');
  });

  it('passes the seconds on unchanged, to the queue of that ARN', async () => {
    const server = await startRawServer((response) => answerJson(response, {}));
    const { sqs } = clientsIn({ AWS_ENDPOINT_URL_SQS: server.url });
    const base = `${server.url}/000000000000`;

    await visibility(sqs, `${base}/quarantine`)(ARN, 'handle', 42);

    expect(server.bodies.map((body) => JSON.parse(body))).toEqual([
      { QueueUrl: `${base}/requests.fifo`, ReceiptHandle: 'handle', VisibilityTimeout: 42 },
    ]);
  });

  it('throws for a message that is no longer in flight', async () => {
    const { sqs, url, receive } = await startQueue('requests.fifo', { FifoQueue: 'true' });
    const key = { MessageGroupId: 'dxcon-a1', MessageDeduplicationId: '1' };
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'order', ...key }));
    const [message] = await receive();
    const defer = visibility(sqs, url);
    await defer(ARN, message?.ReceiptHandle ?? '', 0);

    const failure = await failureOf(defer(ARN, message?.ReceiptHandle ?? '', 5));

    expect(failure).toMatchObject({ name: 'InvalidParameterValue' });
  });
});
