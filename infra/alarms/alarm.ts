import type { Metric } from '../metrics.ts';

/** An alarm, as the files here declare it. */
export interface Alarm {
  name: string;
  /** Its page in docs/operations/alarms, if its name is not the alarm's. */
  runbook?: string;
  /** What it says to whoever is woken. */
  meaning: string;
  /** One, or several of one kind, of which the greatest counts. */
  metric: Metric | Metric[];
  statistic: 'Sum' | 'Maximum' | 'Minimum' | 'SampleCount';
  /** Seconds; 300 by default. */
  period?: number;
  /** Its threshold: it rings at this value and above, or below that one. */
  atLeast?: number;
  below?: number;
  /** In how many periods the metric must be beyond the threshold; 1 by default. */
  datapointsToAlarm?: number;
  /** Of how many of the latest periods; 1 by default. */
  evaluationPeriods?: number;
  /** What a period without data counts as; notBreaching by default. */
  treatMissingData?: 'breaching' | 'notBreaching';
}
