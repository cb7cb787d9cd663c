import { createHash } from 'node:crypto';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SqsServer, startSqs } from '../../../local/sqs/sqs-server.ts';

const region = 'eu-west-1';
let now = 0;
let sqs: SqsServer;
let client: SQSClient;
let QueueUrl: string;

beforeAll(async () => {
  sqs = await startSqs({ region, identities: {}, now: () => now });
  const credentials = { accessKeyId: 'AKIALOCAL', secretAccessKey: 'local' };
  client = new SQSClient({ region, endpoint: sqs.url, credentials, maxAttempts: 1 });
  QueueUrl = (await client.send(new CreateQueueCommand({ QueueName: 'orders' }))).QueueUrl ?? '';
});

afterAll(async () => {
  client.destroy();
  await sqs.close();
});

describe('the characters of a body', () => {
  // fast-check prints its seed when it fails.
  it('are accepted and returned unchanged, if SQS documents them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.nat(0x10ffff).filter(taken).map(toText), minLength: 1 }), async (body) => {
        const sent = await client.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
        expect(sent.MD5OfMessageBody).toBe(createHash('md5').update(body).digest('hex'));
        const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
        expect(Messages?.[0]?.Body).toBe(body);
        await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages?.[0]?.ReceiptHandle }));
      }),
    );
  });

  it.each(['\u{20BB7}野家', '😀', '\u{10000}', '\u{10FFFF}', '\u{D7FF}\u{E000}\u{FFFD}\t\n\r '])(
    '%j is taken',
    async (body) => {
      await expect(client.send(new SendMessageCommand({ QueueUrl, MessageBody: body }))).resolves.toBeDefined();
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: await receive() }));
    },
  );

  it.each(['\u0000', '\u0008', '\u000b', '\u001f', '\ufffe', '\uffff', '\ud842', '\udfb7a', '\udfb7\ud842'])(
    '%j is rejected',
    async (character) => {
      const answer = await call('SendMessage', { QueueUrl, MessageBody: `a${character}b` });
      expect(answer).toMatchObject({ status: 400, code: 'InvalidMessageContents', query: 'InvalidMessageContents' });
    },
  );

  it('are checked for each entry of a batch', async () => {
    const Entries = ['😀', '\u0001'].map((MessageBody, index) => ({ Id: `e${index}`, MessageBody }));
    const { Successful, Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(Successful).toMatchObject([{ Id: 'e0' }]);
    expect(Failed).toMatchObject([{ Id: 'e1', Code: 'InvalidMessageContents', SenderFault: true }]);
  });
});

describe('a queue', () => {
  it.each(['a b', 'ä', 'a.b', '.fifo', 'x'.repeat(81), `${'x'.repeat(76)}.fifo`])(
    'is not named %j',
    async (QueueName) => {
      const answer = await call('CreateQueue', { QueueName });
      expect(answer).toMatchObject({
        ...{ status: 400, code: 'InvalidParameterValueException', query: 'InvalidParameterValue' },
      });
    },
  );

  it.each([
    { QueueName: 'x'.repeat(80) },
    { QueueName: `${'x'.repeat(75)}.fifo`, Attributes: { FifoQueue: 'true' } },
    { QueueName: 'a-B_9' },
  ])('may be named $QueueName', async (input) => {
    expect(await call('CreateQueue', input)).toMatchObject({ status: 200 });
  });

  it('that does not exist is reported with the error name of both protocols', async () => {
    const answer = await call('SendMessage', { QueueUrl: sqs.queueUrl('none'), MessageBody: 'a' });
    expect(answer).toMatchObject({ code: 'QueueDoesNotExist', query: 'AWS.SimpleQueueService.NonExistentQueue' });
  });

  it.each([{}, { Attributes: null }, { Attributes: { FifoQueue: 'false' } }])(
    'may end in .fifo only if it is a FIFO queue, which %j is not',
    async (input) => {
      const answer = await call('CreateQueue', { QueueName: 'orders.fifo', ...input });
      expect(answer).toMatchObject({ status: 400, code: 'InvalidParameterValueException' });
    },
  );

  it('is purged once a minute', async () => {
    const purge = () => client.send(new PurgeQueueCommand({ QueueUrl }));
    await purge();
    now += 59_999;
    await expect(purge()).rejects.toMatchObject({
      name: 'PurgeQueueInProgress',
      $metadata: { httpStatusCode: 403 },
      message: 'Only one PurgeQueue operation on orders is allowed every 60 seconds.',
    });
    now += 1;
    await purge();
  });
});

describe('a body that is not what SQS expects', () => {
  it.each(['{', '', 'null', '[]', '"text"', '{"QueueUrl":1}', '{"QueueUrl":"orders","MessageBody":7}'])(
    '%s',
    async (body) => {
      expect(await call('SendMessage', body)).toMatchObject({ status: 400, code: 'SerializationException' });
    },
  );
});

async function receive(): Promise<string> {
  const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
  return Messages?.[0]?.ReceiptHandle ?? '';
}

async function call(action: string, input: object | string) {
  const response = await fetch(sqs.url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` },
    body: typeof input === 'string' ? input : JSON.stringify(input),
  });
  const answer = (await response.json()) as { __type?: string };
  const query = response.headers.get('x-amzn-query-error')?.split(';')[0];
  return { status: response.status, code: answer.__type?.replace('com.amazonaws.sqs#', ''), query };
}

/** The documented set, written down apart from the code. */
function taken(point: number): boolean {
  return (
    [0x9, 0xa, 0xd].includes(point) ||
    (point >= 0x20 && point <= 0xd7ff) ||
    (point >= 0xe000 && point !== 0xfffe && point !== 0xffff)
  );
}

function toText(point: number): string {
  return String.fromCodePoint(point);
}
