import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { type Deployable, packaged } from './template.ts';

// The files of reviewed/ are changed by hand: each line is a value that somebody has thought about.
const reviewed = (file: string) => JSON.parse(readFileSync(new URL(`reviewed/${file}.json`, import.meta.url), 'utf8'));

let shipped: Deployable;
beforeAll(async () => {
  shipped = await packaged('default');
});

it('each alarm rings where reviewed/alarms.json says, and tells somebody', () => {
  const alarms = shipped.ofType('AWS::CloudWatch::Alarm').map(({ properties: p }) => {
    const dimensions = p.Dimensions.map(({ Name, Value }: Record<string, string>) => `${Name} ${Value}`).join(', ');
    const periods = `${p.DatapointsToAlarm ?? p.EvaluationPeriods} of ${p.EvaluationPeriods} × ${p.Period} s`;
    return [
      p.AlarmName.replace('dx-migrator-prod-', ''),
      `${p.Statistic} of ${p.Namespace} ${p.MetricName} (${dimensions}) ${p.ComparisonOperator} ${p.Threshold}, ${periods}; without data ${p.TreatMissingData}`,
    ];
  });
  expect(Object.fromEntries(alarms)).toEqual(reviewed('alarms'));
  expect(
    shipped.ofType('AWS::CloudWatch::Alarm').filter(({ properties }) => properties.ActionsEnabled === false),
  ).toEqual([]);
});

/** What is reviewed as a whole. Rights are in roles.json and in the table of access. */
const WHOLE = [
  ...['SQS::Queue', 'DynamoDB::Table', 'Events::EventBus', 'Events::Archive', 'Events::Rule'],
  ...['Lambda::EventSourceMapping', 'Lambda::Function', 'Logs::LogGroup'],
].map((type) => `AWS::${type}`);

it('queues, table, bus, rules and functions are as in reviewed/resources.json, to the property', () => {
  const resources = shipped.resources.filter(({ type }) => WHOLE.includes(type));
  // Where the code lies, and the environment, have tests of their own.
  const properties = resources.map(({ id, properties: { Code, Environment, ResourcePolicy, ...others } }) => [
    id,
    others,
  ]);
  expect(Object.fromEntries(properties)).toEqual(reviewed('resources'));
});
