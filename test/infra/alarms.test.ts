import { beforeAll, describe, expect, it } from 'vitest';
import { VARIANTS } from '../../infra/check/variants.ts';
import type { Alarm as Watched } from '../support/alarm-state.ts';
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
const namesOf = (list: Alarm[]) => list.map(({ AlarmName }) => AlarmName.replace(PREFIX, ''));

it('there is an alarm for whatever needs a person', () => {
  const perFunction = ['migrate', 'reconcile', 'resolve', 'control'].flatMap((part) =>
    ['errors', 'throttles', 'duration'].map((what) => `${part}-${what}`),
  );
  expect(new Set(namesOf(alarms()))).toEqual(
    new Set([
      ...['requests-dlq', 'quarantine', 'bus-dlq', 'foreign-moves', 'oldest-request'],
      ...['held', 'unknown-sender', 'not-permitted', 'conflict'],
      ...['untold', 'calling', 'access-denied', 'circuit-open', 'faults', 'paused', 'reconcile-silent'],
      ...['billing-dlq', 'billing-waiting', 'billing-delivery'],
      ...['notification-dlq', 'notification-waiting', 'notification-delivery'],
      ...perFunction,
    ]),
  );
});

describe('every alarm', () => {
  it('tells the topic of the stack, or the one that the stage names', () => {
    expect(alarms().filter(({ AlarmActions }) => AlarmActions.join() !== shipped.arn('AlarmTopic'))).toEqual([]);
    expect(shipped.get('AlarmTopic')).toMatchObject({
      TopicName: 'dx-migrator-prod-alarms',
      KmsMasterKeyId: shipped.arn('Key'),
    });
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

  it('looks back for a day at most, as CloudWatch allows', () => {
    expect(namesOf(alarms().filter((alarm) => alarm.Period * alarm.EvaluationPeriods > 86_400))).toEqual([]);
    expect(namesOf(alarms().filter((alarm) => (alarm.DatapointsToAlarm ?? 1) > alarm.EvaluationPeriods))).toEqual([]);
  });

  it('takes silence for health, but for the one that listens for it', () => {
    const others = alarms().filter(({ TreatMissingData }) => TreatMissingData !== 'notBreaching');
    expect(namesOf(others)).toEqual(['reconcile-silent']);
    expect(others[0]).toMatchObject({ TreatMissingData: 'breaching', ComparisonOperator: 'LessThanThreshold' });
  });
});

describe('thresholds follow the settings', () => {
  const get = (name: string) => alarms().find(({ AlarmName }) => AlarmName === `${PREFIX}${name}`);

  it('a message may be hidden for a whole visibility timeout without an alarm', () => {
    expect(get('oldest-request')?.Threshold).toBeGreaterThan(2 * shipped.get('RequestsQueue').VisibilityTimeout);
  });

  it('an invocation that comes near its timeout is told in milliseconds', () => {
    expect(get('migrate-duration')?.Threshold).toBe(0.9 * 1000 * shipped.get('MigrateLambdaFunction').Timeout);
  });

  it('an opening of the circuit keeps its alarm up until a probe may have opened it again', () => {
    const { SETTLE_SECONDS, FUNCTION_TIMEOUT_SECONDS } = shipped.get('ReconcileLambdaFunction').Environment.Variables;
    const { Period = 0, EvaluationPeriods = 0, DatapointsToAlarm } = get('circuit-open') ?? {};
    const ONE_RUN = 60;
    expect(DatapointsToAlarm).toBe(1);
    // The first period may be as good as over when the opening comes.
    expect(Period * (EvaluationPeriods - 1)).toBeGreaterThanOrEqual(
      Number(SETTLE_SECONDS) + ONE_RUN + Number(FUNCTION_TIMEOUT_SECONDS),
    );
  });

  it('an untold outcome keeps its alarm up from one try to the next', () => {
    const { PUSH_LIMIT_SECONDS } = shipped.get('ReconcileLambdaFunction').Environment.Variables;
    const { Period = 0, EvaluationPeriods = 0, DatapointsToAlarm } = get('untold') ?? {};
    expect(DatapointsToAlarm).toBe(1);
    expect(Period * EvaluationPeriods).toBeGreaterThan(Number(PUSH_LIMIT_SECONDS));
  });
});
