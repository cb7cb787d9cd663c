import { afterAll, beforeAll, expect, it } from 'vitest';
import { requestsQueueUrl } from '../../../local/stack/tenant-queues.ts';
import { stackRequest, startTestStack, type TestStack } from '../../support/stack.ts';

// Whose queue, and whose sender.

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack.close());

async function sendTo(tenant: string, body: object, accessKeyId: string): Promise<void> {
  const key = { MessageGroupId: 'group', MessageDeduplicationId: crypto.randomUUID() };
  const QueueUrl = requestsQueueUrl(stack, tenant);
  await stack.sqsCall('SendMessage', { QueueUrl, MessageBody: JSON.stringify(body), ...key }, accessKeyId);
}

it('a sender at the queue of another tenant is a stranger there, whose request is not shown', async () => {
  await sendTo('orders', stackRequest('r1', 'dxcon-line1'), 'AROARIVALSYSTEM');
  const { data } = await stack.nextEvent('Notification');
  expect(data).toMatchObject({ outcome: 'REJECTED', tenant: null, request: null, reason: { code: 'UNKNOWN_SENDER' } });
  expect(JSON.stringify(data)).not.toContain('dxcon-line1');
});

it('each tenant is answered under its own name, whatever the requestId', async () => {
  await sendTo('orders', stackRequest('r2', 'dxcon-line1'), 'AROAORDERSYSTEM');
  expect((await stack.nextEvent('Notification')).data).toMatchObject({ outcome: 'MIGRATED', tenant: 'orders' });
  await sendTo('rival', stackRequest('r2', 'dxcon-line1'), 'AROARIVALSYSTEM');
  expect((await stack.nextEvent('Notification')).data).toMatchObject({
    outcome: 'REJECTED',
    tenant: 'rival',
    connection: null,
    reason: { code: 'NOT_PERMITTED' },
  });
});

it('what a closed tenant still has in its queue is refused, and says so', async () => {
  await sendTo('old-orders', stackRequest('r3', 'dxcon-line2'), 'AROAOLDORDERSYS');
  expect((await stack.nextEvent('Notification')).data).toMatchObject({
    outcome: 'REJECTED',
    tenant: 'old-orders',
    request: { requestId: 'r3' },
    reason: { code: 'NOT_PERMITTED', message: 'the tenant is closed: nothing more is moved for it' },
  });
  expect(
    (await stack.directConnectAdmin.journal()).moves.filter(({ connectionId }) => connectionId === 'dxcon-line2'),
  ).toEqual([]);
});
