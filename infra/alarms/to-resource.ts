import type { Resource, Text } from '../cloudformation.ts';
import type { Alarm } from './alarm.ts';

/** Seconds, unless an alarm has one of its own. */
const PERIOD = 300;
/** Seconds that an alarm can look back. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const LONGEST = 86_400;

/** How many periods an alarm must look back on so that a value every so many seconds keeps it up. */
export function periodsCovering(seconds: number): number {
  return Math.min(LONGEST / PERIOD, Math.ceil(seconds / PERIOD) + 1);
}

/**
 * An alarm as a CloudFormation resource.
 *
 * @param prefix the service's and the stage's name
 * @param alarmActions whom it notifies
 */
export function toResource(alarm: Alarm, prefix: string, alarmActions: Text[]): Resource {
  const { namespace: Namespace, name: MetricName, dimensions } = alarm.metric;
  const {
    name,
    runbook = name,
    meaning,
    period = PERIOD,
    datapointsToAlarm = 1,
    evaluationPeriods = 1,
    treatMissingData = 'notBreaching',
  } = alarm;
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
      EvaluationPeriods: evaluationPeriods,
      DatapointsToAlarm: datapointsToAlarm,
      Threshold: alarm.below ?? alarm.atLeast,
      ComparisonOperator: alarm.below === undefined ? 'GreaterThanOrEqualToThreshold' : 'LessThanThreshold',
      TreatMissingData: treatMissingData,
      AlarmActions: alarmActions,
    },
  };
}
