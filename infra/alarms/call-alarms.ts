import type { MetricName } from '../../src/handlers/metrics.ts';
import { ofStage } from '../metrics.ts';
import type { StackSettings } from '../settings.ts';
import type { Alarm } from './alarm.ts';
import { periodsCovering } from './to-resource.ts';

type CallTimes = Pick<
  StackSettings,
  'effectTimeoutSeconds' | 'pollIntervalSeconds' | 'functionTimeoutSeconds' | 'staleSeconds' | 'clockSkewSeconds'
>;

/** Calls of AssociateHostedConnection that have no outcome, or are not made. */
export function callAlarms(stage: string, settings: CallTimes): Alarm[] {
  const { effectTimeoutSeconds, pollIntervalSeconds, functionTimeoutSeconds, staleSeconds, clockSkewSeconds } =
    settings;
  // A half-open trial is made after the effect timeout and the skew at the latest, when dispatch comes; that it died is noticed
  // when an observation can prove it.
  const betweenOpenings =
    effectTimeoutSeconds + pollIntervalSeconds + functionTimeoutSeconds + staleSeconds + 2 * clockSkewSeconds + 60;
  const own = (name: MetricName) => ofStage(stage, name);
  return [
    {
      name: 'calling',
      meaning:
        'A call has had no outcome for five minutes beyond the effect timeout. Normally the metric is published once, seconds after ' +
        'the effect timeout and before HELD; later only if the line cannot be observed.',
      metric: own('CallingBeyondEffectTimeout'),
      statistic: 'Maximum',
      atLeast: 300,
    },
    {
      name: 'access-denied',
      meaning: 'Direct Connect denies a call or an observation. Requests wait until it is allowed.',
      metric: own('AccessDenied'),
      statistic: 'Sum',
      atLeast: 1,
    },
    {
      name: 'circuit-open',
      meaning:
        'Calls for a target parent are answered unclearly, and only a half-open trial is called for it; the log says which. While ' +
        'that goes on, a trial opens the circuit breaker again at least once per effect timeout and the time to notice it; one ' +
        'opening keeps the alarm up that long.',
      metric: own('CircuitOpenings'),
      statistic: 'Sum',
      atLeast: 1,
      evaluationPeriods: periodsCovering(betweenOpenings),
    },
    {
      name: 'circuit-open-for-all',
      runbook: 'circuit-open',
      meaning:
        'Calls for two target parents, for lines of two accounts, are answered unclearly: only one half-open trial is called, ' +
        'whichever the parent. One opening keeps the alarm up until the next trial.',
      metric: own('CircuitOpeningsForAll'),
      statistic: 'Sum',
      atLeast: 1,
      evaluationPeriods: periodsCovering(betweenOpenings),
    },
    {
      name: 'parent-closed',
      meaning:
        'Three lines of two owner accounts were held within 15 minutes after they were called for onto the same parent: nothing is ' +
        'moved from or to it until a person opens it.',
      metric: own('ParentClosings'),
      statistic: 'Sum',
      atLeast: 1,
    },
    {
      name: 'paused',
      meaning: 'All calls have been paused for two hours: perhaps someone forgot to resume them.',
      metric: own('Paused'),
      statistic: 'Minimum',
      atLeast: 1,
      datapointsToAlarm: 24,
      evaluationPeriods: 24,
    },
  ];
}
