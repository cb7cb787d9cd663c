import type { Metric } from '../metrics.ts';

/** An alarm, as the files here say it. */
export interface Alarm {
  name: string;
  /** Its page in docs/operations/alarms, if that is not called as the alarm is. */
  runbook?: string;
  /** What it tells whoever is woken. */
  meaning: string;
  metric: Metric;
  statistic: 'Sum' | 'Maximum' | 'Minimum' | 'SampleCount';
  /** Seconds; 300 without one. */
  period?: number;
  /** Its threshold: it rings at this value and above, or below that one. */
  atLeast?: number;
  below?: number;
  /** In how many periods it must be beyond the threshold; 1 without it. */
  datapointsToAlarm?: number;
  /** Of how many, the latest; 1 without it. */
  evaluationPeriods?: number;
  /** What a period without data counts as; notBreaching without one. */
  treatMissingData?: 'breaching' | 'notBreaching';
}
