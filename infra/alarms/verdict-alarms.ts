import type { Verdict } from '../../src/contract/operations/names.ts';
import { OWN } from '../metrics.ts';
import type { Alarm } from './alarm.ts';

/** What became of lines after they were moved, where someone has to see to it. */
export function verdictAlarms(stage: string): Alarm[] {
  const atOnce = (name: string, cause: Verdict, meaning: string): Alarm => ({
    name,
    meaning,
    metric: { namespace: OWN, name: 'Verdicts', dimensions: { stage, cause } },
    statistic: 'Sum',
    atLeast: 1,
  });
  return [
    atOnce('unhealthy', 'UNHEALTHY', 'A line that was moved is not well on its new parent, or no longer.'),
    {
      ...atOnce('unverified', 'UNKNOWN', 'A line was moved, and no one could look since whether it is well.'),
      runbook: 'unhealthy',
    },
    atOnce(
      'moved-away',
      'MOVED_AWAY',
      'A line that was moved is on another parent now, and no request has moved it there.',
    ),
  ];
}
