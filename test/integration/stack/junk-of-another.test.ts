import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestsQueueUrl } from '../../../local/stack/tenant-queues.ts';
import { stackRequest, startTestStack, type TestStack } from '../../support/stack.ts';

// A hostile tenant's junk is in its own queue: no one else's order waits behind it. With one queue for all tenants, the same junk cost
// the other one the time that is given here as before.

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
  // The functions' processes are started by an order of the other tenant.
  await secondsToMove('first', 'dxcon-line1');
});
afterAll(() => stack.close());

const RIVAL = 'AROARIVALSYSTEM';
const BATCH = 10;

/** Sends so much junk to the rival's own queue, ten messages at a time. */
async function sendJunk(count: number, groupOf: () => string): Promise<void> {
  const QueueUrl = requestsQueueUrl(stack, 'rival');
  for (let sent = 0; sent < count; sent += BATCH) {
    const Entries = Array.from({ length: BATCH }, (_none, index) => ({
      Id: String(index),
      MessageBody: 'junk',
      MessageGroupId: groupOf(),
      MessageDeduplicationId: crypto.randomUUID(),
    }));
    await stack.sqsCall('SendMessageBatch', { QueueUrl, Entries }, RIVAL);
  }
}

async function waitingIn(tenant: string): Promise<number> {
  const AttributeNames = ['ApproximateNumberOfMessages'];
  const QueueUrl = requestsQueueUrl(stack, tenant);
  const { Attributes } = await stack.sqsCall('GetQueueAttributes', { QueueUrl, AttributeNames });
  return Number((Attributes as Record<string, string>).ApproximateNumberOfMessages);
}

/** Sends an order of the other tenant in the line's group. @returns seconds until billing hears of the move */
async function secondsToMove(requestId: string, connectionId: string): Promise<number> {
  const before = performance.now();
  await stack.sqsCall('SendMessage', {
    QueueUrl: requestsQueueUrl(stack, 'orders'),
    MessageGroupId: connectionId,
    MessageDeduplicationId: crypto.randomUUID(),
    MessageBody: JSON.stringify(stackRequest(requestId, connectionId)),
  });
  const { data } = await stack.nextEvent('Billing');
  expect(data).toMatchObject({ outcome: 'MIGRATED', tenant: 'orders', request: { requestId } });
  return (performance.now() - before) / 1000;
}

describe('an order goes on at once', () => {
  it.each([
    [1_000, 'in the message group of its line', 'dxcon-line2', (line: string) => line, 30.7, 0.26],
    [5_000, 'in random groups', 'dxcon-line3', () => crypto.randomUUID(), 104, 1],
  ])('beside %d junk messages of another tenant %s', async (count, where, line, groupOf, withOneQueue, alone) => {
    await sendJunk(count, () => groupOf(line));

    const seconds = await secondsToMove(`beside-${count}`, line);

    const left = await waitingIn('rival');
    process.stdout.write(
      `${count} junk messages ${where}: before ${withOneQueue} s (alone ${alone} s), now ${seconds.toFixed(2)} s, ` +
        `with ${left} of them still waiting\n`,
    );
    expect(left).toBeGreaterThan(count / 10);
  });
});
