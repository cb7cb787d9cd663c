import type { Resource, Text } from '../cloudformation.ts';
import type { Alarm } from './alarm.ts';

/** Seconds, unless an alarm has one of its own. */
const PERIOD = 300;
/** Seconds that an alarm can look back. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const LONGEST = 86_400;

/** How many periods hold a value up until the next, when one comes at least every so many seconds. */
export function periodsOf(seconds: number): number {
  return Math.min(LONGEST / PERIOD, Math.ceil(seconds / PERIOD) + 1);
}

/**
 * An alarm as CloudFormation takes it.
 *
 * @param prefix the service's and the stage's name
 * @param alarmActions whom it tells
 */
export function toResource(alarm: Alarm, prefix: string, alarmActions: Text[]): Resource {
  const [Namespace, MetricName, dimensions] = alarm.metric;
  const { name, runbook = name, meaning, period = PERIOD, times = 1, among = 1, missing = 'notBreaching' } = alarm;
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: `${prefix}-${name}`,
      AlarmDescription: `${meaning} Runbook: docs/operations/alarms/${runbook}.md`,
      Namespace,
      MetricName,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      Statistic: alarm.statistic,
      Period: period,
      EvaluationPeriods: among,
      DatapointsToAlarm: times,
      Threshold: alarm.below ?? alarm.atLeast,
      ComparisonOperator: alarm.below === undefined ? 'GreaterThanOrEqualToThreshold' : 'LessThanThreshold',
      TreatMissingData: missing,
      AlarmActions: alarmActions,
    },
  };
}
