import type { MetricName } from '../../src/handlers/metrics.ts';
import { ofStage } from '../metrics.ts';
import type { Alarm } from './alarm.ts';

/**
 * A line has a quarter of an hour for its call, and then ten minutes to be well and five more to stay so, if nothing is configured
 * otherwise: in so many seconds something becomes of one.
 */
const LONG = 1800;

/** Drains that wait for someone, while a window passes that customers were told of. */
export function drainAlarms(stage: string): Alarm[] {
  const alarm = (
    name: string,
    metric: MetricName,
    meaning: string,
    rest: Partial<Pick<Alarm, 'atLeast' | 'statistic' | 'runbook'>> = {},
  ): Alarm => ({
    ...{ name, meaning, metric: ofStage(stage, metric), statistic: 'Maximum', atLeast: 1, period: 60, ...rest },
  });
  return [
    alarm(
      'drain-stopped',
      'DrainsStopped',
      'A drain is stopped, by a person or by itself: nothing more is called for in it, and its window passes.',
    ),
    alarm(
      'drain-stalled',
      'DrainIdle',
      'A drain runs, nothing is known to hold it up, and for half an hour it has neither released a line nor come further with one.',
      { atLeast: LONG },
    ),
    alarm(
      'drain-group-held',
      'DrainGroupWait',
      'A line of a drain has waited for half an hour for another line of its group or owner.',
      { atLeast: LONG },
    ),
    alarm(
      'drain-unapproved',
      'DrainsUnapproved',
      'Customers were told of a window that is less than a day away, or open, and the plan of its drain is not approved.',
    ),
    alarm(
      'drain-waived',
      'DrainWaivers',
      'A drain was started without the approval, or without the notice to customers, that it should have.',
      { statistic: 'Sum', runbook: 'drain-unapproved' },
    ),
  ];
}
