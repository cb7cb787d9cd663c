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
  senderPrincipals: most(
    'senderPrincipals',
    (i) => `arn:aws:iam::${digits(i, 12)}:role/order-systems-of-the-partner-${i}`,
  ),
  operatorRoles: most('operatorRoles', (i) => `arn:aws:iam::${ACCOUNT}:role/network-operations-of-the-partner-${i}`),
  trustedMoverRoles: times(
    10,
    (i) => `arn:aws:iam::${ACCOUNT}:role/dx-migrator-a-stage-of-twenty-${i}-ReconcileRole-0123456789AB`,
  ),
  parents: most('parents', (i) => `dxlag-fg${digits(i, 6)}`),
  consumerAccounts: most('consumerAccounts', (i) => digits(i, 12)),
};

let directory: string;
let template: Deployable;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dx-migrator-limits-'));
  await packageStack({ directory, region: REGION, stage: 'prod', parameters: LONGEST });
  template = await resolveTemplate(directory, await readTemplate(templateIn(directory)));
});
afterAll(() => rm(directory, { recursive: true }));

const sizeOf = (ids: (id: string) => boolean) =>
  JSON.stringify(
    policyDocuments(template)
      .filter(({ id }) => ids(id))
      .flatMap(({ statements }) => statements),
  ).length;

it.each([
  ['MigrateRole', 10_240, 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html'],
  ['ReconcileRole', 10_240, 'the same'],
  ['OperatorsRead', 6_144, 'the same'],
  ['OperatorsDecide', 6_144, 'the same'],
  [
    'RequestsQueuePolicy',
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

it('with the longest list, the pattern of a rule has at most 2,048 characters', () => {
  const size = JSON.stringify(template.get('OutOfBandMovesRule').EventPattern).length;
  expect(size).toBeGreaterThan(1_000);
  expect(size).toBeLessThan(2_048);
});
