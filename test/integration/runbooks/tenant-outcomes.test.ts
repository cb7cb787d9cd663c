import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stackRequest } from '../../support/stack.ts';
import { packageSubscribedTenants, type SubscribedTenants } from '../../support/subscribed-tenants.ts';
import { PATIENT, TOOLS } from '../docs/operator.ts';
import { startWalkFrom, type Walk } from './walk.ts';

let packaged: SubscribedTenants;
let walk: Walk;
beforeAll(async () => {
  packaged = await packageSubscribedTenants('orders');
  walk = await startWalkFrom(packaged.directory);
});
afterAll(async () => {
  await walk?.close();
  await packaged?.remove();
});

describe.skipIf(TOOLS.missing)(`a tenant's own outcomes (${TOOLS.missing ?? TOOLS.found})`, PATIENT, () => {
  it('outcomes-dlq: what could not be delivered is read with the reason, and deleted when the tenant has it', async () => {
    const { stack } = walk;
    const ALARM = 'outcomes-dlq_1';
    expect(await walk.rings(ALARM)).toBe(false);
    await stack.sqsCall('DeleteQueue', { QueueUrl: stack.sqs.queueUrl(packaged.queues.orders ?? '') });
    await stack.send(stackRequest('order-1', 'dxcon-line1'));
    await walk.untilRings(ALARM);

    const letter = JSON.parse(await walk.prints('consumer-dlq', "A tenant's own subscription"));
    expect(letter).toMatchObject({
      target: expect.stringMatching(/:999988887777:outcomes$/),
      ERROR_CODE: 'NO_RESOURCE',
      type: 'Hosted Connection Migrated',
      eventId: (await stack.nextEvent('Notification')).metadata.eventId,
    });
    await walk.follow('consumer-dlq', "A tenant's own subscription", 1);
    expect(await walk.rings(ALARM)).toBe(false);
  });
});
