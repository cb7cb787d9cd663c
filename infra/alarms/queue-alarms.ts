import { DRAIN_REQUESTS, DRAIN_TICKS } from '../drain-queues.ts';
import { ofQueue } from '../metrics.ts';
import type { Alarm } from './alarm.ts';

const MINUTE = 60;

/** Messages that wait for a person ring at once: nothing works on them. Those of the tenants' queues are in tenant-alarms.ts. */
export function queueAlarms(prefix: string): Alarm[] {
  const notEmpty = (queue: string, meaning: string, name = queue): Alarm => ({
    name,
    meaning,
    metric: ofQueue(`${prefix}-${queue}`, 'ApproximateNumberOfMessagesVisible'),
    statistic: 'Maximum',
    period: MINUTE,
    atLeast: 1,
  });
  return [
    notEmpty('bus-dlq', 'The bus accepted outcomes that it cannot process: its key cannot be used.'),
    {
      ...notEmpty(
        `${DRAIN_REQUESTS}-dlq.fifo`,
        'Requests of drains were received 100 times, and no handler could process them.',
        `${DRAIN_REQUESTS}-dlq`,
      ),
      runbook: 'drain-dlq',
    },
    {
      ...notEmpty(`${DRAIN_TICKS}-dlq`, 'Ticks of drains, or events about their lines, could not be processed.'),
      runbook: 'drain-dlq',
    },
    notEmpty('out-of-band-moves', 'Someone other than this service called AssociateHostedConnection.'),
    {
      name: 'out-of-band-moves-lost',
      runbook: 'out-of-band-moves',
      meaning: "Someone else called AssociateHostedConnection, and the queue did not accept CloudTrail's event.",
      // Of the default bus, so without its name.
      metric: {
        namespace: 'AWS/Events',
        name: 'FailedInvocations',
        dimensions: { RuleName: `${prefix}-out-of-band-moves` },
      },
      statistic: 'Sum',
      atLeast: 1,
    },
    notEmpty(
      'changed-by-others',
      'Code, policies, key, table or queues of the service were changed, or someone tried, and not by a deployment.',
    ),
    {
      name: 'changed-by-others-lost',
      runbook: 'changed-by-others',
      meaning: "Someone else changed a part of the service, and the queue did not accept CloudTrail's event.",
      metric: {
        namespace: 'AWS/Events',
        name: 'FailedInvocations',
        dimensions: { RuleName: `${prefix}-changed-by-others` },
      },
      statistic: 'Sum',
      atLeast: 1,
    },
  ];
}
