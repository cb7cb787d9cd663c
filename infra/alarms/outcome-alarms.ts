import type { Alarm } from './alarm.ts';

/** Outcomes that say that something is wrong which no order system can put right. */
export function outcomeAlarms(stage: string): Alarm[] {
  const outcome = (name: string, dimensions: Record<string, string>, meaning: string): Alarm => ({
    name,
    meaning,
    metric: ['dx-migrator', 'Outcomes', { stage, ...dimensions }],
    statistic: 'Sum',
    atLeast: 1,
  });
  const rejected = (reason: string) => ({ outcome: 'REJECTED', reason });
  return [
    outcome('held', { outcome: 'HELD' }, 'A line may or may not have been moved; only a person can find out.'),
    outcome('unknown-sender', rejected('UNKNOWN_SENDER'), 'Somebody sends who is no tenant.'),
    outcome('not-permitted', rejected('NOT_PERMITTED'), 'A tenant asks for a line or a parent that is not its own.'),
    outcome(
      'conflict',
      rejected('CONFLICTING_REQUEST'),
      'One requestId came with two contents: a fault of its sender.',
    ),
  ];
}
