import type { Outcome } from '../src/contract/event-names.ts';
import type { Verdict } from '../src/contract/operations/names.ts';
import type { ReasonCode } from '../src/contract/reason.ts';
import type { MetricName } from '../src/handlers/metrics.ts';

/** The namespace of the functions' own metrics. */
export const OWN = 'dx-migrator';

/** Metrics of AWS that are watched, and their dimensions. An operation is one of DynamoDB's metrics only. */
export const OF_AWS = {
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
  'AWS/SQS': {
    names: [
      'ApproximateAgeOfOldestMessage',
      'ApproximateNumberOfMessagesNotVisible',
      'ApproximateNumberOfMessagesVisible',
      'NumberOfMessagesSent',
    ],
    dimensions: ['QueueName'],
  },
  // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
  'AWS/Lambda': { names: ['Duration', 'Errors', 'Invocations', 'Throttles'], dimensions: ['FunctionName'] },
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
  'AWS/DynamoDB': {
    names: [
      'ConsumedReadCapacityUnits',
      'ConsumedWriteCapacityUnits',
      'ReadThrottleEvents',
      'SuccessfulRequestLatency',
      'WriteThrottleEvents',
    ],
    dimensions: ['TableName'],
  },
  // Of the default bus, the metrics of a rule do not carry its name.
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring-events-best-practices.html
  'AWS/Events': {
    names: [
      'FailedInvocations',
      'InvocationsFailedToBeSentToDlq',
      'RetryInvocationAttempts',
      'SuccessfulInvocationAttempts',
    ],
    dimensions: ['EventBusName', 'RuleName'],
  },
} as const;

type NamesOf<Namespace extends keyof typeof OF_AWS> = (typeof OF_AWS)[Namespace]['names'][number];
interface MetricOf<Namespace extends string, Name extends string, Dimensions> {
  namespace: Namespace;
  name: Name;
  dimensions: Dimensions;
}

/** One of the functions' own metrics, under one of the sets of dimensions that src/handlers/metrics.ts publishes it under. */
export type OwnMetric =
  | MetricOf<typeof OWN, MetricName, { stage: string; outcome?: never; reason?: never; cause?: never }>
  | MetricOf<typeof OWN, 'Outcomes' | 'OutcomeAge', { stage: string; outcome: Outcome; reason?: never; cause?: never }>
  | MetricOf<typeof OWN, 'Outcomes', { stage: string; outcome: Outcome; reason: ReasonCode; cause?: never }>
  | MetricOf<typeof OWN, 'Verdicts', { stage: string; outcome?: never; reason?: never; cause: Verdict }>;

/** A metric of CloudWatch, as alarms and dashboards name it. */
export type Metric =
  | OwnMetric
  | MetricOf<'AWS/SQS', NamesOf<'AWS/SQS'>, { QueueName: string }>
  | MetricOf<'AWS/Lambda', NamesOf<'AWS/Lambda'>, { FunctionName: string }>
  | MetricOf<'AWS/DynamoDB', NamesOf<'AWS/DynamoDB'>, { TableName: string; Operation?: string }>
  | MetricOf<'AWS/Events', NamesOf<'AWS/Events'>, { EventBusName?: string; RuleName: string }>;

export type QueueMetric = NamesOf<'AWS/SQS'>;
export type LambdaMetric = NamesOf<'AWS/Lambda'>;
export type TableMetric = NamesOf<'AWS/DynamoDB'>;
export type RuleMetric = NamesOf<'AWS/Events'>;

/** One of the functions' own metrics for the whole stage: each is published so. */
export function ofStage(stage: string, name: MetricName): OwnMetric {
  return { namespace: OWN, name, dimensions: { stage } };
}

export function ofQueue(QueueName: string, name: QueueMetric): Metric {
  return { namespace: 'AWS/SQS', name, dimensions: { QueueName } };
}
