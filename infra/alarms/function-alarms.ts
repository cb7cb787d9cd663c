import type { LambdaMetric, Metric } from '../metrics.ts';
import type { StackSettings } from '../settings.ts';
import type { Alarm } from './alarm.ts';

/** Whose events come while a run is under way, and wait for its end: being throttled is how they wait. */
const WAITS_THROTTLED = 'dispatch';

/** The same of every function: their pages are shared. */
export function functionAlarms(
  part: string,
  FunctionName: string,
  {
    functionTimeoutSeconds,
    dispatchTimeoutSeconds,
  }: Pick<StackSettings, 'functionTimeoutSeconds' | 'dispatchTimeoutSeconds'>,
): Alarm[] {
  const lambda = (name: LambdaMetric): Metric => ({ namespace: 'AWS/Lambda', name, dimensions: { FunctionName } });
  const waitsThrottled = part === WAITS_THROTTLED;
  const throttles: Alarm = {
    name: `${part}-throttles`,
    runbook: 'function-throttles',
    meaning: `Invocations of ${part} are throttled for lack of concurrency. A single one may be a run that overlapped with the one before.`,
    metric: lambda('Throttles'),
    statistic: 'Sum',
    atLeast: 1,
    datapointsToAlarm: 2,
    evaluationPeriods: 3,
  };
  return [
    {
      name: `${part}-errors`,
      runbook: 'function-errors',
      meaning: `An invocation of ${part} failed as a whole. A failed request does not: it is in Faults.`,
      metric: lambda('Errors'),
      statistic: 'Sum',
      atLeast: 1,
    },
    ...(waitsThrottled ? [] : [throttles]),
    {
      name: `${part}-duration`,
      runbook: 'function-duration',
      meaning: waitsThrottled
        ? `A run of ${part} ended a second before its timeout, or at it: then it is killed wherever it is.`
        : `An invocation of ${part} took nine tenths of its timeout. At the timeout it is killed wherever it is.`,
      metric: lambda('Duration'),
      statistic: 'Maximum',
      // In milliseconds. A run goes on until the longest call that it may make would end five seconds before its timeout.
      atLeast: waitsThrottled ? 1000 * (dispatchTimeoutSeconds - 1) : 900 * functionTimeoutSeconds,
    },
  ];
}
