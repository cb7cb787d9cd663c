'use strict';

const CONSUMERS = require('../consumers.cjs');
const FUNCTIONS = require('../functions.cjs');
const { alarmStatus, dashboardBody, graph } = require('./widgets.cjs');

const WAITING_FOR_PEOPLE = ['requests-dlq.fifo', 'quarantine', 'bus-dlq', 'foreign-moves'];
const MILLISECONDS = { label: 'milliseconds', showUnits: false };
const SECONDS = { label: 'seconds', showUnits: false };

/** What the service runs on: alarms, queues, functions, Direct Connect, the ledger, the bus. @param alarmNames of all alarms */
module.exports = (name, stage, alarmNames) =>
  dashboardBody([
    [alarmStatus('Alarms', alarmNames)],
    queues(name),
    calls(stage),
    reconcile(stage),
    functions(name),
    ledger(`${name}-ledger`),
    consumers(name),
  ]);

const own = (stage, metric, label, rendering = {}) => ['dx-migrator', metric, 'stage', stage, { label, ...rendering }];
const ofQueue = (name, metric, suffix, label = suffix) => [
  'AWS/SQS',
  metric,
  'QueueName',
  `${name}-${suffix}`,
  { label },
];

function queues(name) {
  const requests = (metric, label) => ofQueue(name, metric, 'requests.fifo', label);
  return [
    graph(
      'Requests queue',
      [
        requests('ApproximateNumberOfMessagesVisible'),
        requests('ApproximateNumberOfMessagesNotVisible', 'in flight or waiting for its next try'),
      ],
      { stat: 'Maximum' },
    ),
    graph('Oldest request in the queue', [requests('ApproximateAgeOfOldestMessage')], {
      stat: 'Maximum',
      left: SECONDS,
    }),
    graph(
      'Waiting for people',
      WAITING_FOR_PEOPLE.map((suffix) => ofQueue(name, 'ApproximateNumberOfMessagesVisible', suffix)),
      { stat: 'Maximum' },
    ),
  ];
}

function calls(stage) {
  const byCause = {
    expression: `SEARCH('{"dx-migrator",stage,cause} MetricName="Reopenings" stage="${stage}"', 'Sum', 300)`,
    id: 'reopenings',
  };
  return [
    graph('Calls of AssociateHostedConnection', [
      own(stage, 'Calls', 'calls'),
      own(stage, 'UnclearAnswers', 'answered unclearly'),
      own(stage, 'UnansweredCalls', 'never answered'),
      own(stage, 'AccessDenied', 'denied'),
    ]),
    graph('Calls that moved nothing, by cause', [[byCause]]),
    graph('Paused, and the circuit', [
      own(stage, 'Paused', 'paused', { stat: 'Maximum' }),
      own(stage, 'CircuitOpen', 'circuit open', { stat: 'Maximum' }),
      own(stage, 'CircuitOpenings', 'openings'),
    ]),
  ];
}

function reconcile(stage) {
  const counts = ['Taken', 'Settled', 'Held', 'Waiting', 'Failed', 'Left'];
  return [
    graph(
      'Reconcile',
      counts.map((count) => own(stage, `Reconcile${count}`, count.toLowerCase())),
    ),
    graph(
      'Late: untold outcomes, calls beyond SETTLE',
      [own(stage, 'UntoldAge', 'untold'), own(stage, 'CallingBeyondSettle', 'beyond SETTLE')],
      { stat: 'Maximum', left: SECONDS },
    ),
    graph('Requests that failed with an exception', [own(stage, 'Faults', 'faults')]),
  ];
}

function functions(name) {
  const each = (metric) =>
    FUNCTIONS.map((part) => ['AWS/Lambda', metric, 'FunctionName', `${name}-${part}`, { label: part }]);
  return [
    graph('Invocations', each('Invocations')),
    graph('Errors', each('Errors')),
    graph('Throttles', each('Throttles')),
    graph('Duration, the longest', each('Duration'), { stat: 'Maximum', left: MILLISECONDS }),
  ];
}

function ledger(table) {
  const of = (metric, ...rest) => ['AWS/DynamoDB', metric, 'TableName', table, ...rest];
  return [
    graph('Ledger, capacity used', [
      of('ConsumedReadCapacityUnits', { label: 'read' }),
      of('ConsumedWriteCapacityUnits', { label: 'write' }),
    ]),
    graph('Ledger, throttled', [
      of('ReadThrottleEvents', { label: 'reads' }),
      of('WriteThrottleEvents', { label: 'writes' }),
    ]),
    graph(
      'Ledger, latency',
      ['GetItem', 'PutItem', 'UpdateItem', 'Query'].map((operation) =>
        of('SuccessfulRequestLatency', 'Operation', operation, { label: operation }),
      ),
      { stat: 'Average', left: MILLISECONDS },
    ),
  ];
}

function consumers(name) {
  const rule = (metric, consumer) => [
    ...['AWS/Events', metric, 'EventBusName', name, 'RuleName', `${name}-${consumer}`],
    { label: consumer },
  ];
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
