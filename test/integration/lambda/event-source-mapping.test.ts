import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TooManyRequestsException } from '../../../local/lambda/invoke-result.ts';
import { eventually } from '../../support/eventually.ts';
import {
  client,
  closeMappings,
  closeQueues,
  counts,
  createQueue,
  expectCounts,
  failures,
  hideFor,
  lines,
  map,
  openQueues,
  partial,
  region,
  send,
  stubLambda,
} from './fixtures/mapped-queue.ts';

beforeAll(openQueues);
afterEach(closeMappings);
afterAll(closeQueues);

describe('what the function gets', () => {
  it('is the message with all its attributes', async () => {
    const queueUrl = await createQueue('fifo');
    let record: SQSRecord | undefined;
    const lambda = stubLambda(async ([first]) => {
      record = first;
      return undefined;
    });
    const sent = await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: 'body',
        MessageGroupId: 'dxcon-1',
        MessageDeduplicationId: 'once',
        MessageAttributes: { traceparent: { DataType: 'String', StringValue: '00-ab-cd-01' } },
      }),
    );

    await map(queueUrl, lambda);
    await expectCounts(queueUrl, { ready: 0, inFlight: 0 });

    expect(record).toEqual({
      messageId: sent.MessageId,
      receiptHandle: expect.any(String),
      body: 'body',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        SenderId: 'AIDAORDERSYSTEM0000A1',
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
        SequenceNumber: sent.SequenceNumber,
        MessageGroupId: 'dxcon-1',
        MessageDeduplicationId: 'once',
      },
      messageAttributes: {
        traceparent: { stringValue: '00-ab-cd-01', stringListValues: [], binaryListValues: [], dataType: 'String' },
      },
      md5OfMessageAttributes: sent.MD5OfMessageAttributes,
      md5OfBody: sent.MD5OfMessageBody,
      eventSource: 'aws:sqs',
      eventSourceARN: `arn:aws:sqs:${region}:000000000000:${queueUrl.split('/').at(-1)}`,
      awsRegion: region,
    });
  });

  it('is at most BatchSize messages', async () => {
    const queueUrl = await createQueue();
    const lambda = stubLambda();
    await send(queueUrl, 'a', 'b', 'c');

    await map(queueUrl, lambda, { BatchSize: 2 });
    await expectCounts(queueUrl, { ready: 0, inFlight: 0 });

    expect(lambda.batches).toEqual([['a', 'b'], ['c']]);
  });

  it('is nothing while the mapping is disabled', async () => {
    const queueUrl = await createQueue();
    const other = await createQueue();
    const disabled = stubLambda();
    await send(queueUrl, 'a');
    await send(other, 'a');

    await map(queueUrl, disabled, { Enabled: false });
    await map(other, stubLambda());
    await expectCounts(other, { ready: 0, inFlight: 0 });

    expect(disabled.batches).toEqual([]);
    expect(await counts(queueUrl)).toEqual({ ready: 1, inFlight: 0 });
  });

  it('is a batch twice, at the same time, where that is asked for', async () => {
    const queueUrl = await createQueue();
    const lambda = stubLambda();
    await send(queueUrl, 'a');

    await map(queueUrl, lambda, {}, { duplicate: () => true });
    await expectCounts(queueUrl, { ready: 0, inFlight: 0 });

    expect(lambda.batches).toEqual([['a'], ['a']]);
  });
});

// "Handling errors for an SQS event source in Lambda", Lambda Developer Guide. The rules for every shape of an answer are
// in test/unit/lambda/batch-response.test.ts.
describe('after the invocation', () => {
  it('all messages are deleted, whatever the answer, without ReportBatchItemFailures', async () => {
    const queueUrl = await createQueue();
    const lambda = stubLambda(async ([first]) => ({ payload: failures(first) }));
    await send(queueUrl, 'a', 'b');

    await map(queueUrl, lambda);

    await expectCounts(queueUrl, { ready: 0, inFlight: 0 });
  });

  it('those reported as failed stay, the others are deleted', async () => {
    const queueUrl = await createQueue();
    const lambda = stubLambda(async ([first]) => ({ payload: failures(first) }));
    await send(queueUrl, 'a', 'b', 'c');

    await map(queueUrl, lambda, partial);

    await expectCounts(queueUrl, { ready: 0, inFlight: 1 });
  });

  it('all stay if the answer is invalid', async () => {
    const queueUrl = await createQueue();
    const lambda = stubLambda(async () => ({ payload: '{"batchItemFailures":[{"itemIdentifier":"unknown"}]}' }));
    await send(queueUrl, 'a', 'b');

    const mapping = await map(queueUrl, lambda, partial);
    await eventually(() => expect(lambda.batches).toEqual([['a', 'b']]));
    await mapping.close(); // after the invocation's messages are deleted or returned

    expect(await counts(queueUrl)).toEqual({ ready: 0, inFlight: 2 });
  });

  it.each([
    ['fails', async () => ({ functionError: 'Unhandled', payload: '{"errorType":"Sandbox.Timedout"}' }) as const],
    ['is throttled', () => Promise.reject(new TooManyRequestsException('migrate', 1))],
  ])('all stay if the function %s', async (_what, handle) => {
    const queueUrl = await createQueue();
    await send(queueUrl, 'a', 'b');

    await map(queueUrl, stubLambda(handle));
    await eventually(() => expect(lines).toHaveLength(1));

    expect(await counts(queueUrl)).toEqual({ ready: 0, inFlight: 2 });
    expect(lines[0]).toMatch(/migrate (failed on|could not be invoked for) a batch of 2: .*(Timedout|Rate Exceeded)/);
  });

  it('failed ones come back when the visibility timeout ends that the function gave them', async () => {
    const queueUrl = await createQueue('fifo');
    let deliveries = 0;
    const lambda = stubLambda(async ([first]) => {
      deliveries += 1;
      if (deliveries > 1) return { payload: '{}' };
      await hideFor(1, queueUrl, first?.receiptHandle);
      return { payload: failures(first) };
    });
    await send(queueUrl, 'a1', 'a2');

    await map(queueUrl, lambda, partial);
    await expectCounts(queueUrl, { ready: 0, inFlight: 0 });

    expect(lambda.batches).toEqual([['a1'], ['a1'], ['a2']]);
  });

  it('one of a FIFO queue that took longer than its visibility timeout is redelivered, and this is logged', async () => {
    const queueUrl = await createQueue('fifo');
    const lambda = stubLambda(async ([first]) => {
      if (lambda.batches.length === 1) await hideFor(0, queueUrl, first?.receiptHandle);
      // A message that the second invocation has deleted is no longer there for the first to fail to delete.
      else await eventually(() => expect(lines).not.toEqual([]));
      return { payload: '{}' };
    });
    await send(queueUrl, 'a1');

    await map(queueUrl, lambda, partial);
    await eventually(() => expect(lambda.batches).toEqual([['a1'], ['a1']]));
    await expectCounts(queueUrl, { ready: 0, inFlight: 0 });

    expect(lines).toEqual([`Deleting a message from ${queueUrl} failed: The receipt handle has expired`]);
  });
});
