import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseOperationsEvent } from '../../../src/contract/operations/parse-event.ts';
import { eventually } from '../../support/eventually.ts';
import { stackRequest, startTestStack, type TestStack } from '../../support/stack.ts';

let stack: TestStack;
beforeEach(async () => {
  stack = await startTestStack();
});
afterEach(() => stack.close());

/** What notification receives until a verdict comes, as EventBridge delivers it. */
async function untilVerdict(): Promise<unknown[]> {
  const QueueUrl = stack.outputs.NotificationQueueUrl;
  const received: { source: string }[] = [];
  await eventually(async () => {
    const { Messages = [] } = await stack.sqsCall('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 1 });
    for (const { Body, ReceiptHandle } of Messages as { Body: string; ReceiptHandle: string }[]) {
      received.push(JSON.parse(Body));
      await stack.sqsCall('DeleteMessage', { QueueUrl, ReceiptHandle });
    }
    expect(received.at(-1)?.source).toBe('dx-migrator.operations');
  });
  return received;
}

it('a line that was moved is looked at, and reported as healthy, to notification alone', async () => {
  await stack.send(stackRequest('r1', 'dxcon-line4', { correlationId: 'corr-1' }));

  const received = await untilVerdict();

  expect(received).toMatchObject([{ source: 'dx-migrator' }, { source: 'dx-migrator.operations' }]);
  const parsed = parseOperationsEvent(received.at(-1));
  expect(parsed).toMatchObject({ ok: true });
  expect(received.at(-1)).toMatchObject({
    'detail-type': 'Hosted Connection Migration Verified',
    detail: {
      metadata: { correlationId: 'corr-1' },
      data: {
        ...{ verdict: 'HEALTHY', tenant: 'orders', requestId: 'r1', connectionId: 'dxcon-line4', failings: [] },
        before: { parentConnectionId: 'dxcon-old1' },
        after: { parentConnectionId: 'dxlag-new1', connection: { connectionState: 'available' } },
      },
    },
  });
  expect((await stack.nextEvent('Billing')).data.outcome).toBe('MIGRATED');
  const line = stack.logs.find((text) => text.includes('"message":"verified"')) ?? '';
  expect(JSON.parse(line.slice(line.indexOf('{')))).toMatchObject({
    ...{ cause: 'HEALTHY', connectionId: 'dxcon-line4', correlationId: 'corr-1', Verdicts: 1 },
  });
});
