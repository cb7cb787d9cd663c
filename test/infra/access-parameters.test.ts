import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { access, policies } from './given-parameters.ts';

// Parameters that name who and what is outside.

describe('parameters that are too long together for AWS stop packaging with a sentence', () => {
  const roles = (count: number) =>
    Array.from({ length: count }, (_none, i) => `arn:aws:iam::111122223333:role/${'path/'.repeat(30)}r${i}`).join();

  it.each([
    ['trustedMoverRoles', 10, 'trustedMoverRoles come to'],
    ['trustedDeployerRoles', 4, 'trustedDeployerRoles come to'],
  ])('%s', async (name, count, sentence) => {
    await expect(policies({ [`param:${name}`]: roles(1) })).resolves.toBeDefined();
    await expect(policies({ [`param:${name}`]: roles(count) })).rejects.toThrow(sentence);
  });
});

describe('tenants and parents', () => {
  let folder: string;
  let tenants: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dx-migrator-tenants-'));
    tenants = join(folder, 'tenants.json');
    const orders = { name: 'orders', principals: [], senders: ['AROAORDERSYSTEM'], ownerAccounts: ['111122223333'] };
    writeFileSync(tenants, JSON.stringify({ tenants: [{ ...orders, parents: ['dxcon-old', 'dxlag-new'] }] }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['./infra/no one.json', 'parameter tenants: ./infra/no one.json: there is no such file: check the path'],
    ['./package.json', 'parameter tenants: ./package.json: tenants:'],
    ['./serverless.yml', 'parameter tenants: ./serverless.yml: is not JSON:'],
  ])('are read from a tenants file, not %s', async (path, sentence) => {
    await expect(policies({ 'param:tenants': path })).rejects.toThrow(sentence);
  });

  it('agree: a tenant has only parents that the functions have permissions for', async () => {
    await expect(policies({ 'param:tenants': tenants, 'param:parents': 'dxcon-old' })).rejects.toThrow(
      'parameter parents must name dxlag-new, which tenant orders may move lines of',
    );
    await expect(policies({ 'param:tenants': tenants, 'param:parents': 'dxlag-new,dxcon-old' })).resolves.toBeDefined();
    await expect(policies({ 'param:tenants': tenants })).resolves.toBeDefined();
  });
});

describe('the principals with access', () => {
  it('are a list with commas, each once', async () => {
    const { consumerAccounts, parents } = await access({
      'param:consumerAccounts': '111122223333, 444455556666,111122223333',
      'param:parents': 'dxcon-fg5678gh',
    });
    expect(consumerAccounts).toEqual(['111122223333', '444455556666']);
    expect(parents).toEqual(['dxcon-fg5678gh']);
  });

  it.each([
    ['operatorRoles', `arn:aws:iam::111122223333:role/${'r'.repeat(65)}`, 'must be ARNs of IAM roles'],
    ['consumerAccounts', 12345678901, 'not "12345678901" (quote it in YAML'],
    ['securityGroupIds', 'sg-0123456789', 'must be ids of security groups'],
    ['consumerAccounts', '1111', 'must be AWS accounts of 12 digits'],
    ['consumerAccounts', '*', 'must be AWS accounts of 12 digits'],
    ['operatorRoles', 'arn:aws:iam::111122223333:user/ada', 'must be ARNs of IAM roles'],
    ['trustedMoverRoles', 'arn:aws:sts::111122223333:assumed-role/mover/session', 'must be ARNs of IAM roles'],
    ['parents', 'dxvif-fg5678gh', 'must be ids of interconnects (dxcon-…) or LAGs (dxlag-…)'],
    ['subnetIds', 'subnet', 'must be ids of subnets'],
    ['securityGroupIds', 'default', 'must be ids of security groups'],
  ])('are rejected with a sentence: %s = %s', async (name, value, sentence) => {
    await expect(access({ [`param:${name}`]: value })).rejects.toThrow(sentence);
  });

  it.each([
    ['consumerAccounts', '111122223333'],
    ['operatorRoles', 'arn:aws:iam::111122223333:role/operators'],
    ['approverRoles', 'arn:aws:iam::111122223333:role/approvers'],
    ['trustedDeployerRoles', 'arn:aws:iam::111122223333:role/deployer'],
    ['trustedMoverRoles', 'arn:aws:iam::111122223333:role/mover'],
    ['parents', 'dxlag-fg1234ab'],
    ['subnetIds', 'subnet-0123abcd'],
    ['securityGroupIds', 'sg-0123abcd'],
  ])('may be: %s', async (name, value) => {
    const vpc = { 'param:subnetIds': 'subnet-0123abcd', 'param:securityGroupIds': 'sg-0123abcd' };
    await expect(access({ ...vpc, [`param:${name}`]: value })).resolves.toBeDefined();
    for (const wrong of [`${value}*`, `*${value}`, `${value}?`, `${value} x`, `x ${value}`]) {
      await expect(access({ ...vpc, [`param:${name}`]: wrong }), wrong).rejects.toThrow(`parameter ${name} must be`);
    }
  });

  it('are of two kinds for drains: who runs one is not who approves it', async () => {
    const [ada, bob] = ['ada', 'bob'].map((name) => `arn:aws:iam::111122223333:role/${name}`);
    await expect(access({ 'param:operatorRoles': `${ada},${bob}`, 'param:approverRoles': `${bob}` })).rejects.toThrow(
      'parameter approverRoles must be none of operatorRoles',
    );
    await expect(access({ 'param:operatorRoles': ada, 'param:approverRoles': bob })).resolves.toBeDefined();
    await expect(access({ 'param:approverRoles': bob })).resolves.toBeDefined();
  });

  it('a VPC has subnets and security groups, or neither', async () => {
    await expect(access({ 'param:subnetIds': 'subnet-0123abcd' })).rejects.toThrow(
      'parameter subnetIds must be set if securityGroupIds is, and only then',
    );
  });
});

describe('a list that AWS would not accept stops packaging with a sentence', () => {
  it.each([
    ['approverRoles', 10, (i: number) => `arn:aws:iam::111122223333:role/approvers-${i}`],
    ['operatorRoles', 10, (i: number) => `arn:aws:iam::111122223333:role/operators-${i}`],
    ['trustedDeployerRoles', 4, (i: number) => `arn:aws:iam::111122223333:role/deployers-${i}`],
    ['trustedMoverRoles', 10, (i: number) => `arn:aws:iam::111122223333:role/movers-${i}`],
    ['parents', 40, (i: number) => `dxlag-fg${i}`],
    ['subnetIds', 16, (i: number) => `subnet-${String(i).padStart(8, '0')}`],
    ['securityGroupIds', 5, (i: number) => `sg-${String(i).padStart(8, '0')}`],
    ['consumerAccounts', 12, (i: number) => String(i).padStart(12, '0')],
  ])('%s: more than %d', async (name, longest, entry) => {
    const list = (count: number) => Array.from({ length: count }, (_none, i) => entry(i)).join();
    // A VPC is named by both or neither.
    const both =
      name === 'subnetIds' ? { 'param:securityGroupIds': 'sg-0123abcd' } : { 'param:subnetIds': 'subnet-0123abcd' };
    const others = /Ids$/.test(name) ? both : {};
    expect((await access({ ...others, [`param:${name}`]: list(longest) }))[name]).toHaveLength(longest);
    await expect(access({ ...others, [`param:${name}`]: list(longest + 1) })).rejects.toThrow(
      `parameter ${name} must have at most ${longest} entries, not ${longest + 1}`,
    );
  });
});
