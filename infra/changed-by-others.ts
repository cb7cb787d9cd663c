import { type Ref, ref } from './cloudformation.ts';

type Value =
  | { wildcard: string }
  | { suffix: string | Ref }
  | { exists: false }
  | { 'anything-but': string | string[] };
interface Fields {
  [field: string]: Value[] | Fields;
}

/** Parts of the pattern in changed-by-others.yml, each one of several. */
export interface ChangedByOthers {
  of: Fields[];
  by: Fields[];
}

/**
 * Whose changes ring, and of what.
 *
 * By anyone but CloudFormation, which says so in what CloudTrail reports, whether it uses its caller's credentials or a service
 * role; if roles are named, by CloudFormation for anyone but these too.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 *
 * Of what is named after the stage, as all of the stack's parts are, and its key. Another stage whose name begins with this one's
 * and a hyphen rings too.
 *
 * @param name the service's and the stage's
 */
export function changedByOthers(name: string, trustedDeployerRoles: string[]): ChangedByOthers {
  const ours: Value[] = [{ wildcard: `*${name}-*` }];
  const named = ['functionName', 'policyArn', 'queueUrl', 'resourceArn', 'roleName', 'tableName'];
  const byRole = (value: Value): Fields => ({ sessionContext: { sessionIssuer: { arn: [value] } } });
  return {
    of: [
      ...named.map((parameter) => ({ [parameter]: ours })),
      { eventBusName: [{ suffix: name }] },
      { name: [{ suffix: name }] },
      { keyId: [{ suffix: ref('Key') }] },
    ],
    by: [
      { invokedBy: [{ 'anything-but': 'cloudformation.amazonaws.com' }] },
      { invokedBy: [{ exists: false }] },
      ...(trustedDeployerRoles.length > 0
        ? [byRole({ 'anything-but': trustedDeployerRoles }), byRole({ exists: false })]
        : []),
    ],
  };
}
