import type { TenantEntry } from '../../src/migration/model/tenants.ts';
import { ofQueue } from '../metrics.ts';
import { outcomesDeadLetterQueueName } from '../tenant-outcomes.ts';
import type { Alarm } from './alarm.ts';

/** As many as one alarm compares: a tenant's own alarm would be the thirteenth of its resources. */
const SHARING_ONE = 10;

/** Of the dead-letter queues of tenants' own subscriptions: one alarm for each ten tenants. */
export function subscriptionAlarms(prefix: string, tenants: readonly TenantEntry[]): Alarm[] {
  const names = tenants.filter(({ subscriptions }) => subscriptions !== undefined).map(({ name }) => name);
  const sets = Array.from({ length: Math.ceil(names.length / SHARING_ONE) }, (_none, index) =>
    names.slice(index * SHARING_ONE, (index + 1) * SHARING_ONE),
  );
  return sets.map((set, index) => ({
    name: `outcomes-dlq_${index + 1}`,
    runbook: 'consumer-dlq',
    meaning: `Outcomes wait that EventBridge could not deliver into the account of one of ${set.join(', ')}.`,
    metric: set.map((tenant) =>
      ofQueue(outcomesDeadLetterQueueName(prefix, tenant), 'ApproximateNumberOfMessagesVisible'),
    ),
    statistic: 'Maximum',
    period: 60,
    atLeast: 1,
  }));
}
