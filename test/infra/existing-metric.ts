import { OF_AWS } from '../../infra/metrics.ts';
import { metricId, publishedMetrics } from './published-metrics.ts';
import type { Deployable } from './template.ts';

/** What the dimensions of AWS's metrics must name in the template. */
const NAMED: Record<string, [type: string, property: string]> = {
  QueueName: ['AWS::SQS::Queue', 'QueueName'],
  FunctionName: ['AWS::Lambda::Function', 'FunctionName'],
  TableName: ['AWS::DynamoDB::Table', 'TableName'],
  EventBusName: ['AWS::Events::EventBus', 'Name'],
  RuleName: ['AWS::Events::Rule', 'Name'],
};

/** Of the default bus, the metrics of a rule do not carry its name. */
function isOnOwnBus(template: Deployable, { RuleName }: Record<string, string>): boolean {
  const rule = template.ofType('AWS::Events::Rule').find(({ properties }) => properties.Name === RuleName);
  return rule?.properties.EventBusName !== undefined;
}

/** What is wrong with a metric that something watches: no one publishes it so. Nothing if all is well. */
export function faultOf(
  template: Deployable,
  [namespace, name, dimensions]: [namespace: string, name: string, dimensions: Record<string, string>],
): string | undefined {
  const id = metricId(namespace, name, dimensions);
  if (namespace === 'dx-migrator') return publishedMetrics().has(id) ? undefined : `${id}: no function publishes it`;
  const known = (OF_AWS as Record<string, { names: readonly string[]; dimensions: readonly string[] }>)[namespace];
  if (!known?.names.includes(name)) return `${id}: not a metric of ${namespace}`;
  const { Operation: _operation, ...named } = dimensions;
  const expected = known.dimensions.filter((key) => key !== 'EventBusName' || isOnOwnBus(template, named));
  if (Object.keys(named).length !== expected.length || !expected.every((key) => key in named)) {
    return `${id}: other dimensions`;
  }
  const missing = expected.find((dimension) => {
    const [type = '', property = ''] = NAMED[dimension] ?? [];
    return !template.ofType(type).some(({ properties }) => properties[property] === dimensions[dimension]);
  });
  return missing && `${id}: the template has no such ${NAMED[missing]?.[0]}`;
}
