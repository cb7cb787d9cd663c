import { expect, it } from 'vitest';
import { requestsQueueName, tenantOfQueue } from '../../../src/handlers/requests-queue.ts';
import { DRAINS_TENANT } from '../../../src/migration/model/drains-tenant.ts';

const arnOf = (name: string) => `arn:aws:sqs:eu-central-1:111122223333:${name}`;

it.each(['orders', 'drain', 'acme-2', DRAINS_TENANT])('the queue of %s is its own, and says whose it is', (tenant) => {
  expect(tenantOfQueue(arnOf(requestsQueueName('dx-migrator-prod', tenant)))).toBe(tenant);
});

it('the queue of drains has a name that no tenant’s has', () => {
  expect(requestsQueueName('dx-migrator-prod', DRAINS_TENANT)).toBe('dx-migrator-prod-drain-requests.fifo');
});

it('of another queue nobody is the tenant', () => {
  expect(() => tenantOfQueue(arnOf('dx-migrator-prod-drain-requests'))).toThrow('not from a requests queue');
});
