import { beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { type Deployable, packaged, type Whole } from './template.ts';

// The files of reviewed/ are the template that ships, written out with the values that it has on AWS, a file a service,
// and what is different with every parameter set. After a change `npx vitest run test/infra/reviewed.test.ts -u` writes
// them anew: each line of their diff is then one for a person to think about.

let shipped: Whole;
let open: Whole;
beforeAll(async () => {
  shipped = steady(await packaged('default'));
  open = steady(await packaged('open'));
});

it('the template has nothing but resources and outputs', () => {
  for (const { AWSTemplateFormatVersion, Description, Resources, Outputs, ...others } of [shipped, open]) {
    expect(others).toEqual({});
  }
});

it('each resource, to the property', async () => {
  const files = Map.groupBy(Object.entries(shipped.Resources), ([, { Type }]) => fileOf(Type));
  const services = ['DynamoDB', 'Events', 'IAM', 'KMS', 'Lambda', 'Logs', 'S3', 'SNS', 'SQS'];
  expect(new Set(files.keys())).toEqual(new Set(['alarms', 'dashboards', ...services]));
  for (const [file, resources] of files) {
    await expect(render(Object.fromEntries(resources))).toMatchFileSnapshot(`./reviewed/${file}.yml`);
  }
});

it('each output', async () => {
  await expect(render(shipped.Outputs)).toMatchFileSnapshot('./reviewed/outputs.yml');
});

it('with every parameter set: what is different', async () => {
  await expect(render(differences(shipped, open))).toMatchFileSnapshot('./reviewed/open.yml');
});

/** Without what is another each time: when it was packaged, and the version. */
function steady({ whole }: Deployable): Whole {
  const text = JSON.stringify(whole, (key, value) => (key === 'DashboardBody' ? JSON.parse(value) : value))
    .replaceAll(/serverless\/dx-migrator\/prod\/[^/]+\//g, 'serverless/dx-migrator/prod/TIME/')
    .replaceAll(/"SERVICE_VERSION":"[^"]+"/g, '"SERVICE_VERSION":"VERSION"');
  return JSON.parse(text);
}

function fileOf(type: string): string {
  if (type === 'AWS::CloudWatch::Alarm') return 'alarms';
  if (type === 'AWS::CloudWatch::Dashboard') return 'dashboards';
  return type.split('::')[1] ?? type;
}

function render(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** What is added or changed, by its path; null for what has gone. Lists are whole. */
function differences(before: Whole, after: Whole): Record<string, unknown> {
  const old = new Map(members(before));
  const now = new Map(members(after));
  const changed = [...now].filter(([path, value]) => JSON.stringify(old.get(path)) !== JSON.stringify(value));
  const gone = [...old.keys()].filter((path) => !now.has(path)).map((path) => [path, null]);
  return Object.fromEntries([...changed, ...gone]);
}

function members(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, member]) => members(member, path === '' ? key : `${path}/${key}`));
}
