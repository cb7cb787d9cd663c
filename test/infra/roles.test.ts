import { expect, it } from 'vitest';
import { roleId } from '../../infra/logical-id.ts';
import { ITEM_KEYS } from '../../src/aws/item-key.ts';
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
  const open = await packaged('open');
  const roles = FUNCTION_NAMES.map(roleId).map((id) => open.get(id));
  expect(roles.map(({ ManagedPolicyArns }) => ManagedPolicyArns)).toEqual(roles.map(() => ['VpcAccess']));
});

it('no role is allowed every action of a service, or every resource', async () => {
  const template = await packaged('default');
  const allowed = policyDocuments(template)
    .filter(({ kind }) => kind === 'identity')
    .flatMap(({ statements }) => statements)
    .filter(({ Effect }) => Effect === 'Allow');
  expect(allowed.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
  const ofEverything = allowed.filter(({ Resource }) => [Resource].flat().includes('*'));
  // Operators' lists and lookups of the account; and the lists that a drain's plan is checked against.
  expect(ofEverything.map(({ Sid }) => Sid)).toEqual(['Ports', 'Look', 'Ports']);
});

it('no function scans the ledger, and each touches only items of the kinds that its statement names', async () => {
  const template = await packaged('open');
  const statements = FUNCTION_NAMES.map(roleId).flatMap((id) =>
    policyDocuments(template)
      .filter((document) => document.id === id)
      .flatMap((document) => document.statements),
  );
  const ofLedger = statements.filter(({ Effect, Action }) => Effect === 'Allow' && /dynamodb:/.test(String(Action)));
  expect(ofLedger.length).toBeGreaterThan(FUNCTION_NAMES.length);
  expect(ofLedger.flatMap(({ Action }) => Action)).not.toContain('dynamodb:Scan');
  const items = ofLedger.filter(({ Resource }) => Resource === template.arn('Ledger'));
  const keys = items.map(({ Condition }) => [
    Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'],
    Condition?.Null?.['dynamodb:LeadingKeys'],
  ]);
  // And the count of copies in quarantine, migrate's alone; and drains, which who moves lines reads only.
  const known: (string | undefined)[] = [...ITEM_KEYS, 'QUARANTINE#*', 'DRAIN#*', 'PLAN#*'];
  expect(keys.flatMap(([kinds]) => kinds).filter((kind) => !known.includes(kind))).toEqual([]);
  expect(keys.filter(([kinds, present]) => !kinds || present !== 'false')).toEqual([]);
});
