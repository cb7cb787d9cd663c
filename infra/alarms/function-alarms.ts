import type { LambdaMetric, Metric } from '../metrics.ts';
import type { StackSettings } from '../settings.ts';
import type { Alarm } from './alarm.ts';

/** The same three of every function: their pages are shared. */
export function functionAlarms(
  part: string,
  FunctionName: string,
  { functionTimeoutSeconds }: Pick<StackSettings, 'functionTimeoutSeconds'>,
): Alarm[] {
  const lambda = (name: LambdaMetric): Metric => ({ namespace: 'AWS/Lambda', name, dimensions: { FunctionName } });
  return [
    {
      name: `${part}-errors`,
      runbook: 'function-errors',
      meaning: `An invocation of ${part} failed as a whole. A failed request does not: it is in Faults.`,
      metric: lambda('Errors'),
      statistic: 'Sum',
      atLeast: 1,
    },
    {
      name: `${part}-throttles`,
      runbook: 'function-throttles',
      meaning: `Invocations of ${part} are throttled for lack of concurrency. A single one may be a run that overlapped with the one before.`,
      metric: lambda('Throttles'),
      statistic: 'Sum',
      atLeast: 1,
      datapointsToAlarm: 2,
      evaluationPeriods: 3,
    },
    {
      name: `${part}-duration`,
      runbook: 'function-duration',
      meaning: `An invocation of ${part} took nine tenths of its timeout. At the timeout it is killed wherever it is.`,
      metric: lambda('Duration'),
      statistic: 'Maximum',
      // In milliseconds.
      atLeast: 900 * functionTimeoutSeconds,
    },
  ];
}
