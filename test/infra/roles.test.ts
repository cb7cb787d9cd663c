import { expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../src/settings/setting.ts';
import { policyDocuments } from './principals.ts';
import { packaged } from './template.ts';

it('each role is assumed by Lambda alone, and has no managed policy', async () => {
  const roles = (await packaged('default')).ofType('AWS::IAM::Role');
  expect(roles.length).toBe(FUNCTION_NAMES.length);
  for (const { properties } of roles) {
    expect(properties.AssumeRolePolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]);
    expect(properties.ManagedPolicyArns).toEqual([]);
  }
});

it('in a VPC each role has the one additional policy that Lambda needs there', async () => {
  const roles = (await packaged('open')).ofType('AWS::IAM::Role');
  expect(roles.map(({ properties }) => properties.ManagedPolicyArns)).toEqual(roles.map(() => ['VpcAccess']));
});

it('no role is allowed every action of a service, or every resource', async () => {
  const template = await packaged('default');
  const allowed = policyDocuments(template)
    .filter(({ kind }) => kind === 'identity')
    .flatMap(({ statements }) => statements)
    .filter(({ Effect }) => Effect === 'Allow');
  expect(allowed.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
  const ofEverything = allowed.filter(({ Resource }) => [Resource].flat().includes('*'));
  // Operators' lists and lookups of the account.
  expect(ofEverything.map(({ Sid }) => Sid)).toEqual(['Look']);
});
