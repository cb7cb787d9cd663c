import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { stackRequest } from '../../support/stack.ts';
import { PATIENT, TOOLS } from '../docs/operator.ts';
import { startWalk, type Walk } from './walk.ts';

const BILLING = 'dx-migrator-local-billing';
const NOTIFICATION = 'dx-migrator-local-notification';

let walk: Walk;
beforeAll(async () => {
  walk = await startWalk();
});
afterAll(() => walk.close());

const queue = (name: string) => walk.stack.sqs.queueUrl(name);

describe.skipIf(TOOLS.missing)(`consumers that do not get events (${TOOLS.missing ?? TOOLS.found})`, PATIENT, () => {
  it('consumer-dlq: events that could not be delivered are moved back when the queue exists again', async () => {
    const { sqsCall } = walk.stack;
    expect(await walk.rings('billing-dlq')).toBe(false);
    await sqsCall('DeleteQueue', { QueueUrl: queue(BILLING) });
    await walk.stack.send(stackRequest('order-1', 'dxcon-line1'));
    await walk.untilRings('billing-dlq');

    const letter = JSON.parse(await walk.prints('consumer-dlq', 'Look', 0, { CONSUMER: 'billing' }));
    expect(letter).toMatchObject({ ERROR_CODE: 'NO_RESOURCE', retries: '0', requestId: 'order-1' });

    await sqsCall('CreateQueue', { QueueName: BILLING });
    const given = await walk.follow('consumer-dlq', 'Act', 0, { CONSUMER: 'billing' });
    expect(given).toEqual({ status: 0, stdout: '', stderr: 'deleted 1 of 1, of about 1\n' });
    expect((await walk.stack.nextEvent('Billing')).metadata.eventId).toBe(letter.eventId);
    expect(await walk.rings('billing-dlq')).toBe(false);
    const left = await walk.prints('consumer-dlq', 'Over when', 0, { CONSUMER: 'billing' });
    expect(JSON.parse(left)).toEqual({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
    });
  });

  it('consumer-dlq: an event that the consumer never acknowledged has no error code', async () => {
    const { sqsCall } = walk.stack;
    expect(await walk.rings('notification-dlq')).toBe(false);
    await eventually(async () => {
      await sqsCall('ReceiveMessage', { QueueUrl: queue(NOTIFICATION), VisibilityTimeout: 0 });
      expect(await walk.rings('notification-dlq')).toBe(true);
    });

    const letter = JSON.parse(await walk.prints('consumer-dlq', 'Look', 0, { CONSUMER: 'notification' }));

    expect(letter).toMatchObject({ ERROR_CODE: null, type: 'Hosted Connection Migrated', requestId: 'order-1' });
  });

  it('consumer-delivery: outcomes wait while the consumer does not receive', async () => {
    await walk.stack.send(stackRequest('order-3', 'dxcon-line3', { dryRun: true }));
    await eventually(async () => {
      const queues = await walk.prints('consumer-delivery', 'Look', 0, { CONSUMER: 'notification' });
      const [waiting] = [...queues.matchAll(/"ApproximateNumberOfMessages": "(\d+)"/g)].map(([, count]) =>
        Number(count),
      );
      expect(waiting).toBeGreaterThan(0);
    });
  });

  it('consumer-delivery: delivery is retried, and the outcome ends in the dead-letter queue', async () => {
    const tries = failBilling();
    await walk.stack.send(stackRequest('order-2', 'dxcon-line2'));
    await eventually(() => expect(tries()).toBeGreaterThan(0));

    const queues = await walk.prints('consumer-delivery', 'Look', 0, { CONSUMER: 'billing' });
    expect([...queues.matchAll(/"QueueArn": "[^"]+:([\w-]+)"/g)].map(([, name]) => name)).toEqual([
      BILLING,
      `${BILLING}-dlq`,
    ]);
    await walk.untilRings('billing-dlq');
    const letter = JSON.parse(await walk.prints('consumer-dlq', 'Look', 0, { CONSUMER: 'billing' }));
    expect(letter).toMatchObject({ ERROR_CODE: 'ERROR_FROM_TARGET', retries: '2', requestId: 'order-2' });
  });
});

/** A target that fails and may be tried again takes the place of billing's queue. Returns how often it was tried again. */
function failBilling(): () => number {
  const { eventBridge, sqs } = walk.stack;
  const before = eventBridge.counters().retried;
  eventBridge.putRule({
    Name: BILLING,
    EventBusName: 'dx-migrator-local',
    EventPattern: { source: ['dx-migrator'], 'detail-type': ['Hosted Connection Migrated'] },
    Targets: [
      {
        Id: 'billing',
        Arn: 'arn:aws:lambda:us-east-1:000000000000:function:gone',
        RetryPolicy: { MaximumRetryAttempts: 2 },
        DeadLetterConfig: { Arn: sqs.queueArn(`${BILLING}-dlq`) },
      },
    ],
  });
  return () => eventBridge.counters().retried - before;
}
