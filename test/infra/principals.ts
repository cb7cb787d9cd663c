import { ACCOUNT } from '../../infra/check/variants.ts';
import type { Policies } from './iam/evaluate.ts';
import type { Statement } from './iam/statement.ts';
import type { Deployable, Resource } from './template.ts';

/** Whoever is not of the template is taken to have every right of its own account: what stops it must be ours. */
const EVERYTHING: Statement[] = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

/** A policy of the template: the resource that holds it, and its statements. Statements may be taken out of it. */
export interface PolicyDocument {
  id: string;
  kind: 'identity' | 'resource';
  statements: Statement[];
}

const documentsOf = new WeakMap<Deployable, PolicyDocument[]>();

/** Every policy of a template; the same arrays each time. */
export function policyDocuments(template: Deployable): PolicyDocument[] {
  const known = documentsOf.get(template);
  if (known) return known;
  const documents = template.resources.flatMap(documentsIn);
  documentsOf.set(template, documents);
  return documents;
}

function documentsIn({ id, type, properties }: Resource): PolicyDocument[] {
  const resource = (statements: Statement[]): PolicyDocument[] => [{ id, kind: 'resource', statements }];
  switch (type) {
    case 'AWS::IAM::Role':
      return [{ id, kind: 'identity', statements: inline(properties.Policies) }];
    case 'AWS::IAM::ManagedPolicy':
      return [{ id, kind: 'identity', statements: [...properties.PolicyDocument.Statement] }];
    case 'AWS::DynamoDB::Table':
      return resource([...properties.ResourcePolicy.PolicyDocument.Statement]);
    case 'AWS::Events::EventBusPolicy':
      return resource([properties.Statement]);
    case 'AWS::KMS::Key':
      return resource([...properties.KeyPolicy.Statement]);
    case 'AWS::Lambda::Permission':
      return resource([permission(properties)]);
    case 'AWS::S3::BucketPolicy':
    case 'AWS::SNS::TopicPolicy':
    case 'AWS::SQS::QueuePolicy':
      return resource([...properties.PolicyDocument.Statement]);
    default:
      return [];
  }
}

/** Roles of others that the policies of operators.yml are attached to, and that have no other right. */
const OPERATORS: Record<string, string[]> = {
  [`arn:aws:iam::${ACCOUNT}:role/operators`]: ['OperatorsRead', 'OperatorsDecide'],
  [`arn:aws:iam::${ACCOUNT}:role/readers`]: ['OperatorsRead'],
  [`arn:aws:iam::${ACCOUNT}:role/approvers`]: ['OperatorsRead'],
  [`arn:aws:iam::${ACCOUNT}:role/planners`]: ['Planner'],
};

/** What decides about a principal at a resource. */
export function policiesFor(template: Deployable, principal: string, resource: string): Policies {
  const documents = policyDocuments(template);
  const role = template.ofType('AWS::IAM::Role').find(({ id }) => template.arn(id) === principal);
  const attached = OPERATORS[principal] ?? role?.properties.ManagedPolicyArns ?? [];
  const held: (string | undefined)[] = [role?.id, ...attached];
  const own = documents.filter(({ id, kind }) => kind === 'identity' && held.includes(id));
  const isService = !principal.startsWith('arn:');
  const isKey = resource === template.arn('Key');
  return {
    account: ACCOUNT,
    ...(isService
      ? {}
      : { identity: role || principal in OPERATORS ? own.flatMap(({ statements }) => statements) : EVERYTHING }),
    // The key's policy says "*" of itself.
    resource: documents
      .filter(({ id, kind }) => kind === 'resource' && (id === 'Key') === isKey)
      .flatMap(({ statements }) => statements),
    onlyByResource: isKey,
  };
}

/** Whatever in the template looks like a statement, with its place: also where `policyDocuments` does not search. */
export function statementsAnywhere(template: Deployable): { at: string; statement: object }[] {
  return template.resources.flatMap(({ id, properties }) => statementsIn(properties, id));
}

function statementsIn(value: unknown, at: string): { at: string; statement: object }[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'Effect' in value ? [{ at, statement: value }] : [];
  return [...own, ...Object.entries(value).flatMap(([key, part]) => statementsIn(part, `${at}.${key}`))];
}

function inline(policies: { PolicyDocument: { Statement: Statement[] } }[]): Statement[] {
  return policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

function permission({ FunctionName, Action, Principal = '', SourceArn }: Record<string, string>): Statement {
  return {
    Effect: 'Allow',
    Principal: Principal.startsWith('arn:') ? { AWS: Principal } : { Service: Principal },
    Action: Action ?? '',
    Resource: FunctionName ?? '',
    ...(SourceArn ? { Condition: { ArnLike: { 'aws:SourceArn': SourceArn } } } : {}),
  };
}
