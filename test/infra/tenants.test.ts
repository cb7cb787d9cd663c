import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantAlarms } from '../../infra/alarms/tenant-alarms.ts';
import { toResource } from '../../infra/alarms/to-resource.ts';
import { alarmWidgets } from '../../infra/dashboards/widgets.ts';
import { concurrencyNote, PackageNotes, refuseTooMuch } from '../../infra/package-notes.ts';
import { namesFileOf, recordNames, refuseGoneNames } from '../../infra/tenant-names.ts';
import { policies, requestsQueues } from './given-parameters.ts';

// What packaging makes of the tenants file, and what it refuses.

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dx-migrator-tenants-'));
  file = join(folder, 'tenants.json');
});
afterAll(() => rmSync(folder, { recursive: true }));

const tenant = (name: string, principals: string[] = []) => ({
  name,
  principals,
  senders: [],
  ownerAccounts: [],
  parents: [],
});
const given = (tenants: object[]) => {
  writeFileSync(file, JSON.stringify({ tenants }));
  return { 'param:tenants': file };
};
const many = (count: number, pathLength: number) =>
  Array.from({ length: count }, (_none, i) => `arn:aws:iam::111122223333:role/${'p'.repeat(pathLength)}/r${i}`);
const named = (count: number) => Array.from({ length: count }, (_none, i) => ({ name: `site-${i}` }));

describe('a tenant’s principals', () => {
  it('must be of the partition that is packaged for', async () => {
    const tenants = given([tenant('acme', ['arn:aws-cn:iam::111122223333:role/orders'])]);
    await expect(requestsQueues(tenants)).rejects.toThrow(
      'arn:aws-cn:iam::111122223333:role/orders of tenant acme is not of the partition aws',
    );
    await expect(requestsQueues({ ...tenants, 'self:provider.region': 'cn-north-1' })).resolves.toBeDefined();
  });

  it('must fit into the policy of its queue', async () => {
    await expect(requestsQueues(given([tenant('acme', many(40, 30))]))).resolves.toBeDefined();
    await expect(requestsQueues(given([tenant('acme', many(40, 200))]))).rejects.toThrow(
      /^the principals of tenant acme, and operatorRoles, come to \d+ characters/,
    );
  });

  it('must fit into the policy of the key, those of all tenants together', async () => {
    const all = (count: number) => given(many(count, 400).map((arn, i) => tenant(`acme-${i}`, [arn])));
    await expect(policies(all(30))).resolves.toBeDefined();
    await expect(policies(all(80))).rejects.toThrow(/^the principals of all tenants come to \d+ characters/);
  });
});

describe('a name', () => {
  const names = () =>
    readFileSync(namesFileOf(file), 'utf8')
      .split('\n')
      .filter((line) => !line.startsWith('#'));

  it('that was packaged once is listed, and must stay in the tenants file', async () => {
    expect(recordNames([{ name: 'acme' }, { name: 'birch' }], file)).toBe(
      'tenants.names.txt has acme, birch now: commit it together with tenants.json.',
    );
    expect(recordNames([{ name: 'acme' }, { name: 'birch' }], file)).toBeUndefined();
    expect(recordNames([{ name: 'acme' }, { name: 'birch' }, { name: 'cedar' }], file)).toContain('has cedar now');
    expect(names()).toEqual(['acme', 'birch', 'cedar', '']);

    await expect(requestsQueues(given([tenant('acme'), tenant('cedar')]))).rejects.toThrow(
      `parameter tenants: ${file}: tenant birch is gone. An entry is never removed or renamed: put it back with "closed": true.`,
    );
    await expect(policies(given([tenant('acme'), tenant('cedar')]))).rejects.toThrow('tenant birch is gone');
    const closed = { ...tenant('birch'), closed: true };
    await expect(requestsQueues(given([tenant('acme'), closed, tenant('cedar')]))).resolves.toBeDefined();
    rmSync(namesFileOf(file));
  });

  it('is listed at the end of packaging, except for the stage local', () => {
    const lines: string[] = [];
    given([tenant('acme')]);
    const packageAs = (stage: string) => {
      const service = {
        custom: { settings: { tenants: file } },
        provider: { compiledCloudFormationTemplate: { Resources: {} } },
      };
      const aws = { getStage: () => stage, getRegion: () => 'eu-central-1' };
      const log = { notice: (line: string) => void lines.push(line) };
      const { hooks } = new PackageNotes({ service, getProvider: () => aws }, {}, { log });
      for (const name of Object.keys(hooks)) hooks[name]?.();
    };
    packageAs('local');
    expect(lines).toEqual([expect.stringContaining('concurrent executions')]);
    refuseGoneNames([], file);
    packageAs('prod');
    expect(lines.at(-1)).toContain('tenants.names.txt has acme now');
    expect(() => refuseGoneNames([], file)).toThrow('tenant acme is gone');
    rmSync(namesFileOf(file));
  });

  it('that ships in a tenants file of this repository is listed', () => {
    for (const shipped of ['infra/tenants.json', 'infra/variants/default.json', 'infra/variants/open.json']) {
      const { tenants } = JSON.parse(readFileSync(new URL(`../../${shipped}`, import.meta.url), 'utf8'));
      const list = readFileSync(new URL(`../../${namesFileOf(shipped)}`, import.meta.url), 'utf8').split('\n');
      expect(tenants.map(({ name }: { name: string }) => name).filter((name: string) => !list.includes(name))).toEqual(
        [],
      );
    }
  });
});

describe('what a stack cannot hold is refused', () => {
  const resources = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_none, i) => [`R${i}`, { Type: 'AWS::SQS::Queue' }]));

  it.each([
    [{ Resources: resources(501) }, 'the template has 501 resources of 500 that a stack can hold'],
    [{ Resources: {}, Outputs: resources(201) }, 'the template has 201 outputs of 200 that a stack can hold'],
    [{ Resources: { A: { Type: 'x'.repeat(1_000_000) } } }, /the template has 10000\d\d bytes of 1000000 that/],
  ])('%#', (template, sentence) => {
    expect(() => refuseTooMuch(template)).toThrow(sentence);
  });

  it('and no less', () => {
    expect(() => refuseTooMuch({ Resources: resources(500), Outputs: resources(200) })).not.toThrow();
  });
});

it('the account’s quota is what the functions reserve and what Lambda keeps', () => {
  const of = (ReservedConcurrentExecutions?: number) => ({
    Type: 'AWS::Lambda::Function',
    Properties: { ReservedConcurrentExecutions },
  });
  expect(concurrencyNote({ Resources: { A: of(62), B: of(1), C: of() } }, 'eu-central-1')).toMatch(
    /^The functions reserve 63 concurrent executions\. .* at least 163 in eu-central-1/,
  );
});

describe('alarms of the requests queues', () => {
  const settings = { visibilityTimeoutSeconds: 360 };
  const watched = (count: number) =>
    tenantAlarms('x', named(count), settings).map((alarm) => toResource(alarm, 'x', []).Properties);

  it('are each tenant’s own up to 20 tenants', () => {
    const alarms = watched(20);
    expect(alarms).toHaveLength(60);
    expect(alarms.filter((alarm) => 'Metrics' in alarm)).toEqual([]);
    expect(new Set(alarms.map(({ Dimensions }) => JSON.stringify(Dimensions))).size).toBe(40);
  });

  it('are a set for each ten beyond, which watches every queue and names the tenants', () => {
    const alarms = watched(21) as { AlarmName: string; AlarmDescription: string; Metrics?: Query[] }[];
    expect(alarms.map(({ AlarmName }) => AlarmName)).toEqual(
      [1, 2, 3].flatMap((set) =>
        ['requests-dlq', 'oldest-request', 'requests-waiting'].map((name) => `x-${name}_${set}`),
      ),
    );
    const queues = alarms.flatMap(({ Metrics = [] }) => Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []));
    // The last set has one tenant: a plain metric.
    expect(queues.length).toBe(3 * 20);
    const [first] = alarms;
    expect(first?.Metrics?.at(-1)).toEqual({ Id: 'greatest', Expression: 'MAX(METRICS())', ReturnData: true });
    expect(first?.AlarmDescription).toContain('of one of site-0, site-1, site-2,');
    expect(alarms.filter(({ AlarmDescription }) => AlarmDescription.length > 1024)).toEqual([]);
  });

  it('are on the dashboard, 100 of all alarms in a widget', () => {
    const widgets = alarmWidgets(Array.from({ length: 201 }, (_none, i) => `alarm-${i}`));
    expect(widgets.map(({ properties }) => (properties.alarms as string[]).length)).toEqual([100, 100, 1]);
  });
});

interface Query {
  MetricStat?: { Metric: object };
}
