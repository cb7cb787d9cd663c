'use strict';

/** Outcomes that say that something is wrong which no order system can put right. */
module.exports = function outcomeAlarms(stage) {
  const outcome = (name, dimensions, meaning) => ({
    name,
    meaning,
    metric: ['dx-migrator', 'Outcomes', { stage, ...dimensions }],
    statistic: 'Sum',
    atLeast: 1,
  });
  const rejected = (reason) => ({ outcome: 'REJECTED', reason });
  return [
    outcome('held', { outcome: 'HELD' }, 'A line may or may not have been moved; only a person can find out.'),
    outcome('unknown-sender', rejected('UNKNOWN_SENDER'), 'Somebody sends who is no tenant.'),
    outcome('not-permitted', rejected('NOT_PERMITTED'), 'A tenant asks for a line or a parent that is not its own.'),
    outcome(
      'conflict',
      rejected('CONFLICTING_REQUEST'),
      'One requestId came with two contents: a fault of its sender.',
    ),
  ];
};
