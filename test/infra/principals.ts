import type { Policies } from './iam/evaluate.ts';
import type { Statement } from './iam/statement.ts';
import { ACCOUNT, type Deployable } from './template.ts';

/** Whoever is not of the template is taken to have every right of its own account: what stops it must be ours. */
const EVERYTHING: Statement[] = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

/** The statements of a role of the template, its managed policies' too. */
export function roleStatements(template: Deployable, roleId: string): Statement[] {
  const { Policies, ManagedPolicyArns = [] } = template.get(roleId);
  const managed = (ManagedPolicyArns as string[]).flatMap((id) => template.get(id).PolicyDocument.Statement);
  return [
    ...Policies.flatMap((policy: { PolicyDocument: { Statement: Statement[] } }) => policy.PolicyDocument.Statement),
    ...managed,
  ];
}

/** Every statement of a policy of a resource, with the id of what holds it. */
export function resourceStatements(template: Deployable): { id: string; statement: Statement }[] {
  return template.resources.flatMap(({ id, type, properties }) => {
    const statements: Record<string, () => Statement[]> = {
      'AWS::DynamoDB::Table': () => properties.ResourcePolicy.PolicyDocument.Statement,
      'AWS::Events::EventBusPolicy': () => [properties.Statement],
      'AWS::KMS::Key': () => properties.KeyPolicy.Statement,
      'AWS::Lambda::Permission': () => [permission(properties)],
      'AWS::S3::BucketPolicy': () => properties.PolicyDocument.Statement,
      'AWS::SQS::QueuePolicy': () => properties.PolicyDocument.Statement,
    };
    return (statements[type]?.() ?? []).map((statement) => ({ id, statement }));
  });
}

/** What decides about a principal at a resource. */
export function policiesFor(template: Deployable, principal: string, resource: string): Policies {
  const roles = template.ofType('AWS::IAM::Role');
  const role = roles.find(({ id }) => template.arn(id) === principal);
  const isService = !principal.startsWith('arn:');
  const isKey = resource === template.arn('Key');
  return {
    account: ACCOUNT,
    ...(isService ? {} : { identity: role ? roleStatements(template, role.id) : EVERYTHING }),
    // The key's policy says "*" of itself.
    resource: resourceStatements(template)
      .filter(({ id }) => (id === 'Key') === isKey)
      .map(({ statement }) => statement),
    onlyByResource: isKey,
  };
}

function permission({ FunctionName, Action, Principal, SourceArn }: Record<string, string>): Statement {
  const isService = !Principal?.startsWith('arn:');
  return {
    Effect: 'Allow',
    Principal: isService ? { Service: Principal ?? '' } : { AWS: Principal ?? '' },
    Action: Action ?? '',
    Resource: FunctionName ?? '',
    ...(SourceArn ? { Condition: { ArnLike: { 'aws:SourceArn': SourceArn } } } : {}),
  };
}
