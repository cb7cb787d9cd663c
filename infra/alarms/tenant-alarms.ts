import { requestsQueueName } from '../../src/handlers/requests-queue.ts';
import type { Tenant } from '../../src/migration/model/tenants.ts';
import { LONGEST_BRIEF_WAIT_SECONDS, MAX_BRIEF_RECEIVES } from '../../src/migration/waiting/backoff.ts';
import { ofQueue, type QueueMetric } from '../metrics.ts';
import { deadLetterQueueName } from '../requests-queues.ts';
import type { StackSettings } from '../settings.ts';
import type { Alarm } from './alarm.ts';

const MINUTE = 60;

/** More than anyone moves in a night; a FIFO queue finds messages of other groups behind up to 120,000. */
const MANY_MESSAGES = 10_000;

/** With more tenants, one set of alarms watches several: a stack has 500 resources, and a tenant with a set of its own takes eight. */
const MOST_WITH_OWN_ALARMS = 20;
/** As many metrics as one alarm compares: a choice of our own, far below what CloudWatch takes in an expression of an alarm. */
const SHARING_ONE = 10;

/** Of the requests queues: each tenant's own alarms, or a set for each ten. */
export function tenantAlarms(
  prefix: string,
  tenants: readonly Pick<Tenant, 'name'>[],
  settings: Pick<StackSettings, 'visibilityTimeoutSeconds'>,
): Alarm[] {
  const names = tenants.map(({ name }) => name);
  if (names.length <= MOST_WITH_OWN_ALARMS) {
    return names.flatMap((name) => alarmsOf(`-${name}`, `of ${name}`, [name], prefix, settings));
  }
  const sets = Array.from({ length: Math.ceil(names.length / SHARING_ONE) }, (_none, index) =>
    names.slice(index * SHARING_ONE, (index + 1) * SHARING_ONE),
  );
  // An underscore, which no tenant's name has.
  return sets.flatMap((set, index) => alarmsOf(`_${index + 1}`, `of one of ${set.join(', ')}`, set, prefix, settings));
}

function alarmsOf(
  suffix: string,
  whose: string,
  names: string[],
  prefix: string,
  { visibilityTimeoutSeconds }: Pick<StackSettings, 'visibilityTimeoutSeconds'>,
): Alarm[] {
  const alarm = (
    name: string,
    queueOf: typeof requestsQueueName,
    metric: QueueMetric,
    rest: Pick<Alarm, 'meaning' | 'atLeast'>,
  ) => ({
    name: `${name}${suffix}`,
    metric: names.map((tenant) => ofQueue(queueOf(prefix, tenant), metric)),
    statistic: 'Maximum' as const,
    period: MINUTE,
    ...rest,
  });
  return [
    {
      ...alarm('requests-dlq', deadLetterQueueName, 'ApproximateNumberOfMessagesVisible', {
        meaning: `Requests ${whose} were received 100 times, and no handler could process them.`,
        atLeast: 1,
      }),
      runbook: 'requests-dlq',
    },
    {
      ...alarm('oldest-request', requestsQueueName, 'ApproximateAgeOfOldestMessage', {
        meaning:
          `Requests ${whose} wait in the queue and nothing takes them. After a process died, its message comes back after one ` +
          'visibility timeout; two and a half of those are longer than any normal wait.',
        atLeast: Math.max(2.5 * visibilityTimeoutSeconds, LONGEST_BRIEF_WAIT_SECONDS * MAX_BRIEF_RECEIVES),
      }),
      runbook: 'oldest-request',
    },
    {
      ...alarm('requests-waiting', requestsQueueName, 'ApproximateNumberOfMessagesVisible', {
        meaning: `${MANY_MESSAGES} messages ${whose} are in the queue: it sends far more than is moved in a night, or nothing takes them.`,
        atLeast: MANY_MESSAGES,
      }),
      runbook: 'requests-waiting',
    },
  ];
}
