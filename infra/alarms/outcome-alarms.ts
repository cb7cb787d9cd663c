import type { ReasonCode } from '../../src/contract/reason.ts';
import { OWN, type OwnMetric, ofStage } from '../metrics.ts';
import type { Alarm } from './alarm.ts';

/** Outcomes that show something wrong that no order system can correct. */
export function outcomeAlarms(stage: string): Alarm[] {
  const atOnce = (name: string, metric: OwnMetric, meaning: string): Alarm => ({
    name,
    meaning,
    metric,
    statistic: 'Sum',
    atLeast: 1,
  });
  const held: OwnMetric = { namespace: OWN, name: 'Outcomes', dimensions: { stage, outcome: 'HELD' } };
  const rejected = (reason: ReasonCode): OwnMetric => ({
    namespace: OWN,
    name: 'Outcomes',
    dimensions: { stage, outcome: 'REJECTED', reason },
  });
  return [
    atOnce('held', held, 'A line may or may not have been moved; only a person can find out.'),
    atOnce('unknown-sender', rejected('UNKNOWN_SENDER'), 'A sender is not a tenant.'),
    atOnce('not-permitted', rejected('NOT_PERMITTED'), 'A tenant asks for a line or a parent that is not its own.'),
    atOnce(
      'quarantine',
      ofStage(stage, 'QuarantineHours'),
      'A message that is not a valid request of a known sender is the first of its tenant in this hour: someone has to find out whose it is.',
    ),
    atOnce('conflict', rejected('CONFLICTING_REQUEST'), 'One requestId came with two contents: a fault of its sender.'),
  ];
}
