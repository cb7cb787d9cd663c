import { beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, REGION, VARIANTS } from '../../infra/check/variants.ts';
import { compilePattern } from '../../local/eventbridge/compile-pattern.ts';
import { type Deployable, packaged } from './template.ts';

let shipped: Deployable;
let matches: (event: object) => boolean;
let matchesToo: (event: object) => boolean;
beforeAll(async () => {
  shipped = await packaged('default');
  matches = compilePattern(shipped.get('OutOfBandMovesRule').EventPattern);
  matchesToo = compilePattern((await packaged('open')).get('OutOfBandMovesRule').EventPattern);
});

/** As CloudTrail reports a call to EventBridge. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
function call(userIdentity: object, eventName = 'AssociateHostedConnection') {
  return {
    version: '0',
    id: '36eb8523-97d0-4518-b33d-ee3579ff19f0',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.directconnect',
    account: ACCOUNT,
    time: '2026-11-24T09:00:00Z',
    region: REGION,
    resources: [],
    detail: {
      eventSource: 'directconnect.amazonaws.com',
      eventName,
      userIdentity,
      requestParameters: { connectionId: 'dxcon-fg31dyv6', parentConnectionId: 'dxlag-fg5678gh' },
    },
  };
}

const session = (arn: string) => ({
  type: 'AssumedRole',
  sessionContext: { sessionIssuer: { type: 'Role', arn } },
});

describe('a call of AssociateHostedConnection', () => {
  it.each(['MigrateRole', 'ReconcileRole'])('by %s is the service’s own', (role) => {
    expect(matches(call(session(shipped.arn(role))))).toBe(false);
  });

  it.each([
    ['a role of the account', session(`arn:aws:iam::${ACCOUNT}:role/network-admin`)],
    ['a role of the service that does not move', session(`arn:aws:iam::${ACCOUNT}:role/ControlRole`)],
    ['a role of the same name elsewhere', session('arn:aws:iam::111122223333:role/MigrateRole')],
    ['a user', { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/anna`, userName: 'anna' }],
    ['a user with temporary credentials', { type: 'IAMUser', sessionContext: { attributes: {} } }],
    ['the root', { type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root` }],
    ['a service of AWS', { type: 'AWSService', invokedBy: 'cloudformation.amazonaws.com' }],
  ])('by %s is someone else’s', (_who, userIdentity) => {
    expect(matches(call(userIdentity))).toBe(true);
  });

  it('by a role of another stage is someone else’s, unless the parameter names it', () => {
    const otherStage = session(VARIANTS.open.trustedMoverRoles);
    expect([matches(call(otherStage)), matchesToo(call(otherStage))]).toEqual([true, false]);
    expect(matchesToo(call(session(shipped.arn('MigrateRole'))))).toBe(false);
    expect(matchesToo(call(session(`arn:aws:iam::${ACCOUNT}:role/network-admin`)))).toBe(true);
  });

  it('is the only one that is kept', () => {
    const admin = session(`arn:aws:iam::${ACCOUNT}:role/network-admin`);
    expect(matches(call(admin, 'DescribeHostedConnections'))).toBe(false);
    expect(matches({ ...call(admin), source: 'someone' })).toBe(false);
  });
});
