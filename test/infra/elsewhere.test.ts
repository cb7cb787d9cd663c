import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, expect, inject, it } from 'vitest';
import { REGION, templateIn } from '../../infra/check/variants.ts';
import { packageStack } from '../../local/stack/package-stack.ts';
import { packaged } from './template.ts';

// Another stage in another Region, of another partition: side by side means that nothing of the one names the other.

const ELSEWHERE = { stage: 'test', region: 'us-gov-west-1' };

let here: string;
let elsewhere: string;
beforeAll(async () => {
  const directory = join(dirname(inject('packages').usual), 'elsewhere');
  await packageStack({ directory, ...ELSEWHERE });
  here = templateText((await packaged('default')).directory);
  elsewhere = templateText(directory);
});

/** As packaged, without the time of it. */
function templateText(directory: string): string {
  return readFileSync(templateIn(directory), 'utf8').replaceAll(/\/\d{13}-[^/]+\//g, '/TIME/');
}

it('the template of another stage differs in the stage alone', () => {
  expect(JSON.parse(elsewhere)).toEqual(JSON.parse(here.replaceAll(/\bprod\b/g, ELSEWHERE.stage)));
});

it.each([
  ['Region', new RegExp(`${REGION}|${ELSEWHERE.region}`)],
  ['partition', /arn:aws/],
  ['account', /\d{12}/],
])('it contains no %s: CloudFormation fills it in', (_what, pattern) => {
  expect(here.split('\n').filter((line) => pattern.test(line))).toEqual([]);
});

it('every name and export contains the stage', () => {
  const { Resources, Outputs } = JSON.parse(here);
  const names = Object.values<{ Properties?: Record<string, unknown> }>(Resources).flatMap(({ Properties = {} }) =>
    Object.entries(Properties).filter(([key, value]) => /(Name|StatementId)$/.test(key) && isOwn(key, value)),
  );
  const exports = Object.values<{ Export?: { Name: unknown } }>(Outputs).map(({ Export }) => ['Export', Export?.Name]);
  expect(names.length).toBeGreaterThan(40);
  expect([...names, ...exports].filter(([, name]) => !JSON.stringify(name).includes('dx-migrator-prod'))).toEqual([]);
});

/** Names of a resource's own: not those that refer to another, nor a metric's. */
function isOwn(key: string, value: unknown): boolean {
  if (['MetricName', 'DisplayName'].includes(key)) return false;
  return typeof value === 'string' || (typeof value === 'object' && value !== null && 'Fn::Sub' in value);
}

it('the stack is named after service and stage, and its deployments notify no topic', () => {
  const state = JSON.parse(
    readFileSync(join(dirname(templateIn(inject('packages').usual)), 'serverless-state.json'), 'utf8'),
  );
  expect(state.service.provider).not.toHaveProperty('stackName');
  expect(state.service.provider).not.toHaveProperty('notificationArns');
});
