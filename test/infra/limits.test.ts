import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ACCOUNT, REGION, templateIn } from '../../infra/check/variants.ts';
import { type ListName, SETTINGS } from '../../infra/settings-table.ts';
import { packageStack } from '../../local/stack/package-stack.ts';
import { readTemplate } from '../../local/stack/template.ts';
import { policyDocuments } from './principals.ts';
import { type Deployable, resolveTemplate } from './template.ts';

const times = (count: number, entry: (index: number) => string) =>
  Array.from({ length: count }, (_none, i) => entry(i)).join();
const digits = (index: number, length: number) => String(index).padStart(length, '0');

const most = (name: ListName, entry: (index: number) => string) => times(SETTINGS[name].most, entry);

/** The longest lists that packaging takes, of long entries. */
const LONGEST = {
  operatorRoles: most('operatorRoles', (i) => `arn:aws:iam::${ACCOUNT}:role/network-operations-of-the-partner-${i}`),
  approverRoles: most('approverRoles', (i) => `arn:aws:iam::${ACCOUNT}:role/heads-of-network-of-the-partner-${i}`),
  trustedMoverRoles: times(
    10,
    (i) => `arn:aws:iam::${ACCOUNT}:role/dx-migrator-a-stage-of-twenty-${i}-ReconcileRole-0123456789AB`,
  ),
  trustedDeployerRoles: most(
    'trustedDeployerRoles',
    (i) => `arn:aws:iam::${ACCOUNT}:role/deployers-of-the-network-services-${i}`,
  ),
  parents: most('parents', (i) => `dxlag-fg${digits(i, 6)}`),
  consumerAccounts: most('consumerAccounts', (i) => digits(i, 12)),
};

/** 30 order systems with long names and three senders each, on all parents. */
const TENANTS = Array.from({ length: 30 }, (_none, i) => ({
  name: `order-system-of-site-${digits(i, 3)}`,
  principals: [0, 1, 2].map((n) => `arn:aws:iam::${digits(i, 12)}:role/order-systems-of-the-partner-${n}`),
  senders: [`AROAORDERSYSTEM${digits(i, 3)}`],
  ownerAccounts: [digits(i, 12)],
  parents: LONGEST.parents.split(','),
  subscriptions: [{ name: 'inbox', target: `arn:aws:sqs:${REGION}:${digits(i, 12)}:outcomes-of-the-lines` }],
}));

let directory: string;
let template: Deployable;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dx-migrator-limits-'));
  await packageStack({ directory, region: REGION, stage: 'prod', tenants: { tenants: TENANTS }, parameters: LONGEST });
  template = await resolveTemplate(directory, await readTemplate(templateIn(directory)));
});
afterAll(() => rm(directory, { recursive: true }));

it('30 tenants with a subscription fit into a stack: at most 9 resources each beside alarms that they share, concurrency above the sum of their shares', () => {
  const each = template.resources.filter(({ id }) => id.startsWith('OrderSystemOfSite'));
  expect(each.length).toBe(30 * 9);
  expect(template.resources.length).toBeLessThan(500);
  expect(Object.keys(template.outputs).length).toBeLessThan(200);
  const mappings = template.ofType('AWS::Lambda::EventSourceMapping').map(({ properties }) => properties);
  expect(new Set(mappings.map(({ EventSourceArn }) => EventSourceArn)).size).toBe(32);
  const shares = mappings.reduce((sum, { ScalingConfig }) => sum + ScalingConfig.MaximumConcurrency, 0);
  // Those of the tenants, of drains, and of their ticks.
  expect(shares).toBe(64);
  expect(template.get('MigrateLambdaFunction').ReservedConcurrentExecutions).toBe(64);
});

it('more tenants than a stack holds are refused with a sentence, and no stack trace', async () => {
  const tenants = Array.from({ length: 85 }, (_none, i) => ({
    name: `site-${i}`,
    principals: [],
    senders: [],
    ownerAccounts: [],
    parents: [],
  }));
  const refused = packageStack({
    directory: join(directory, 'too-many'),
    region: REGION,
    stage: 'prod',
    tenants: { tenants },
  });
  const { message } = (await refused.catch((error: unknown) => error)) as Error;
  expect(message).toMatch(/parameter tenants: the template has \d+ resources of 500 that a stack can hold: put some/);
  expect(message).not.toContain('    at ');
});

const sizeOf = (ids: (id: string) => boolean) =>
  JSON.stringify(
    policyDocuments(template)
      .filter(({ id }) => ids(id))
      .flatMap(({ statements }) => statements),
  ).length;

it.each([
  ['MigrateRole', 10_240, 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html'],
  ['ReconcileRole', 10_240, 'the same'],
  ['DispatchRole', 10_240, 'the same'],
  ['DrainRole', 10_240, 'the same'],
  ['OperatorsRead', 6_144, 'the same'],
  ['OperatorsDecide', 6_144, 'the same'],
  [
    'OrderSystemOfSite029RequestsQueuePolicy',
    8_192,
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html',
  ],
  ['Key', 32_768, 'https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html'],
])('with the longest lists, the policies of %s have at most %d characters', (id, limit) => {
  expect(sizeOf((other) => other === id)).toBeGreaterThan(1_000);
  expect(sizeOf((other) => other === id)).toBeLessThan(limit);
});

it('with the longest lists, the policies of the bus have at most 10,240 characters together', () => {
  expect(sizeOf((id) => /^(Consumer|Only)/.test(id))).toBeGreaterThan(1_000);
  expect(sizeOf((id) => /^(Consumer|Only)/.test(id))).toBeLessThan(10_240);
});

it.each(['OutOfBandMovesRule', 'ChangedByOthersRule'])(
  'with the longest list, the pattern of %s has at most 2,048 characters',
  (id) => {
    const size = JSON.stringify(template.get(id).EventPattern).replaceAll('"Key"', `"${'k'.repeat(36)}"`).length;
    expect(size).toBeGreaterThan(1_000);
    expect(size).toBeLessThan(2_048);
  },
);
