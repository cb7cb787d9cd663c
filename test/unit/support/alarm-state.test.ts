import { describe, expect, it } from 'vitest';
import { type Alarm, isRinging, samplesIn } from '../../support/alarm-state.ts';

const MINUTE = 60_000;
const ALARM: Alarm = {
  Namespace: 'dx-migrator',
  MetricName: 'Outcomes',
  Dimensions: [
    { Name: 'stage', Value: 'local' },
    { Name: 'outcome', Value: 'HELD' },
  ],
  Statistic: 'Sum',
  Period: 300,
  EvaluationPeriods: 1,
  DatapointsToAlarm: 1,
  Threshold: 2,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'notBreaching',
};
const now = 100 * MINUTE;
const at = (...minutesAgo: number[]) => minutesAgo.map((minutes) => ({ atMs: now - minutes * MINUTE, value: 1 }));

describe('an alarm', () => {
  it('rings from its threshold on, for the length of its period', () => {
    expect(isRinging(ALARM, at(1), now)).toBe(false);
    expect(isRinging(ALARM, at(1, 2), now)).toBe(true);
    expect(isRinging(ALARM, at(1, 5), now)).toBe(false);
  });

  it('rings when enough of its periods are over the threshold', () => {
    const among = { ...ALARM, Threshold: 1, EvaluationPeriods: 3, DatapointsToAlarm: 2 };
    expect(isRinging(among, at(1), now)).toBe(false);
    expect(isRinging(among, at(1, 12), now)).toBe(true);
    expect(isRinging(among, at(1, 16), now)).toBe(false);
  });

  it('treats missing data as configured', () => {
    const listens = {
      ...ALARM,
      Statistic: 'SampleCount' as const,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
    };
    expect(isRinging({ ...listens, TreatMissingData: 'breaching' }, [], now)).toBe(true);
    expect(isRinging({ ...listens, TreatMissingData: 'breaching' }, at(1), now)).toBe(false);
    expect(isRinging(listens, [], now)).toBe(false);
  });
});

describe('the samples of a metric', () => {
  const line = (outcome: string, Dimensions: string[][]) =>
    `dx-migrator-local-migrate ${JSON.stringify({
      _aws: {
        Timestamp: 5,
        CloudWatchMetrics: [{ Namespace: 'dx-migrator', Dimensions, Metrics: [{ Name: 'Outcomes' }] }],
      },
      ...{ stage: 'local', outcome, Outcomes: 1 },
    })}`;

  it('are those with its dimensions, no more and no less', () => {
    expect(samplesIn([line('HELD', [['stage'], ['stage', 'outcome']])], ALARM)).toEqual([{ atMs: 5, value: 1 }]);
    expect(samplesIn([line('HELD', [['stage']]), line('FAILED', [['stage', 'outcome']])], ALARM)).toEqual([]);
    expect(samplesIn(['dx-migrator-local-migrate START'], ALARM)).toEqual([]);
  });
});
