import { LONGEST_BRIEF_WAIT_SECONDS, MAX_BRIEF_RECEIVES } from '../../src/migration/waiting/backoff.ts';
import { ofQueue } from '../metrics.ts';
import type { StackSettings } from '../settings.ts';
import type { Alarm } from './alarm.ts';

const MINUTE = 60;

/** Messages that wait for a person ring at once: each is a request, or an event, that nothing works on. */
export function queueAlarms(
  name: string,
  { visibilityTimeoutSeconds }: Pick<StackSettings, 'visibilityTimeoutSeconds'>,
): Alarm[] {
  const notEmpty = (queue: string, meaning: string): Alarm => ({
    name: queue,
    meaning,
    metric: ofQueue(`${name}-${queue}`, 'ApproximateNumberOfMessagesVisible'),
    statistic: 'Maximum',
    period: MINUTE,
    atLeast: 1,
  });
  return [
    {
      ...notEmpty('requests-dlq', 'Requests were received 100 times, and no handler could process them.'),
      metric: ofQueue(`${name}-requests-dlq.fifo`, 'ApproximateNumberOfMessagesVisible'),
    },
    notEmpty('bus-dlq', 'The bus accepted outcomes that it cannot process: its key cannot be used.'),
    notEmpty('out-of-band-moves', 'Someone other than this service called AssociateHostedConnection.'),
    {
      name: 'out-of-band-moves-lost',
      runbook: 'out-of-band-moves',
      meaning: "Someone else called AssociateHostedConnection, and the queue did not accept CloudTrail's event.",
      // Of the default bus, so without its name.
      metric: {
        namespace: 'AWS/Events',
        name: 'FailedInvocations',
        dimensions: { RuleName: `${name}-out-of-band-moves` },
      },
      statistic: 'Sum',
      atLeast: 1,
    },
    {
      name: 'oldest-request',
      meaning:
        'Requests wait in the queue and nothing takes them. After a process died, its message comes back after one visibility ' +
        'timeout; two and a half of those are longer than any normal wait.',
      metric: ofQueue(`${name}-requests.fifo`, 'ApproximateAgeOfOldestMessage'),
      statistic: 'Maximum',
      period: MINUTE,
      atLeast: Math.max(2.5 * visibilityTimeoutSeconds, LONGEST_BRIEF_WAIT_SECONDS * MAX_BRIEF_RECEIVES),
    },
  ];
}
