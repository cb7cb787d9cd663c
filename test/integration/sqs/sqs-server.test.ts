import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SqsServer, startSqs } from '../../../local/sqs/sqs-server.ts';

const region = 'eu-west-1';
const identities = { AKIAORDERS: 'AIDAORDERSYSTEM0000A1', ASIABILLING: 'AROABILLING0000000000:consumer' };

let sqs: SqsServer;
let orders: SQSClient;
let billing: SQSClient;
let stranger: SQSClient;
const clients: SQSClient[] = [];
let queueNumber = 0;
let queueName: string;
let queueUrl: string;

beforeAll(async () => {
  sqs = await startSqs({ region, identities });
  orders = clientFor('AKIAORDERS');
  billing = clientFor('ASIABILLING');
  stranger = clientFor('AKIASTRANGER');
});

afterAll(async () => {
  for (const client of clients) client.destroy();
  await sqs.close();
});

beforeEach(async () => {
  queueName = `queue-${++queueNumber}.fifo`;
  queueUrl = await createQueue(queueName);
});

function clientFor(accessKeyId: string, endpoint = sqs.url): SQSClient {
  const credentials = { accessKeyId, secretAccessKey: 'local' };
  const client = new SQSClient({ region, endpoint, credentials, maxAttempts: 1 });
  clients.push(client);
  return client;
}

async function createQueue(name: string, attributes: Record<string, string> = {}): Promise<string> {
  const fifo = name.endsWith('.fifo') ? { FifoQueue: 'true' } : {};
  const answer = await orders.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { VisibilityTimeout: '30', ...fifo, ...attributes } }),
  );
  return answer.QueueUrl ?? '';
}

async function send(client: SQSClient, body: string, group = 'g', url = queueUrl, deduplicationId = body) {
  return await client.send(
    new SendMessageCommand({
      QueueUrl: url,
      MessageBody: body,
      ...(url.endsWith('.fifo') ? { MessageGroupId: group, MessageDeduplicationId: deduplicationId } : {}),
    }),
  );
}

async function receive(url = queueUrl, count = 10, wait = 0): Promise<Message[]> {
  const answer = await orders.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: count,
      WaitTimeSeconds: wait,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  return answer.Messages ?? [];
}

describe('queue URLs', () => {
  it('are on 127.0.0.1 in every answer that names one', async () => {
    const found = await orders.send(new GetQueueUrlCommand({ QueueName: queueName }));
    const listed = await orders.send(new ListQueuesCommand({ QueueNamePrefix: queueName }));

    expect(queueUrl).toBe(`http://127.0.0.1:${sqs.port}/000000000000/${queueName}`);
    expect(sqs.queueUrl(queueName)).toBe(queueUrl);
    expect(found.QueueUrl).toBe(queueUrl);
    expect(listed.QueueUrls).toEqual([queueUrl]);
  });

  it('name the queue whose ARN queueArn returns', async () => {
    const answer = await orders.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
    );

    expect(answer.Attributes?.QueueArn).toBe(sqs.queueArn(queueName));
  });
});

// ReceiveMessage, SQS API Reference, SenderId: "For an IAM user, returns the IAM user ID … For an IAM role, returns the
// IAM role ID".
describe('SenderId', () => {
  it('is the identity behind the access key that signed the send', async () => {
    await send(orders, 'a', 'g1');
    await send(billing, 'b', 'g2');

    const senders = Object.fromEntries((await receive()).map((m) => [m.Body, m.Attributes?.SenderId]));

    expect(senders).toEqual({ a: identities.AKIAORDERS, b: identities.ASIABILLING });
  });

  it('is returned for messages of a batch', async () => {
    const entry = { MessageBody: 'x', MessageGroupId: 'g', MessageDeduplicationId: 'x' };
    await billing.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: [{ Id: '1', ...entry }] }));

    expect((await receive())[0]?.Attributes?.SenderId).toBe(identities.ASIABILLING);
  });

  it('is a stable id of its own for a key without a name', async () => {
    await send(stranger, 'a', 'g1');
    await send(stranger, 'b', 'g2');

    const [a, b] = await receive();

    expect(a?.Attributes?.SenderId).toMatch(/^AIDALOCAL[0-9A-F]{12}$/);
    expect(b?.Attributes?.SenderId).toBe(a?.Attributes?.SenderId);
  });

  it('stays that of the first sender when another sends the same deduplication id', async () => {
    await send(orders, 'a', 'g', queueUrl, 'same');
    await send(stranger, 'b', 'g', queueUrl, 'same');

    const messages = await receive();

    expect(messages.map((m) => [m.Body, m.Attributes?.SenderId])).toEqual([['a', identities.AKIAORDERS]]);
  });

  it('is returned only on request', async () => {
    await send(orders, 'a');

    const answer = await orders.send(new ReceiveMessageCommand({ QueueUrl: queueUrl }));

    expect(answer.Messages?.[0]?.Attributes).toBeUndefined();
  });

  it('goes with the message to the dead-letter queue', async () => {
    const deadLetterUrl = await createQueue(`dead-${queueName}`);
    const policy = { deadLetterTargetArn: sqs.queueArn(`dead-${queueName}`), maxReceiveCount: 1 };
    const sourceUrl = await createQueue(`source-${queueName}`, { RedrivePolicy: JSON.stringify(policy) });
    const sent = await send(billing, 'poison', 'g', sourceUrl);
    const [message] = await receive(sourceUrl);
    await makeVisible(sourceUrl, message);

    const again = await receive(sourceUrl); // the second receive is one too many: SQS moves the message instead
    const [dead] = await receive(deadLetterUrl);

    expect(again).toEqual([]);
    expect(dead).toMatchObject({ MessageId: sent.MessageId, Attributes: { SenderId: identities.ASIABILLING } });
  });
});

async function makeVisible(url: string, message: Message | undefined, seconds = 0): Promise<void> {
  await orders.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: url,
      ReceiptHandle: message?.ReceiptHandle,
      VisibilityTimeout: seconds,
    }),
  );
}

describe('a long poll', () => {
  it('answers as soon as a message is there', async () => {
    const polled = receive(queueUrl, 1, 20);
    await send(orders, 'a');

    expect((await polled).map((m) => m.Body)).toEqual(['a']);
  });

  it('that its client has given up takes no message', async () => {
    const abort = new AbortController();
    const poll = new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 20 });
    const polled = orders.send(poll, { abortSignal: abort.signal });
    await receive(); // a round trip: by then the poll has arrived
    abort.abort();
    await expect(polled).rejects.toThrow('aborted');
    await receive(); // and by then its end

    await send(orders, 'a');

    expect((await receive()).map((m) => m.Body)).toEqual(['a']);
  });

  it('ends when the server closes', async () => {
    const other = await startSqs({ region, identities });
    const client = clientFor('AKIAORDERS', other.url);
    const created = await client.send(new CreateQueueCommand({ QueueName: 'q' }));
    const polled = client.send(new ReceiveMessageCommand({ QueueUrl: created.QueueUrl, WaitTimeSeconds: 20 }));
    await client.send(new ListQueuesCommand({}));

    const started = performance.now();
    await Promise.all([other.close(), polled.catch(() => undefined)]);

    // Long before the poll's own end.
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});

// "Amazon SQS FIFO queue delivery logic", SQS Developer Guide: while a message of a group is invisible, no other message
// of that group is returned; other groups are not held up.
describe('a FIFO group', () => {
  it('is closed while one of its messages is in flight', async () => {
    await send(orders, 'a1', 'a');
    await send(orders, 'a2', 'a');
    await send(orders, 'b1', 'b');

    const first = await receive();
    const second = await receive();
    const a1 = first.find((m) => m.Body === 'a1');
    await orders.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: a1?.ReceiptHandle }));
    const third = await receive();

    expect(first.map((m) => m.Body)).toEqual(['a1', 'b1']);
    expect(second).toEqual([]);
    expect(third.map((m) => m.Body)).toEqual(['a2']);
  });

  it('starts again with the message that became visible', async () => {
    await send(orders, 'a1', 'a');
    await send(orders, 'a2', 'a');
    const [first] = await receive();
    await makeVisible(queueUrl, first);

    const [again] = await receive();

    expect(again).toMatchObject({ Body: 'a1', MessageId: first?.MessageId });
    expect(again?.Attributes).toMatchObject({
      ApproximateReceiveCount: '2',
      ApproximateFirstReceiveTimestamp: first?.Attributes?.ApproximateFirstReceiveTimestamp,
      SentTimestamp: first?.Attributes?.SentTimestamp,
      MessageGroupId: 'a',
      MessageDeduplicationId: 'a1',
      SequenceNumber: first?.Attributes?.SequenceNumber,
    });
  });
});

it('a message larger than MaximumMessageSize is rejected', async () => {
  const url = await createQueue(`small-${queueName}`, { MaximumMessageSize: '1024' });

  await expect(send(orders, 'x'.repeat(1025), 'g', url, 'large')).rejects.toThrow('shorter than 1024 bytes');
});
