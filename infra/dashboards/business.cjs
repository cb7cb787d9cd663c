'use strict';

const { dashboardBody, graph, numbers } = require('./widgets.cjs');

// From best to worst, and coloured so.
const OUTCOMES = [
  ['MIGRATED', '#2ca02c'],
  ['PLANNED', '#1f77b4'],
  ['REJECTED', '#ff7f0e'],
  ['FAILED', '#d62728'],
  ['HELD', '#9467bd'],
];

/** What customers and their order systems get: requests, outcomes, lead time, and what is held. */
module.exports = (name, stage) => {
  const byOutcome = (metric, rendering = {}) =>
    OUTCOMES.map(([outcome, color]) => [
      'dx-migrator',
      metric,
      'stage',
      stage,
      'outcome',
      outcome,
      { label: outcome, color, ...rendering },
    ]);
  const ofMigrated = ['dx-migrator', 'OutcomeAge', 'stage', stage, 'outcome', 'MIGRATED'];
  const byReason = (outcome) => [
    {
      expression: `SEARCH('{"dx-migrator",stage,outcome,reason} MetricName="Outcomes" stage="${stage}" outcome="${outcome}"', 'Sum', 300)`,
      id: outcome.toLowerCase(),
    },
  ];
  return dashboardBody([
    [numbers('Outcomes', byOutcome('Outcomes'))],
    [
      graph('Requests sent', [
        ['AWS/SQS', 'NumberOfMessagesSent', 'QueueName', `${name}-requests.fifo`, { label: 'sent' }],
      ]),
      graph('Outcomes', byOutcome('Outcomes'), { stacked: true }),
    ],
    [
      graph(
        'Lead time: from requestedAt to MIGRATED',
        [
          [...ofMigrated, { stat: 'p50', label: 'half of them' }],
          [...ofMigrated, { stat: 'p90', label: 'nine of ten' }],
          [...ofMigrated, { stat: 'Maximum', label: 'all' }],
        ],
        { left: { label: 'seconds', showUnits: false } },
      ),
      graph('Lead time by outcome, median', byOutcome('OutcomeAge'), {
        stat: 'p50',
        left: { label: 'seconds', showUnits: false },
      }),
    ],
    [
      graph('Rejected, by reason', [byReason('REJECTED')], { stacked: true }),
      graph('Failed, by reason', [byReason('FAILED')], { stacked: true }),
      graph('Held', [
        ['dx-migrator', 'Outcomes', 'stage', stage, 'outcome', 'HELD', { label: 'held', color: '#9467bd' }],
      ]),
    ],
  ]);
};
