import { beforeAll, describe, expect, it } from 'vitest';
import { callAlarms } from '../../infra/alarms/call-alarms.ts';
import { functionAlarms } from '../../infra/alarms/function-alarms.ts';
import { progressAlarms } from '../../infra/alarms/progress-alarms.ts';
import { queueAlarms } from '../../infra/alarms/queue-alarms.ts';
import { tenantAlarms } from '../../infra/alarms/tenant-alarms.ts';
import { toResource } from '../../infra/alarms/to-resource.ts';
import { VARIANTS } from '../../infra/check/variants.ts';
import { type NumberName, settingsOf } from '../../infra/settings-table.ts';
import { backoffSeconds, MAX_BRIEF_RECEIVES } from '../../src/migration/waiting/backoff.ts';
import { isRinging, type Sample, type Alarm as Watched } from '../support/alarm-state.ts';
import { faultOf } from './existing-metric.ts';
import { type Deployable, packaged } from './template.ts';

const PREFIX = 'dx-migrator-prod-';

let shipped: Deployable;
let open: Deployable;
beforeAll(async () => {
  shipped = await packaged('default');
  open = await packaged('open');
});

interface Alarm extends Watched {
  AlarmName: string;
  AlarmDescription: string;
  AlarmActions: unknown[];
}

const alarms = (template = shipped): Alarm[] =>
  template.ofType('AWS::CloudWatch::Alarm').map(({ properties }) => properties);
const propertiesOf = (alarm: Parameters<typeof toResource>[0]) =>
  toResource(alarm, 'x', []).Properties as unknown as Alarm;
const namesOf = (list: Alarm[]) => list.map(({ AlarmName }) => AlarmName.replace(PREFIX, ''));

describe('every alarm', () => {
  it('notifies the topic of the stack, or the one that the stage names', () => {
    expect(alarms().filter(({ AlarmActions }) => AlarmActions.join() !== shipped.arn('AlarmTopic'))).toEqual([]);
    expect(alarms(open).filter(({ AlarmActions }) => AlarmActions.join() !== VARIANTS.open.alarmTopicArn)).toEqual([]);
    expect(open.ofType('AWS::SNS::Topic')).toEqual([]);
  });

  it('says what it means before it names its runbook', () => {
    const silent = alarms().filter(
      ({ AlarmDescription }) => (AlarmDescription.split(' Runbook: ')[0] ?? '').length < 20,
    );
    expect(namesOf(silent)).toEqual([]);
    // CloudWatch takes 1,024 characters.
    expect(alarms().filter(({ AlarmDescription }) => AlarmDescription.length > 1024)).toEqual([]);
  });

  it('watches a metric that is published, with the dimensions that it is published with', () => {
    const faults = alarms().map(({ Namespace, MetricName, Dimensions }) => {
      const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
      return faultOf(shipped, [Namespace, MetricName, dimensions]);
    });
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });

  it('evaluates a day at most, as CloudWatch allows', () => {
    expect(namesOf(alarms().filter((alarm) => alarm.Period * alarm.EvaluationPeriods > 86_400))).toEqual([]);
    expect(namesOf(alarms().filter((alarm) => (alarm.DatapointsToAlarm ?? 1) > alarm.EvaluationPeriods))).toEqual([]);
  });

  it('treats missing data as not breaching, except those that watch for it', () => {
    const others = alarms().filter(({ TreatMissingData }) => TreatMissingData !== 'notBreaching');
    expect(namesOf(others)).toEqual(['reconcile-silent', 'dispatch-silent', 'drain-silent']);
    for (const alarm of others)
      expect(alarm).toMatchObject({ TreatMissingData: 'breaching', ComparisonOperator: 'LessThanThreshold' });
  });
});

it.each(['least', 'most'] as const)('CloudWatch accepts each alarm, whatever the settings (%s)', (bound) => {
  const bounds = Object.fromEntries(settingsOf('number').map(([name, setting]) => [name, setting[bound]])) as Record<
    NumberName,
    number
  >;
  const settings = { ...bounds, visibilityTimeoutSeconds: 6 * bounds.functionTimeoutSeconds };
  const made = [
    ...callAlarms('x', settings),
    ...progressAlarms('x', settings),
    ...queueAlarms('x'),
    ...tenantAlarms('x', [{ name: 'a' }], settings),
    ...functionAlarms('migrate', 'x', settings),
  ].map((alarm) => propertiesOf(alarm));
  for (const alarm of made) {
    expect(alarm.Period * alarm.EvaluationPeriods, alarm.AlarmName).toBeLessThanOrEqual(86_400);
    expect(alarm.DatapointsToAlarm, alarm.AlarmName).toBeLessThanOrEqual(alarm.EvaluationPeriods);
  }
});

describe('thresholds follow the settings', () => {
  const get = (name: string) => alarms().find(({ AlarmName }) => AlarmName === `${PREFIX}${name}`);

  it('a message may be hidden for a whole visibility timeout without an alarm', () => {
    expect(get('oldest-request-orders')?.Threshold).toBeGreaterThan(
      2 * shipped.get('OrdersRequestsQueue').VisibilityTimeout,
    );
  });

  it('a message may be hidden for all of its short waits without an alarm, however short the visibility timeout', () => {
    const waits = Array.from({ length: MAX_BRIEF_RECEIVES - 1 }, (_none, i) => backoffSeconds('fault', i + 1, 1));
    const shortest = tenantAlarms('x', [{ name: 'a' }], { visibilityTimeoutSeconds: 72 });
    const { atLeast = 0 } = shortest.find(({ name }) => name === 'oldest-request-a') ?? {};
    expect(atLeast).toBeGreaterThan(waits.reduce((sum, wait) => sum + wait, 0));
  });

  it('an item that keeps failing keeps its alarm up, however rarely it is retried', () => {
    const { POSTPONE_LIMIT_SECONDS, POLL_INTERVAL_SECONDS } =
      shipped.get('ReconcileLambdaFunction').Environment.Variables;
    const faults = get('faults');
    const visits: Sample[] = [];
    for (let atSeconds = 0, postponements = 0; atSeconds < 2 * 86_400; postponements++) {
      visits.push({ atMs: atSeconds * 1000, value: 1 });
      atSeconds += Math.min(Number(POLL_INTERVAL_SECONDS) * 2 ** postponements, Number(POSTPONE_LIMIT_SECONDS));
    }
    const hours = Array.from({ length: 46 }, (_none, hour) => hour + 1);
    expect(hours.filter((hour) => !faults || !isRinging(faults, visits, hour * 3_600_000))).toEqual([]);
  });

  it('a message that is only in the queue keeps the alarm on faults up, however short postponeLimitSeconds is', () => {
    const [alarm] = progressAlarms('x', {
      functionTimeoutSeconds: 60,
      dispatchTimeoutSeconds: 60,
      postponeLimitSeconds: 1,
    }).filter(({ name }) => name === 'faults');
    const faults = alarm && propertiesOf(alarm);
    const longest = backoffSeconds('onlyInQueue', 100, 1) * 1000;
    const visits = Array.from({ length: 48 }, (_none, index): Sample => ({ atMs: index * longest, value: 1 }));

    const hours = Array.from({ length: 11 }, (_none, hour) => hour + 1);
    expect(hours.filter((hour) => !faults || !isRinging(faults, visits, hour * 3_600_000))).toEqual([]);
  });

  it.each(['reconcile-silent', 'dispatch-silent'])(
    '%s: a run may take its whole timeout without an alarm',
    (silent) => {
      for (const timeout of [60, 900]) {
        const alarms = progressAlarms('x', {
          functionTimeoutSeconds: timeout,
          dispatchTimeoutSeconds: timeout,
          postponeLimitSeconds: 60,
        });
        const { datapointsToAlarm = 0 } = alarms.find(({ name }) => name === silent) ?? {};
        // One of the periods may have begun just after the previous run had published its metrics.
        expect((datapointsToAlarm - 1) * 300).toBeGreaterThanOrEqual(timeout + 60);
      }
    },
  );

  it('the threshold of an invocation near its timeout is in milliseconds', () => {
    expect(get('migrate-duration')?.Threshold).toBe(0.9 * 1000 * shipped.get('MigrateLambdaFunction').Timeout);
  });

  it.each(['circuit-open', 'circuit-open-for-all'])(
    '%s stays up until a half-open trial may have opened it again',
    (name) => {
      const { EFFECT_TIMEOUT_SECONDS, FUNCTION_TIMEOUT_SECONDS, STALE_SECONDS, CLOCK_SKEW_SECONDS } =
        shipped.get('ReconcileLambdaFunction').Environment.Variables;
      const { Period = 0, EvaluationPeriods = 0, DatapointsToAlarm } = get(name) ?? {};
      const ONE_RUN = 60;
      expect(DatapointsToAlarm).toBe(1);
      // The first period may be nearly over when the circuit opens.
      expect(Period * (EvaluationPeriods - 1)).toBeGreaterThanOrEqual(
        // The last: until a trial that died is found.
        Number(EFFECT_TIMEOUT_SECONDS) +
          ONE_RUN +
          Number(FUNCTION_TIMEOUT_SECONDS) +
          ONE_RUN +
          Number(STALE_SECONDS) +
          Number(CLOCK_SKEW_SECONDS),
      );
    },
  );

  it('an unpublished outcome keeps its alarm up from one attempt to publish it to the next', () => {
    const { POSTPONE_LIMIT_SECONDS } = shipped.get('ReconcileLambdaFunction').Environment.Variables;
    const { Period = 0, EvaluationPeriods = 0, DatapointsToAlarm } = get('unpublished') ?? {};
    expect(DatapointsToAlarm).toBe(1);
    expect(Period * EvaluationPeriods).toBeGreaterThan(Number(POSTPONE_LIMIT_SECONDS));
  });
});
