import type { MetricName } from '../../src/handlers/metrics.ts';
import { requestsQueueName } from '../../src/handlers/requests-queue.ts';
import type { Tenant } from '../../src/migration/model/tenants.ts';
import { FUNCTION_NAMES } from '../../src/settings/setting.ts';
import type { Sub } from '../cloudformation.ts';
import { CONSUMERS } from '../consumers.ts';
import { DRAIN_REQUESTS, DRAIN_TICKS } from '../drain-queues.ts';
import {
  type LambdaMetric,
  ofQueue as metricOfQueue,
  ofStage,
  type QueueMetric,
  type RuleMetric,
  type TableMetric,
} from '../metrics.ts';
import { deadLetterQueueName } from '../requests-queues.ts';
import { alarmWidgets, dashboardBody, graph, type Line, type Rendering, search, type Widget } from './widgets.ts';

type Tenants = readonly Pick<Tenant, 'name'>[];

const WAITING_FOR_PEOPLE = [
  ...['quarantine', 'bus-dlq', 'out-of-band-moves', 'changed-by-others'],
  ...[`${DRAIN_REQUESTS}-dlq.fifo`, `${DRAIN_TICKS}-dlq`],
];
const MILLISECONDS = { label: 'milliseconds', showUnits: false };
const SECONDS = { label: 'seconds', showUnits: false };

/** What the service runs on: alarms, queues, functions, Direct Connect, the ledger, the bus. @param alarmNames of all alarms */
export function resources(name: string, stage: string, tenants: Tenants, alarmNames: string[]): Sub {
  return dashboardBody([
    ...alarmWidgets(alarmNames).map((widget) => [widget]),
    requests(name, tenants),
    waitingForPeople(name),
    calls(stage),
    reconcile(stage),
    dispatch(stage),
    drains(stage),
    waits(stage),
    functions(name),
    ledger(`${name}-ledger`),
    consumers(name),
  ]);
}

function own(stage: string, name: MetricName, label: string, rendering: Rendering = {}): Line {
  return { metric: ofStage(stage, name), rendering: { label, ...rendering } };
}

function ofQueue(name: string, metric: QueueMetric, suffix: string, label = suffix): Line {
  return { metric: metricOfQueue(`${name}-${suffix}`, metric), rendering: { label } };
}

/** A line for each tenant. */
function requests(name: string, tenants: Tenants): Widget[] {
  if (tenants.length === 0) return [];
  const each = (metric: QueueMetric, queueOf = requestsQueueName) =>
    tenants.map(
      (tenant): Line => ({
        metric: metricOfQueue(queueOf(name, tenant.name), metric),
        rendering: { label: tenant.name },
      }),
    );
  const greatest = { stat: 'Maximum' } as const;
  return [
    graph('Requests queues', each('ApproximateNumberOfMessagesVisible'), greatest),
    graph('In flight or waiting for the next try', each('ApproximateNumberOfMessagesNotVisible'), greatest),
    graph('Oldest request in the queue', each('ApproximateAgeOfOldestMessage'), { ...greatest, left: SECONDS }),
    graph('Dead letters', each('ApproximateNumberOfMessagesVisible', deadLetterQueueName), greatest),
  ];
}

function waitingForPeople(name: string): Widget[] {
  return [
    graph(
      'Waiting for people',
      WAITING_FOR_PEOPLE.map((suffix) => ofQueue(name, 'ApproximateNumberOfMessagesVisible', suffix)),
      { stat: 'Maximum' },
    ),
  ];
}

function calls(stage: string): Widget[] {
  const byCause = search('reopenings', 'Reopenings', ['cause'], { stage });
  return [
    graph('Calls of AssociateHostedConnection', [
      own(stage, 'Calls', 'calls'),
      own(stage, 'UnclearAnswers', 'answered unclearly'),
      own(stage, 'UnansweredCalls', 'never answered'),
      own(stage, 'AccessDenied', 'denied'),
    ]),
    graph('Calls that moved nothing, by cause', [byCause]),
    graph('Paused, and the circuit breakers', [
      own(stage, 'Paused', 'paused', { stat: 'Maximum' }),
      own(stage, 'CircuitsOpen', 'parents whose circuit is open', { stat: 'Maximum' }),
      own(stage, 'CircuitOpenForAll', 'circuit open for all', { stat: 'Maximum' }),
      own(stage, 'CircuitOpenings', 'openings'),
      own(stage, 'CircuitOpeningsForAll', 'openings for all'),
    ]),
    graph('What people have put in the way, and parents that closed', [
      own(stage, 'ParentsCordoned', 'parents cordoned', { stat: 'Maximum' }),
      own(stage, 'Freezes', 'freezes in force', { stat: 'Maximum' }),
      own(stage, 'ParentsClosed', 'parents closed', { stat: 'Maximum' }),
      own(stage, 'ParentClosings', 'closed by themselves'),
    ]),
  ];
}

function reconcile(stage: string): Widget[] {
  const counts = ['Taken', 'Finished', 'Held', 'Waiting', 'Failed', 'Left'] as const;
  return [
    graph(
      'Reconcile',
      counts.map((count) => own(stage, `Reconcile${count}`, count.toLowerCase())),
    ),
    graph(
      'Late: unpublished outcomes, calls beyond the effect timeout',
      [
        own(stage, 'UnpublishedAge', 'unpublished'),
        own(stage, 'CallingBeyondEffectTimeout', 'beyond the effect timeout'),
      ],
      { stat: 'Maximum', left: SECONDS },
    ),
    graph('Requests that failed with an exception', [own(stage, 'Faults', 'faults')]),
  ];
}

function dispatch(stage: string): Widget[] {
  const counts = ['Finished', 'Held', 'Waiting', 'Failed', 'Left'] as const;
  return [
    graph(
      'Dispatch',
      counts.map((count) => own(stage, `Dispatch${count}`, count.toLowerCase())),
    ),
    graph('Calls a second, at most', [own(stage, 'CallRate', 'rate')], { stat: 'Average' }),
  ];
}

function drains(stage: string): Widget[] {
  const greatest = { stat: 'Maximum' } as const;
  return [
    graph(
      'Drains',
      [
        own(stage, 'DrainsRunning', 'running'),
        own(stage, 'DrainsStopped', 'stopped'),
        own(stage, 'DrainsUnapproved', 'announced, not approved'),
        own(stage, 'DrainLinesOpen', 'lines released and not done'),
      ],
      greatest,
    ),
    graph(
      'Drains: since a line was released or came further, and waiting for another line',
      [own(stage, 'DrainIdle', 'idle'), own(stage, 'DrainGroupWait', 'waiting for its group')],
      { ...greatest, left: SECONDS },
    ),
  ];
}

/** A run that finds no one waiting says nothing, and one shows no more than those that it came to: the most that one found. */
function waits(stage: string): Widget[] {
  const byCause = (id: string, name: MetricName) => search(id, name, ['cause'], { stage }, 'Maximum');
  return [
    graph('Found waiting by a run, by cause', [byCause('waiting', 'FoundWaiting')], { stat: 'Maximum' }),
    graph('The longest wait, by cause', [byCause('longest', 'LongestWait')], { stat: 'Maximum', left: SECONDS }),
  ];
}

function functions(name: string): Widget[] {
  const each = (metric: LambdaMetric) =>
    FUNCTION_NAMES.map(
      (part): Line => ({
        metric: { namespace: 'AWS/Lambda', name: metric, dimensions: { FunctionName: `${name}-${part}` } },
        rendering: { label: part },
      }),
    );
  return [
    graph('Invocations', each('Invocations')),
    graph('Errors', each('Errors')),
    graph('Throttles', each('Throttles')),
    graph('Duration, the longest', each('Duration'), { stat: 'Maximum', left: MILLISECONDS }),
  ];
}

function ledger(table: string): Widget[] {
  const of = (metric: TableMetric, label: string, dimensions: { Operation?: string } = {}): Line => ({
    metric: { namespace: 'AWS/DynamoDB', name: metric, dimensions: { TableName: table, ...dimensions } },
    rendering: { label },
  });
  return [
    graph('Ledger, capacity used', [
      of('ConsumedReadCapacityUnits', 'read'),
      of('ConsumedWriteCapacityUnits', 'write'),
    ]),
    graph('Ledger, throttled', [of('ReadThrottleEvents', 'reads'), of('WriteThrottleEvents', 'writes')]),
    graph(
      'Ledger, latency',
      ['GetItem', 'PutItem', 'UpdateItem', 'Query'].map((operation) =>
        of('SuccessfulRequestLatency', operation, { Operation: operation }),
      ),
      { stat: 'Average', left: MILLISECONDS },
    ),
  ];
}

function consumers(name: string): Widget[] {
  const rule = (metric: RuleMetric, consumer: string): Line => ({
    metric: {
      namespace: 'AWS/Events',
      name: metric,
      dimensions: { EventBusName: name, RuleName: `${name}-${consumer}` },
    },
    rendering: { label: consumer },
  });
  return [
    graph(
      'Outcomes delivered',
      CONSUMERS.map((consumer) => rule('SuccessfulInvocationAttempts', consumer)),
    ),
    graph(
      'Deliveries tried again',
      CONSUMERS.map((consumer) => rule('RetryInvocationAttempts', consumer)),
    ),
    graph(
      'Consumers’ queues, oldest message',
      CONSUMERS.map((consumer) => ofQueue(name, 'ApproximateAgeOfOldestMessage', consumer)),
      { stat: 'Maximum', left: SECONDS },
    ),
    graph(
      'Consumers’ dead-letter queues',
      CONSUMERS.map((consumer) => ofQueue(name, 'ApproximateNumberOfMessagesVisible', `${consumer}-dlq`)),
      { stat: 'Maximum' },
    ),
  ];
}
