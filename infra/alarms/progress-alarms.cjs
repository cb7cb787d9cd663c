'use strict';

const { periodsOf } = require('./to-resource.cjs');

/** Requests that do not get on. */
module.exports = function progressAlarms(stage, { pushLimitSeconds }) {
  const own = (metric) => ['dx-migrator', metric, { stage }];
  return [
    {
      name: 'untold',
      meaning:
        'An outcome has not been told for more than five minutes. Telling is tried ever more rarely, up to pushLimitSeconds ' +
        'apart, so one value keeps the alarm up as long.',
      metric: own('UntoldAge'),
      statistic: 'Maximum',
      atLeast: 300,
      among: periodsOf(pushLimitSeconds),
    },
    {
      name: 'faults',
      meaning:
        'Requests fail again and again with an exception. One that passes shows in one period of five minutes; one ' +
        'that stays, taken up ever more rarely, in at least three within an hour.',
      metric: own('Faults'),
      statistic: 'Sum',
      atLeast: 1,
      times: 3,
      among: 12,
    },
    {
      name: 'reconcile-silent',
      meaning:
        'No run of reconcile has ended for ten minutes; there is one a minute. What waits, and what a dead process left ' +
        'behind, is not taken up.',
      metric: own('ReconcileTaken'),
      statistic: 'SampleCount',
      below: 1,
      times: 2,
      among: 2,
      missing: 'breaching',
    },
  ];
};
