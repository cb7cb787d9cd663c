import { metricId, publishedMetrics } from './published-metrics.ts';
import type { Deployable } from './template.ts';

/** Namespaces of AWS whose metrics are watched: the metrics, and what their dimensions must name in the template. */
const OF_AWS: Record<string, { metrics: string[]; dimensions: Record<string, [type: string, property: string]> }> = {
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
  'AWS/SQS': {
    metrics: [
      'ApproximateAgeOfOldestMessage',
      'ApproximateNumberOfMessagesNotVisible',
      'ApproximateNumberOfMessagesVisible',
      'NumberOfMessagesSent',
    ],
    dimensions: { QueueName: ['AWS::SQS::Queue', 'QueueName'] },
  },
  // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
  'AWS/Lambda': {
    metrics: ['Duration', 'Errors', 'Invocations', 'Throttles'],
    dimensions: { FunctionName: ['AWS::Lambda::Function', 'FunctionName'] },
  },
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
  'AWS/DynamoDB': {
    metrics: [
      'ConsumedReadCapacityUnits',
      'ConsumedWriteCapacityUnits',
      'ReadThrottleEvents',
      'SuccessfulRequestLatency',
      'WriteThrottleEvents',
    ],
    dimensions: { TableName: ['AWS::DynamoDB::Table', 'TableName'] },
  },
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring-events-best-practices.html
  'AWS/Events': {
    metrics: [
      'FailedInvocations',
      'InvocationsFailedToBeSentToDlq',
      'RetryInvocationAttempts',
      'SuccessfulInvocationAttempts',
    ],
    dimensions: { EventBusName: ['AWS::Events::EventBus', 'Name'], RuleName: ['AWS::Events::Rule', 'Name'] },
  },
};

/** Of the default bus, the metrics of a rule do not carry its name. */
function isOnOwnBus(template: Deployable, { RuleName }: Record<string, string>): boolean {
  const rule = template.ofType('AWS::Events::Rule').find(({ properties }) => properties.Name === RuleName);
  return rule?.properties.EventBusName !== undefined;
}

/** What is wrong with a metric that something watches: nobody publishes it so. Nothing if all is well. */
export function faultOf(
  template: Deployable,
  [namespace, name, dimensions]: [namespace: string, name: string, dimensions: Record<string, string>],
): string | undefined {
  const id = metricId(namespace, name, dimensions);
  if (namespace === 'dx-migrator') return publishedMetrics().has(id) ? undefined : `${id}: no function publishes it`;
  const known = OF_AWS[namespace];
  if (!known?.metrics.includes(name)) return `${id}: not a metric of ${namespace}`;
  const { Operation: _operation, ...named } = dimensions;
  const expected = Object.keys(known.dimensions).filter((key) => key !== 'EventBusName' || isOnOwnBus(template, named));
  if (Object.keys(named).length !== expected.length || !expected.every((key) => key in named)) {
    return `${id}: other dimensions`;
  }
  const missing = Object.entries(known.dimensions).find(([dimension, [type, property]]) => {
    if (!expected.includes(dimension)) return false;
    return !template.ofType(type).some(({ properties }) => properties[property] === dimensions[dimension]);
  });
  return missing && `${id}: the template has no such ${missing[1][0]}`;
}
