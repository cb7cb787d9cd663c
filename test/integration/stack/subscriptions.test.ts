import { afterAll, beforeAll, expect, it } from 'vitest';
import { requestsQueueUrl } from '../../../local/stack/tenant-queues.ts';
import { eventually } from '../../support/eventually.ts';
import { stackRequest, startTestStackFrom, type TestStack } from '../../support/stack.ts';
import { packageSubscribedTenants, type SubscribedTenants } from '../../support/subscribed-tenants.ts';

// Two tenants, each with a queue in an account of its own. A subscription "as every consumer" read the events of both.

let packaged: SubscribedTenants;
let stack: TestStack;
beforeAll(async () => {
  packaged = await packageSubscribedTenants('orders', 'rival');
  stack = await startTestStackFrom(packaged.directory);
});
afterAll(async () => {
  await stack?.close();
  await packaged?.remove();
});

const send = (tenant: string, requestId: string, accessKeyId: string) =>
  stack.sqsCall(
    'SendMessage',
    {
      QueueUrl: requestsQueueUrl(stack, tenant),
      MessageGroupId: 'dxcon-line1',
      MessageDeduplicationId: crypto.randomUUID(),
      MessageBody: JSON.stringify(stackRequest(requestId, 'dxcon-line1')),
    },
    accessKeyId,
  );

/** Takes what has come to a tenant's own queue until an event is there that the last of its requests leads to. */
async function heard(tenant: string, last: string): Promise<string[]> {
  const QueueUrl = stack.sqs.queueUrl(packaged.queues[tenant] ?? '');
  const all: string[] = [];
  await eventually(async () => {
    const { Messages = [] } = await stack.sqsCall('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
    for (const { Body } of Messages as { Body: string }[]) {
      const { data } = JSON.parse(Body).detail;
      all.push(`${data.tenant} ${data.request?.requestId} ${data.outcome}`);
    }
    expect(all.some((line) => line.includes(last))).toBe(true);
  });
  return [...new Set(all)];
}

it('each tenant hears its own outcomes, and no one else’s', async () => {
  await send('orders', 'r1', 'AROAORDERSYSTEM');
  // Not the rival's line, the same requestId, and one sent by someone who is not its tenant.
  await send('rival', 'r1', 'AROARIVALSYSTEM');
  await send('rival', 'r2', 'AROAORDERSYSTEM');
  // What everyone published has come to who hears all of it.
  const outcomes = new Set<string>();
  while (outcomes.size < 3) {
    const { data } = await stack.nextEvent('Notification');
    outcomes.add(`${data.tenant} ${data.request?.requestId} ${data.outcome} ${data.reason?.code}`);
  }
  expect(outcomes).toEqual(
    new Set([
      'orders r1 MIGRATED undefined',
      'rival r1 REJECTED NOT_PERMITTED',
      'null undefined REJECTED UNKNOWN_SENDER',
    ]),
  );
  // One more of each, so that what would come wrongly has come.
  await send('orders', 'last', 'AROAORDERSYSTEM');
  await send('rival', 'last', 'AROARIVALSYSTEM');

  expect((await heard('orders', 'last')).every((line) => line.startsWith('orders '))).toBe(true);
  expect((await heard('rival', 'last')).every((line) => line.startsWith('rival '))).toBe(true);
});
