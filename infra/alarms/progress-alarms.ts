import type { MetricName } from '../../src/handlers/metrics.ts';
import { ofStage } from '../metrics.ts';
import type { StackSettings } from '../settings.ts';
import type { Alarm } from './alarm.ts';
import { periodsCovering } from './to-resource.ts';

/** The longest wait between two tries of a message that only the queue has (src/migration/waiting/backoff.ts), in seconds. */
const LONGEST_REST = 900;

/** Requests that make no progress. */
export function progressAlarms(
  stage: string,
  {
    postponeLimitSeconds,
    functionTimeoutSeconds,
  }: Pick<StackSettings, 'postponeLimitSeconds' | 'functionTimeoutSeconds'>,
): Alarm[] {
  // A run that is under way has published nothing yet; the next begins within a minute of its end.
  const silent = periodsCovering(functionTimeoutSeconds + 60);
  const own = (name: MetricName) => ofStage(stage, name);
  return [
    {
      name: 'unpublished',
      meaning:
        'An outcome has not been published for more than five minutes. Publishing is tried ever more rarely, up to ' +
        'postponeLimitSeconds apart, so one value keeps the alarm up that long.',
      metric: own('UnpublishedAge'),
      statistic: 'Maximum',
      atLeast: 300,
      evaluationPeriods: periodsCovering(postponeLimitSeconds),
    },
    {
      name: 'stuck',
      meaning:
        'A request has been waiting for more than 30 minutes for something that is over in minutes: an observation of its line, or ' +
        'another try. It is tried ever more rarely, up to postponeLimitSeconds apart, so one value keeps the alarm up that long.',
      metric: own('WaitAge'),
      statistic: 'Maximum',
      atLeast: 1800,
      evaluationPeriods: periodsCovering(postponeLimitSeconds),
    },
    {
      name: 'faults',
      meaning:
        'Requests fail again and again with an exception. A fault that goes away shows in one period of five minutes; one that ' +
        'stays is tried ever more rarely, up to postponeLimitSeconds (at least 900) apart, and shows in three periods.',
      metric: own('Faults'),
      statistic: 'Sum',
      atLeast: 1,
      datapointsToAlarm: 3,
      evaluationPeriods: periodsCovering(3 * Math.max(postponeLimitSeconds, LONGEST_REST)),
    },
    {
      name: 'reconcile-silent',
      meaning:
        `No run of reconcile has ended for ${5 * silent} minutes; there is one per minute. Requests that wait, or that a dead ` +
        'process left behind, are not taken up.',
      metric: own('ReconcileTaken'),
      statistic: 'SampleCount',
      below: 1,
      datapointsToAlarm: silent,
      evaluationPeriods: silent,
      treatMissingData: 'breaching',
    },
  ];
}
