'use strict';

/** Calls of AssociateHostedConnection that have no outcome, or are not made. */
module.exports = function callAlarms(stage) {
  const own = (metric) => ['dx-migrator', metric, { stage }];
  return [
    {
      name: 'calling',
      meaning:
        'A call has had no outcome for five minutes beyond SETTLE. It is told once in the ordinary course, seconds after ' +
        'SETTLE and before HELD; later only if nobody can look.',
      metric: own('CallingBeyondSettle'),
      statistic: 'Maximum',
      atLeast: 300,
    },
    {
      name: 'access-denied',
      meaning: 'Direct Connect denies a call or a look. Requests wait until it is allowed.',
      metric: own('AccessDenied'),
      statistic: 'Sum',
      atLeast: 1,
    },
    {
      name: 'circuit-open',
      meaning: 'After unclear answers nothing is called but a probe, until one is answered clearly.',
      metric: own('CircuitOpen'),
      statistic: 'Maximum',
      atLeast: 1,
    },
    {
      name: 'paused',
      meaning: 'All calls have been paused for two hours: forgotten, perhaps.',
      metric: own('Paused'),
      statistic: 'Minimum',
      atLeast: 1,
      times: 24,
      among: 24,
    },
  ];
};
