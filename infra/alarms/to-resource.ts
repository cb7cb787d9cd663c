import type { Resource, Text } from '../cloudformation.ts';
import type { Metric } from '../metrics.ts';
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
      ...watched([alarm.metric].flat(), alarm.statistic, period),
      EvaluationPeriods: evaluationPeriods,
      DatapointsToAlarm: datapointsToAlarm,
      Threshold: alarm.below ?? alarm.atLeast,
      ComparisonOperator: alarm.below === undefined ? 'GreaterThanOrEqualToThreshold' : 'LessThanThreshold',
      TreatMissingData: treatMissingData,
      AlarmActions: alarmActions,
    },
  };
}

/** A metric, or the greatest of several. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
function watched(metrics: Metric[], Stat: Alarm['statistic'], Period: number): Record<string, unknown> {
  const [only, ...others] = metrics.map(({ namespace, name, dimensions }) => ({
    Namespace: namespace,
    MetricName: name,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  }));
  if (only === undefined) throw new Error('an alarm without a metric');
  if (others.length === 0) return { ...only, Statistic: Stat, Period };
  const queries = [only, ...others].map((Metric, index) => ({
    Id: `m${index + 1}`,
    MetricStat: { Metric, Stat, Period },
    ReturnData: false,
  }));
  return { Metrics: [...queries, { Id: 'greatest', Expression: 'MAX(METRICS())', ReturnData: true }] };
}
