import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { MigrationClient } from 'dx-migrator/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { stackRequest, startTestStack, type TestStack } from '../../support/stack.ts';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const CORRELATION = 'change-2026-1123';

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack.close());

const clientOptions = (endpoint: string) => ({
  ...{ region: stack.region, endpoint, maxAttempts: 3, retryMode: 'standard' },
  credentials: { accessKeyId: 'AROAORDERSYSTEM', secretAccessKey: 'local' },
});

it('one id leads from the order system through both functions’ logs and the ledger to every consumer', async () => {
  const sqs = new SQSClient(clientOptions(stack.sqs.url));
  const client = new MigrationClient({ sqs, queueUrl: stack.outputs.OrdersRequestsQueueUrl ?? '' });
  const request = stackRequest('r1', 'dxcon-line1', { correlationId: CORRELATION });

  // Dispatch calls for the requests that waited while the service was paused.
  await control('pause');
  await client.submit(request, { traceparent: TRACEPARENT });
  await eventually(() => expect(logLines()).toHaveLength(1));
  await control('resume');

  const events = [await stack.nextEvent('Billing'), await stack.nextEvent('Notification')];
  for (const { metadata, data } of events) {
    expect(metadata).toMatchObject({ correlationId: CORRELATION, traceparent: TRACEPARENT });
    expect(data).toMatchObject({ outcome: 'MIGRATED', request: { correlationId: CORRELATION } });
  }
  await eventually(() => expect(logLines().map(({ message }) => message)).toContain('published'));
  expect(logLines().filter(({ traceparent }) => traceparent === TRACEPARENT)).toEqual(logLines());
  expect(logLines().map(({ message, functionName }) => `${functionName}: ${message}`)).toEqual([
    'migrate: waiting',
    'dispatch: calling',
    'dispatch: migrated',
    'dispatch: published',
  ]);
  expect(await ledgerItem()).toMatchObject({ traceparent: { S: TRACEPARENT } });
  expect((await ledgerItem())?.request?.S).toContain(CORRELATION);
  sqs.destroy();
});

async function control(action: 'pause' | 'resume'): Promise<void> {
  const order = JSON.stringify({ action, by: 'ada', why: 'a test' });
  expect(await stack.functions.get('control')?.invoke(order)).not.toHaveProperty('functionError');
}

/** The functions' lines that carry the correlation id. */
function logLines(): { message: string; traceparent: string; functionName: string }[] {
  return stack.logs
    .filter((line) => line.includes(CORRELATION))
    .map((line) => ({
      ...JSON.parse(line.slice(line.indexOf('{'))),
      functionName: line.split(' ', 1)[0]?.split('-').at(-1),
    }));
}

async function ledgerItem() {
  const dynamoDb = new DynamoDBClient(clientOptions(stack.dynamoDb.url));
  const { Item } = await dynamoDb.send(
    new GetItemCommand({ TableName: 'dx-migrator-local-ledger', Key: { pk: { S: 'REQUEST#orders#r1' } } }),
  );
  dynamoDb.destroy();
  return Item;
}
