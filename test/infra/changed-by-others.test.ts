import { beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, REGION } from '../../infra/check/variants.ts';
import { compilePattern } from '../../local/eventbridge/compile-pattern.ts';
import { FUNCTION_NAMES } from '../../src/settings/setting.ts';
import { type Deployable, packaged } from './template.ts';

let shipped: Deployable;
let rings: (event: object) => boolean;
let ringsToo: (event: object) => boolean;
beforeAll(async () => {
  shipped = await packaged('default');
  rings = compilePattern(shipped.get('ChangedByOthersRule').EventPattern);
  ringsToo = compilePattern((await packaged('open')).get('ChangedByOthersRule').EventPattern);
});

const session = (role: string) => ({
  type: 'AssumedRole',
  sessionContext: { sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/${role}` } },
});
const ADMIN = session('admin');
/** CloudFormation with its caller's credentials, or with a service role: both are said so.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
const deployment = (role: string) => ({ ...session(role), invokedBy: 'cloudformation.amazonaws.com' });

function call(service: string, eventName: string, requestParameters: object, userIdentity: object = ADMIN) {
  return {
    version: '0',
    id: '36eb8523-97d0-4518-b33d-ee3579ff19f0',
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${service}`,
    account: ACCOUNT,
    time: '2026-11-24T09:00:00Z',
    region: REGION,
    resources: [],
    detail: { eventSource: `${service}.amazonaws.com`, eventName, userIdentity, requestParameters },
  };
}

const queueUrl = (suffix: string) => `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/dx-migrator-prod-${suffix}`;
const code = (functionName: string, who?: object) =>
  call('lambda', 'UpdateFunctionCode20150331v2', { functionName }, who);

describe('a change by an administrator rings', () => {
  it.each(FUNCTION_NAMES)('of the code of %s, by its name or its ARN', (name) => {
    expect(rings(code(`dx-migrator-prod-${name}`))).toBe(true);
    expect(rings(code(`arn:aws:lambda:${REGION}:${ACCOUNT}:function:dx-migrator-prod-${name}`))).toBe(true);
  });

  const migrate = { functionName: 'dx-migrator-prod-migrate' };
  const role = { roleName: 'dx-migrator-prod-MigrateRole-1A2B3C4D5E6F' };
  const table = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/dx-migrator-prod-ledger`;
  it.each([
    ['lambda', 'UpdateFunctionConfiguration20150331v2', migrate],
    ['lambda', 'AddPermission20150331v2', migrate],
    ['lambda', 'DeleteFunction20150331', migrate],
    ['lambda', 'CreateEventSourceMapping20150331', migrate],
    ['iam', 'PutRolePolicy', role],
    ['iam', 'AttachRolePolicy', role],
    ['iam', 'UpdateAssumeRolePolicy', role],
    ['iam', 'CreatePolicyVersion', { policyArn: `arn:aws:iam::${ACCOUNT}:policy/dx-migrator-prod-OperatorsRead-1A2B` }],
    ['sqs', 'SetQueueAttributes', { queueUrl: queueUrl('billing') }],
    ['sqs', 'PurgeQueue', { queueUrl: queueUrl('requests_acme.fifo') }],
    ['sqs', 'DeleteQueue', { queueUrl: queueUrl('quarantine') }],
    ['sqs', 'AddPermission', { queueUrl: queueUrl('requests-dlq_acme.fifo') }],
    ['dynamodb', 'PutResourcePolicy', { resourceArn: table }],
    ['dynamodb', 'DeleteResourcePolicy', { resourceArn: table }],
    ['dynamodb', 'UpdateTable', { tableName: 'dx-migrator-prod-ledger' }],
    ['dynamodb', 'UpdateTimeToLive', { tableName: table }],
    ['events', 'PutPermission', { eventBusName: 'dx-migrator-prod' }],
    ['events', 'DeleteEventBus', { name: 'dx-migrator-prod' }],
  ])('%s: %s', (service, eventName, parameters) => {
    expect(rings(call(service, eventName, parameters))).toBe(true);
  });

  it.each(['PutKeyPolicy', 'ScheduleKeyDeletion', 'DisableKey', 'RevokeGrant'])('of the key: %s', (eventName) => {
    const id = shipped.arn('Key').split('/').at(-1);
    for (const keyId of [id, shipped.arn('Key')]) expect(rings(call('kms', eventName, { keyId }))).toBe(true);
    expect(rings(call('kms', eventName, { keyId: '1234abcd-12ab-34cd-56ef-1234567890ab' }))).toBe(false);
  });

  it.each([
    ['a user', { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/anna` }],
    ['the root user', { type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root` }],
    ['one of the functions', session('MigrateRole')],
    ['another service of AWS, for someone', { ...ADMIN, invokedBy: 'ssm.amazonaws.com' }],
  ])('and by %s', (_who, identity) => {
    expect([
      rings(code('dx-migrator-prod-control', identity)),
      ringsToo(code('dx-migrator-prod-control', identity)),
    ]).toEqual([true, true]);
  });
});

describe('what does not ring', () => {
  it('a deployment, by whatever role; where roles are named, by theirs alone', () => {
    const by = (role: string) => code('dx-migrator-prod-migrate', deployment(role));
    expect([rings(by('deployers')), rings(by('admin'))]).toEqual([false, false]);
    expect([ringsToo(by('deployers')), ringsToo(by('admin'))]).toEqual([false, true]);
  });

  it('but a change by hand, with the same role, does', () => {
    expect([
      rings(code('dx-migrator-prod-migrate', session('deployers'))),
      ringsToo(code('dx-migrator-prod-migrate', session('deployers'))),
    ]).toEqual([true, true]);
  });

  it('a change of what is another’s, a look, and what operators do by the runbooks', () => {
    expect(rings(code('someone-elses'))).toBe(false);
    expect(
      rings(call('sqs', 'SetQueueAttributes', { queueUrl: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/other` })),
    ).toBe(false);
    expect(rings(call('lambda', 'GetFunction20150331v2', { functionName: 'dx-migrator-prod-migrate' }))).toBe(false);
    expect(rings(call('events', 'DisableRule', { name: 'dx-migrator-prod-ReconcileEventsRuleSchedule1-1A2B' }))).toBe(
      false,
    );
    expect(rings({ ...code('dx-migrator-prod-migrate'), source: 'someone' })).toBe(false);
  });
});

it('has fewer combinations of its alternatives than EventBridge allows', async () => {
  // The product of their lengths. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
  const { detail } = (await packaged('open')).get('ChangedByOthersRule').EventPattern;
  expect(detail.requestParameters.$or.length * detail.userIdentity.$or.length).toBeLessThan(1_000);
});
