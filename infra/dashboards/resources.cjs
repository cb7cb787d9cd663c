'use strict';

const { alarmStatus, dashboardBody, graph } = require('./widgets.cjs');

const FUNCTIONS = ['migrate', 'reconcile', 'resolve', 'control'];
const WAITING_FOR_PEOPLE = ['requests-dlq.fifo', 'quarantine', 'bus-dlq', 'foreign-moves'];
const CONSUMERS = ['billing', 'notification'];

/** What the service runs on: alarms, queues, functions, Direct Connect, the ledger, the bus. @param alarmNames of all alarms */
module.exports = (name, stage, alarmNames) => {
  const own = (metric, label) => ['dx-migrator', metric, 'stage', stage, { label }];
  const queue = (metric, suffix) => ['AWS/SQS', metric, 'QueueName', `${name}-${suffix}`, { label: suffix }];
  const perFunction = (metric, rendering = {}) =>
    FUNCTIONS.map((part) => ['AWS/Lambda', metric, 'FunctionName', `${name}-${part}`, { label: part, ...rendering }]);
  const ledger = (metric, ...dimensions) => ['AWS/DynamoDB', metric, 'TableName', `${name}-ledger`, ...dimensions];
  const rule = (metric, consumer) => [
    'AWS/Events',
    metric,
    'EventBusName',
    name,
    'RuleName',
    `${name}-${consumer}`,
    { label: consumer },
  ];
  const milliseconds = { label: 'milliseconds', showUnits: false };
  const seconds = { label: 'seconds', showUnits: false };
  return dashboardBody([
    [alarmStatus('Alarms', alarmNames)],
    [
      graph(
        'Requests queue',
        [
          queue('ApproximateNumberOfMessagesVisible', 'requests.fifo'),
          [
            'AWS/SQS',
            'ApproximateNumberOfMessagesNotVisible',
            'QueueName',
            `${name}-requests.fifo`,
            { label: 'in flight or waiting for its next try' },
          ],
        ],
        { stat: 'Maximum' },
      ),
      graph('Oldest request in the queue', [queue('ApproximateAgeOfOldestMessage', 'requests.fifo')], {
        stat: 'Maximum',
        left: seconds,
      }),
      graph(
        'Waiting for people',
        WAITING_FOR_PEOPLE.map((suffix) => queue('ApproximateNumberOfMessagesVisible', suffix)),
        { stat: 'Maximum' },
      ),
    ],
    [
      graph('Calls of AssociateHostedConnection', [
        own('Calls', 'calls'),
        own('UnclearAnswers', 'answered unclearly'),
        own('UnansweredCalls', 'never answered'),
        own('AccessDenied', 'denied'),
      ]),
      graph('Calls that moved nothing, by cause', [
        [
          {
            expression: `SEARCH('{dx-migrator,stage,cause} MetricName="Withdrawals" stage="${stage}"', 'Sum', 300)`,
            id: 'withdrawals',
          },
        ],
      ]),
      graph('Paused, and the circuit', [
        ['dx-migrator', 'Paused', 'stage', stage, { label: 'paused', stat: 'Maximum' }],
        ['dx-migrator', 'CircuitOpen', 'stage', stage, { label: 'circuit open', stat: 'Maximum' }],
        own('CircuitOpenings', 'openings'),
      ]),
    ],
    [
      graph('Reconcile', [
        own('ReconcileTaken', 'taken'),
        own('ReconcileSettled', 'settled'),
        own('ReconcileHeld', 'held'),
        own('ReconcileWaiting', 'waiting'),
        own('ReconcileFailed', 'failed'),
        own('ReconcileLeft', 'left'),
      ]),
      graph(
        'Late: untold outcomes, calls beyond SETTLE',
        [own('UntoldAge', 'untold'), own('CallingBeyondSettle', 'beyond SETTLE')],
        { stat: 'Maximum', left: seconds },
      ),
      graph('Requests that failed with an exception', [own('Faults', 'faults')]),
    ],
    [
      graph('Invocations', perFunction('Invocations')),
      graph('Errors', perFunction('Errors')),
      graph('Throttles', perFunction('Throttles')),
      graph('Duration, the longest', perFunction('Duration'), { stat: 'Maximum', left: milliseconds }),
    ],
    [
      graph('Ledger, capacity used', [
        [...ledger('ConsumedReadCapacityUnits'), { label: 'read' }],
        [...ledger('ConsumedWriteCapacityUnits'), { label: 'write' }],
      ]),
      graph('Ledger, throttled', [
        [...ledger('ReadThrottleEvents'), { label: 'reads' }],
        [...ledger('WriteThrottleEvents'), { label: 'writes' }],
      ]),
      graph(
        'Ledger, latency',
        ['GetItem', 'PutItem', 'UpdateItem', 'Query'].map((operation) => [
          ...ledger('SuccessfulRequestLatency', 'Operation', operation),
          { label: operation },
        ]),
        { stat: 'Average', left: milliseconds },
      ),
    ],
    [
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
        CONSUMERS.map((consumer) => queue('ApproximateAgeOfOldestMessage', consumer)),
        { stat: 'Maximum', left: seconds },
      ),
      graph(
        'Consumers’ dead-letter queues',
        CONSUMERS.map((consumer) => queue('ApproximateNumberOfMessagesVisible', `${consumer}-dlq`)),
        { stat: 'Maximum' },
      ),
    ],
  ]);
};
