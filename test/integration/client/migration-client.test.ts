import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  type Message,
  type QueueAttributeName,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SqsServer, startSqs } from '../../../local/sqs/sqs-server.ts';
import { MigrationClient } from '../../../src/client/index.ts';
import type { MigrationRequestInput } from '../../../src/contract/request-schema.ts';

const region = 'eu-west-1';
const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

let server: SqsServer;
let sqs: SQSClient;
let queueUrl: string;
let queues = 0;

beforeAll(async () => {
  server = await startSqs({ region, identities: {} });
  sqs = new SQSClient({
    region,
    endpoint: server.url,
    credentials: { accessKeyId: 'AKIALOCAL', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
afterAll(async () => {
  sqs.destroy();
  await server.close();
});
beforeEach(async () => {
  const QueueName = `requests-${++queues}.fifo`;
  // As infra/queues.yml has it.
  const Attributes = { FifoQueue: 'true', DeduplicationScope: 'messageGroup', MaximumMessageSize: '65536' };
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  queueUrl = QueueUrl;
});

function aRequest(requestId: string, connectionId = `dxcon-${requestId}`): MigrationRequestInput {
  return {
    schemaVersion: '1',
    requestId,
    connectionId,
    expectedParentConnectionId: 'dxcon-old1',
    parentConnectionId: 'dxlag-new1',
    requestedAt: new Date().toISOString(),
  };
}

/** All messages of the queue, without taking them off. */
async function received(): Promise<Message[]> {
  const messages: Message[] = [];
  for (;;) {
    const receive = new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    });
    const { Messages = [] } = await sqs.send(receive);
    if (Messages.length === 0) return messages;
    messages.push(...Messages);
  }
}

describe('over the wire to SQS', () => {
  it('a request arrives as it was given, with its group, deduplication id and trace context', async () => {
    const request = { ...aRequest('r1'), note: 'Grüße' };

    const submission = await new MigrationClient({ sqs, queueUrl }).submit(request, { traceparent: TRACEPARENT });

    const [message, ...others] = await received();
    expect(others).toEqual([]);
    expect(submission).toEqual({ accepted: true, requestId: 'r1', messageId: message?.MessageId });
    expect(JSON.parse(message?.Body ?? '')).toEqual(request);
    expect(message?.Attributes).toMatchObject({
      MessageGroupId: 'dxcon-r1',
      MessageDeduplicationId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    });
    expect(message?.MessageAttributes?.traceparent?.StringValue).toBe(TRACEPARENT);
  });

  it('many arrive, each once, and invalid ones do not', async () => {
    const requests = Array.from({ length: 25 }, (_, index) => aRequest(`r${index}`));
    requests.splice(7, 0, { ...aRequest('bad'), expectedVlan: 0 });

    const report = await new MigrationClient({ sqs, queueUrl }).submitAll(requests);

    expect(report).toMatchObject({ accepted: 25, notAccepted: 1 });
    expect(report.results[7]).toMatchObject({ code: 'INVALID', requestId: 'bad' });
    const messageIds = (await received()).map(({ MessageId }) => MessageId);
    const accepted = report.results.flatMap((result) => (result.accepted ? [result.messageId] : []));
    expect(messageIds).toHaveLength(25);
    expect(new Set(messageIds)).toEqual(new Set(accepted));
  });

  it('the same request sent twice is in the queue twice, because the ledger must deduplicate, not SQS', async () => {
    const client = new MigrationClient({ sqs, queueUrl });
    const request = aRequest('r1');

    await client.submit(request);
    await client.submit(request);

    const AttributeNames: QueueAttributeName[] = ['ApproximateNumberOfMessages'];
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames }));
    expect(Attributes?.ApproximateNumberOfMessages).toBe('2');
  });

  it('a queue that does not exist rejects the request, and the error is named', async () => {
    const missing = `${server.url}/000000000000/missing.fifo`;

    const submission = await new MigrationClient({ sqs, queueUrl: missing }).submit(aRequest('r1'));

    expect(submission).toMatchObject({
      accepted: false,
      code: 'REFUSED',
      problem: 'SQS did not take it (QueueDoesNotExist): it is not in the queue',
      cause: expect.any(Error),
    });
  });

  it('an endpoint that does not answer leaves the request uncertain', async () => {
    const unreachable = new SQSClient({
      region,
      endpoint: 'http://127.0.0.1:1',
      credentials: { accessKeyId: 'AKIALOCAL', secretAccessKey: 'local' },
      maxAttempts: 1,
    });

    const submission = await new MigrationClient({ sqs: unreachable, queueUrl }, { random: () => 0 }).submit(
      aRequest('r1'),
    );

    unreachable.destroy();
    expect(submission).toMatchObject({ accepted: false, code: 'UNCERTAIN' });
  });
});
