import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MigrationClient } from '../../../src/client/index.ts';
import { startTestStack, type TestStack } from '../../support/stack.ts';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack('withoutReconcile');
});
afterAll(() => stack.close());

it('a request that the client sends gets its outcome, under the message id that the client returned', async () => {
  const sqs = new SQSClient({
    region: stack.region,
    endpoint: stack.sqs.url,
    credentials: { accessKeyId: 'AROAORDERSYSTEM', secretAccessKey: 'local' },
  });
  const client = new MigrationClient({ sqs, queueUrl: String(stack.outputs.OrdersRequestsQueueUrl) });

  const submission = await client.submit(
    {
      schemaVersion: '1',
      requestId: 'r1',
      connectionId: 'dxcon-line1',
      expectedParentConnectionId: 'dxcon-old1',
      parentConnectionId: 'dxlag-new1',
      requestedAt: new Date().toISOString(),
    },
    { traceparent: TRACEPARENT },
  );

  sqs.destroy();
  const { metadata, data } = await stack.nextEvent('Notification');
  expect(data).toMatchObject({
    outcome: 'MIGRATED',
    disposition: 'moved',
    tenant: 'orders',
    request: { requestId: 'r1' },
  });
  expect(metadata).toMatchObject({ traceparent: TRACEPARENT });
  expect(submission).toEqual({ accepted: true, requestId: 'r1', messageId: metadata.causationId });
});
