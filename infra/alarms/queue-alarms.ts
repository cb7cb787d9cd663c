import { ofQueue } from '../metrics.ts';
import type { Alarm } from './alarm.ts';

const MINUTE = 60;

/** Messages that wait for a person ring at once: nothing works on them. Those of the tenants' queues are in tenant-alarms.ts. */
export function queueAlarms(name: string): Alarm[] {
  const notEmpty = (queue: string, meaning: string): Alarm => ({
    name: queue,
    meaning,
    metric: ofQueue(`${name}-${queue}`, 'ApproximateNumberOfMessagesVisible'),
    statistic: 'Maximum',
    period: MINUTE,
    atLeast: 1,
  });
  return [
    notEmpty(
      'quarantine',
      'Messages came that are not valid requests of a known sender: someone has to find out whose they are.',
    ),
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
        dimensions: { RuleName: `${name}-changed-by-others` },
      },
      statistic: 'Sum',
      atLeast: 1,
    },
  ];
}
