import { expect, it } from 'vitest';
import type { Statement } from '../../infra/cloudformation.ts';
import { search } from '../../infra/dashboards/widgets.ts';
import { type Metric, OWN, ofQueue, ofStage } from '../../infra/metrics.ts';
import { functionLog } from '../../src/handlers/function-log.ts';
import { transitionMetrics } from '../../src/handlers/metrics.ts';

// What must not compile. The type checker, `npm run check`, reports an expectation below that is not met.

it('a metric that no function publishes, or not under these dimensions, does not compile', () => {
  const dimensions = { stage: 'prod' };
  const wrong: Metric[] = [
    // @ts-expect-error nothing publishes it
    { namespace: OWN, name: 'CallsMade', dimensions },
    // @ts-expect-error calls are not published by outcome
    { namespace: OWN, name: 'Calls', dimensions: { ...dimensions, outcome: 'HELD' } },
    // @ts-expect-error no such outcome
    { namespace: OWN, name: 'Outcomes', dimensions: { ...dimensions, outcome: 'LOST' } },
    // @ts-expect-error ages are not published by reason
    { namespace: OWN, name: 'OutcomeAge', dimensions: { ...dimensions, outcome: 'FAILED', reason: 'VLAN_CONFLICT' } },
    // @ts-expect-error a metric of SQS
    { namespace: 'AWS/Lambda', name: 'NumberOfMessagesSent', dimensions: { FunctionName: 'x' } },
    // @ts-expect-error Lambda's metrics are of functions
    { namespace: 'AWS/Lambda', name: 'Errors', dimensions: { QueueName: 'x' } },
  ];
  expect(wrong).toHaveLength(6);
  // @ts-expect-error nothing publishes it
  expect(ofStage('prod', 'CallsMade')).toBeDefined();
  // @ts-expect-error not a metric of SQS
  expect(ofQueue('requests', 'Errors')).toBeDefined();
  // @ts-expect-error nothing publishes it
  expect(search('x', 'CallsMade', ['cause'], dimensions)).toBeDefined();
});

it('a log line that no table knows does not compile', () => {
  // @ts-expect-error not in LOG_LINES
  expect(() => transitionMetrics('moved', {}, 'prod', 0)).toThrow();
  // @ts-expect-error not in LOG_LINES
  expect(() => functionLog().write('moved', {})).toThrow();
});

it('a statement without what it allows, with a misspelt condition or an effect of its own does not compile', () => {
  const right: Statement = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' };
  const wrong: Statement[] = [
    // @ts-expect-error of no service that policies here are about
    { ...right, Action: 'SendMessage' },
    // @ts-expect-error no such effect
    { ...right, Effect: 'Permit' },
    // @ts-expect-error no such operator
    { ...right, Condition: { StringIs: { 'aws:PrincipalArn': 'x' } } },
    // @ts-expect-error there is no resource
    { Effect: 'Deny', Action: 'sqs:SendMessage' },
  ];
  expect(wrong).toHaveLength(4);
});
