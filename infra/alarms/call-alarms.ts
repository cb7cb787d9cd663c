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
  // A probe is tried after the effect timeout and the skew at the latest, when reconcile comes; that it died is seen when an observation can
  // prove it.
  const betweenOpenings =
    effectTimeoutSeconds + pollIntervalSeconds + functionTimeoutSeconds + staleSeconds + 2 * clockSkewSeconds + 60;
  const own = (name: MetricName) => ofStage(stage, name);
  return [
    {
      name: 'calling',
      meaning:
        'A call has had no outcome for five minutes beyond SETTLE. It is told once in the ordinary course, seconds after ' +
        'SETTLE and before HELD; later only if no one can look.',
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
        'Calls are answered unclearly, and nothing is called but a probe. While that goes on, a probe opens the circuit ' +
        'again at least every SETTLE and the time to find that out; so long one opening keeps the alarm up.',
      metric: own('CircuitOpenings'),
      statistic: 'Sum',
      atLeast: 1,
      evaluationPeriods: periodsCovering(betweenOpenings),
    },
    {
      name: 'paused',
      meaning: 'All calls have been paused for two hours: forgotten, perhaps.',
      metric: own('Paused'),
      statistic: 'Minimum',
      atLeast: 1,
      datapointsToAlarm: 24,
      evaluationPeriods: 24,
    },
  ];
}
