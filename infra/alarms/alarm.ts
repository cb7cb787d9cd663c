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
  /** Where it rings: at this value and above, or below this one. */
  atLeast?: number;
  below?: number;
  /** In how many (1) … */
  times?: number;
  /** … of how many periods (1). */
  among?: number;
  /** What a period without data counts as; notBreaching without one. */
  missing?: 'breaching' | 'notBreaching';
}
