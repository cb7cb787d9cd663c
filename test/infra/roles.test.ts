import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { policyDocuments } from './principals.ts';
import { packaged } from './template.ts';

// roles.json is changed by hand: each line of it is a right that somebody has thought about.
it('each role has the rights in roles.json, and no others', async () => {
  const template = await packaged('default');
  const roles = policyDocuments(template).filter(({ kind }) => kind === 'identity');
  const reviewed = JSON.parse(readFileSync(new URL('reviewed/roles.json', import.meta.url), 'utf8'));
  expect(Object.fromEntries(roles.map(({ id, statements }) => [id, statements]))).toEqual(reviewed);
});

it('each role is Lambda’s to assume, and has no policy from elsewhere', async () => {
  const roles = (await packaged('default')).ofType('AWS::IAM::Role');
  expect(roles.length).toBe(4);
  for (const { properties } of roles) {
    expect(properties.AssumeRolePolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]);
    expect(properties.ManagedPolicyArns).toEqual([]);
  }
});

it('no role is allowed every action of a service, or every resource', async () => {
  const template = await packaged('default');
  const allowed = policyDocuments(template)
    .filter(({ kind }) => kind === 'identity')
    .flatMap(({ statements }) => statements)
    .filter(({ Effect }) => Effect === 'Allow');
  expect(allowed.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
  expect(allowed.flatMap(({ Resource }) => Resource).filter((resource) => resource === '*')).toEqual([]);
});
