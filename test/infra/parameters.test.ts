import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';

type Resolve = (name: string) => Promise<unknown>;
const require = createRequire(import.meta.url);
const readSettings: (context: { resolveVariable: Resolve }) => Promise<object> = require('../../infra/settings.cjs');
const readAccess: (resolve: Resolve) => Promise<Record<string, string[]>> = require('../../infra/access.cjs');

const DEFAULTS: Record<string, unknown> = {
  'sls:stage': 'prod',
  'self:provider.region': 'eu-central-1',
  'param:tenants': './infra/tenants.json',
  'param:functionTimeoutSeconds': 60,
  'param:callTimeoutSeconds': 20,
  'param:staleSeconds': 60,
  'param:clockSkewSeconds': 60,
  'param:settleSeconds': 480,
  'param:pollIntervalSeconds': 60,
  'param:pushLimitSeconds': 3600,
  'param:transitionLimitSeconds': 1800,
  'param:circuitOpenSeconds': 30,
  'param:callsPerMinute': 0,
  'param:reattemptAfterSettle': 0,
  'param:minRequestedAt': '0000-01-01T00:00:00Z',
  'param:batchSize': 1,
  'param:maximumConcurrency': 8,
  'param:reservedConcurrency': 10,
  'param:logLevel': 'INFO',
  'param:logRetentionDays': 90,
  'param:archiveDays': 90,
};

/** With the defaults of serverless.yml; what they do not name is empty. */
const given =
  (values: Record<string, unknown>): Resolve =>
  async (name) =>
    ({ ...DEFAULTS, ...values })[name] ?? '';

const settings = (values: Record<string, unknown>) => readSettings({ resolveVariable: given(values) });
const access = (values: Record<string, unknown>) => readAccess(given(values));

it('the defaults are accepted, and let nobody in', async () => {
  await expect(settings({})).resolves.toMatchObject({ visibilityTimeoutSeconds: 360, archiveDays: 90 });
  expect(Object.values(await access({})).flat()).toEqual([]);
});

describe('a wrong setting stops the package with a sentence', () => {
  it.each([
    ['sls:stage', 'Prod', 'the stage must be 1 to 20 of a-z, 0-9 and -'],
    ['sls:stage', 'a'.repeat(21), 'the stage must be'],
    ['self:provider.region', 'frankfurt', 'the region must be one such as eu-central-1'],
    ['param:logLevel', 'LOUD', 'parameter logLevel must be one of DEBUG, INFO, not "LOUD"'],
    ['param:logLevel', 'WARN', 'parameter logLevel must be one of DEBUG, INFO'],
    ['param:logRetentionDays', 91, 'logRetentionDays must be one of those that CloudWatch takes'],
    ['param:archiveDays', 0, 'archiveDays must be from 1 to 3650'],
    ['param:archiveDays', 'ninety', 'parameter archiveDays must be a whole number, not "ninety"'],
    ['param:callsPerMinute', '-1', 'parameter callsPerMinute must be a whole number, not "-1"'],
    ['param:settleSeconds', 479, 'settleSeconds must be at least 480'],
    ['param:reservedConcurrency', 9, 'reservedConcurrency must be at least maximumConcurrency + 2'],
    ['param:functionTimeoutSeconds', 901, 'functionTimeoutSeconds must be at most 900'],
    ['param:functionTimeoutSeconds', 30, 'callTimeoutSeconds must leave more than 10 s'],
    ['param:batchSize', 11, 'batchSize must be from 1 to 10'],
    ['param:maximumConcurrency', 1, 'maximumConcurrency must be from 2 to 1000'],
    [
      'param:tenants',
      './infra/nobody.json',
      'parameter tenants must be a file of tenants, not "./infra/nobody.json": ENOENT',
    ],
    ['param:tenants', './package.json', 'parameter tenants must be a file of tenants, not "./package.json": tenants:'],
    ['param:tenants', './serverless.yml', 'parameter tenants must be a file of tenants, not "./serverless.yml"'],
    ['param:minRequestedAt', 'yesterday', 'parameter minRequestedAt must be a time'],
  ])('%s = %s', async (name, value, sentence) => {
    await expect(settings({ [name]: value })).rejects.toThrow(sentence);
  });
});

describe('who is let in', () => {
  it('is a list with commas between, each once', async () => {
    const { consumerAccounts, parents } = await access({
      'param:consumerAccounts': '111122223333, 444455556666,111122223333',
      'param:parents': 'dxcon-fg5678gh',
    });
    expect(consumerAccounts).toEqual(['111122223333', '444455556666']);
    expect(parents).toEqual(['dxcon-fg5678gh']);
  });

  it.each([
    ['senderPrincipals', '*', 'must be ARNs of IAM roles or users'],
    ['senderPrincipals', 'arn:aws:iam::111122223333:root', 'an account as a whole may not send'],
    ['senderPrincipals', 'arn:aws:iam::111122223333:role/*', 'must be ARNs of IAM roles or users'],
    ['consumerAccounts', '1111', 'must be AWS accounts of 12 digits'],
    ['consumerAccounts', '*', 'must be AWS accounts of 12 digits'],
    ['operatorRoles', 'arn:aws:iam::111122223333:user/ada', 'must be ARNs of IAM roles'],
    ['knownMovers', 'arn:aws:sts::111122223333:assumed-role/mover/session', 'must be ARNs of IAM roles'],
    ['parents', 'dxvif-fg5678gh', 'must be ids of interconnects (dxcon-…) or LAGs (dxlag-…)'],
    ['subnetIds', 'subnet', 'must be ids of subnets'],
    ['securityGroupIds', 'default', 'must be ids of security groups'],
  ])('is refused with a sentence: %s = %s', async (name, value, sentence) => {
    await expect(access({ [`param:${name}`]: value })).rejects.toThrow(sentence);
  });

  it('has a VPC with subnets and security groups, or none', async () => {
    await expect(access({ 'param:subnetIds': 'subnet-0123abcd' })).rejects.toThrow('must be set both, or neither');
  });
});

describe('a list that AWS could not take stops the package with a sentence', () => {
  it.each([
    ['senderPrincipals', 40, (i: number) => `arn:aws:iam::111122223333:role/orders-${i}`],
    ['operatorRoles', 10, (i: number) => `arn:aws:iam::111122223333:role/operators-${i}`],
    ['knownMovers', 10, (i: number) => `arn:aws:iam::111122223333:role/movers-${i}`],
    ['parents', 40, (i: number) => `dxlag-fg${i}`],
    ['consumerAccounts', 12, (i: number) => String(i).padStart(12, '0')],
  ])('%s: more than %d', async (name, longest, entry) => {
    const list = (count: number) => Array.from({ length: count }, (_none, i) => entry(i)).join();
    expect((await access({ [`param:${name}`]: list(longest) }))[name]).toHaveLength(longest);
    await expect(access({ [`param:${name}`]: list(longest + 1) })).rejects.toThrow(
      `parameter ${name} must have at most ${longest} entries, not ${longest + 1}`,
    );
  });
});
