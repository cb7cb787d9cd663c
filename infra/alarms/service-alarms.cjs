'use strict';

const FIVE_MINUTES = 300;

/** What only a look over all requests, or over time, shows. */
module.exports = function serviceAlarms(stage, { pushLimitSeconds }) {
  const own = (metric) => ['dx-migrator', metric, { stage }];
  return [
    {
      name: 'untold',
      meaning:
        'An outcome has not been told for more than five minutes. Telling is tried ever more rarely, up to pushLimitSeconds ' +
        'apart, so one value keeps the alarm up as long.',
      metric: own('UntoldAge'),
      statistic: 'Maximum',
      period: FIVE_MINUTES,
      atLeast: 300,
      among: Math.min(288, Math.ceil(pushLimitSeconds / FIVE_MINUTES) + 1),
    },
    {
      name: 'calling',
      meaning:
        'A call has had no outcome for five minutes beyond SETTLE. It is told once in the ordinary course, seconds after ' +
        'SETTLE and before HELD; later only if nobody can look.',
      metric: own('CallingBeyondSettle'),
      statistic: 'Maximum',
      period: FIVE_MINUTES,
      atLeast: 300,
    },
    {
      name: 'access-denied',
      meaning: 'Direct Connect denies a call or a look. Requests wait until it is allowed.',
      metric: own('AccessDenied'),
      statistic: 'Sum',
      period: FIVE_MINUTES,
      atLeast: 1,
    },
    {
      name: 'circuit-open',
      meaning: 'After unclear answers nothing is called but a probe, until one is answered clearly.',
      metric: own('CircuitOpen'),
      statistic: 'Maximum',
      period: FIVE_MINUTES,
      atLeast: 1,
    },
    {
      name: 'faults',
      meaning:
        'Requests fail again and again with an exception. One that passes shows in one period of five minutes; one ' +
        'that stays, taken up ever more rarely, in at least three within an hour.',
      metric: own('Faults'),
      statistic: 'Sum',
      period: FIVE_MINUTES,
      atLeast: 1,
      times: 3,
      among: 12,
    },
    {
      name: 'paused',
      meaning: 'All calls have been paused for two hours: forgotten, perhaps.',
      metric: own('Paused'),
      statistic: 'Minimum',
      period: FIVE_MINUTES,
      atLeast: 1,
      times: 24,
      among: 24,
    },
    {
      name: 'reconcile-silent',
      meaning:
        'No run of reconcile has ended for ten minutes; there is one a minute. What waits, and what a dead process left ' +
        'behind, is not taken up.',
      metric: own('ReconcileTaken'),
      statistic: 'SampleCount',
      period: FIVE_MINUTES,
      below: 1,
      times: 2,
      among: 2,
      missing: 'breaching',
    },
  ];
};
