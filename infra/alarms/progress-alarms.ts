import type { MetricName } from '../../src/handlers/metrics.ts';
import { type Metric, ofStage } from '../metrics.ts';
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
    dispatchTimeoutSeconds,
  }: Pick<StackSettings, 'postponeLimitSeconds' | 'functionTimeoutSeconds' | 'dispatchTimeoutSeconds'>,
): Alarm[] {
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
    silenceAlarm(
      'reconcile',
      own('ReconcileTaken'),
      functionTimeoutSeconds,
      'Requests that wait, or that a dead process left behind, are not taken up.',
    ),
    silenceAlarm(
      'dispatch',
      own('DispatchLeft'),
      dispatchTimeoutSeconds,
      'Requests that wait for their turn, for their change window or for the circuit breaker are not called for.',
    ),
    silenceAlarm(
      'drain',
      own('DrainsRunning'),
      functionTimeoutSeconds,
      'Drains are not brought on; a stop holds all the same.',
    ),
  ];
}

/** A run that is under way has published nothing yet; the next begins within a minute of its end. */
function silenceAlarm(part: string, metric: Metric, timeoutSeconds: number, consequence: string): Alarm {
  const silent = periodsCovering(timeoutSeconds + 60);
  return {
    name: `${part}-silent`,
    runbook: 'silent',
    meaning: `No run of ${part} has ended for ${5 * silent} minutes; there is one per minute. ${consequence}`,
    metric,
    statistic: 'SampleCount',
    below: 1,
    datapointsToAlarm: silent,
    evaluationPeriods: silent,
    treatMissingData: 'breaching',
  };
}
