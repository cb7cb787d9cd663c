// What depends on the principals that the tenants file and parameters name: the policies of the key, the ledger, the bus and the
// operators' functions, and whose moves are not out-of-band. Read by serverless.yml when it packages. A principal that neither
// names gets no access. The requests queues' policies are in requests-queues.ts.

import { ITEM_KEYS } from '../src/aws/item-key.ts';
import type { Tenant } from '../src/migration/model/tenants.ts';
import { FUNCTION_NAMES } from '../src/settings/setting.ts';
import { type ChangedByOthers, changedByOthers } from './changed-by-others.ts';
import { arnOf, type GetAtt, type Resource, ref, type Statement, type Sub, sub, type Text } from './cloudformation.ts';
import { keyStatements } from './key-policy.ts';
import { ledgerArn, ledgerStatements } from './ledger-policy.ts';
import { readLists } from './lists.ts';
import { logicalId } from './logical-id.ts';
import { type OperatorPolicies, operatorPolicies } from './operator-policies.ts';
import { type Osls, prefixOf } from './osls.ts';
import { ParameterError } from './parameter-error.ts';
import { checkSize } from './size-limits.ts';
import { tenantsOf } from './tenants.ts';
import { type Vpc, vpcResources } from './vpc.ts';

/** Characters. https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
const KEY_POLICY = 32_000;
/** Of 2,048, without the rest of the pattern. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const EVENT_PATTERN = 1_500;
/** The same of the pattern in changed-by-others.yml, which names more beside. */
const DEPLOYERS = 400;

const ROOT = sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root`);

/** What serverless.yml and the YAML files use from here. */
export interface Policies {
  key: Statement[];
  ledgerArn: Sub;
  ledger: Statement[];
  /** What the keys of the ledger's items begin with. */
  items: readonly string[];
  parents: Text[];
  parentsAndChildren: Text[];
  /** Of this account, whichever are named: what a plan is checked against. */
  allParents: Text[];
  operators: OperatorPolicies;
  changedByOthers: ChangedByOthers;
  movers: Text[];
  /** Who may move messages from consumers' dead-letter queues back. */
  redrivers: Text[];
  vpcAccess: Text[];
  /** The log groups that osls makes of the functions, under the key. */
  logGroups: Record<string, { Properties: { KmsKeyId: GetAtt } }>;
  resources: Pick<Vpc, 'Resources' | 'extensions'>;
}

export async function readPolicies({ resolveVariable }: Pick<Osls, 'resolveVariable'>): Promise<Policies> {
  const lists = await readLists(resolveVariable);
  const name = await prefixOf(resolveVariable);
  const parents = parentArns(lists.parents);
  const tenants = await tenantsOf(resolveVariable);
  tenantsHaveParents(tenants, lists.parents);
  const { Resources, extensions, policies: vpcAccess } = vpcResources(lists);
  const senders = tenants.filter(({ closed }) => !closed).flatMap(({ principals }) => principals);
  const ownTopic = (await resolveVariable('param:alarmTopicArn')) === '';
  const key = keyStatements({ senders, consumerAccounts: lists.consumerAccounts, ownTopic, name });
  const movers = [arnOf('MigrateRole'), arnOf('ReconcileRole'), arnOf('DispatchRole'), ...lists.trustedMoverRoles];
  checkSize('the principals of all tenants', key, KEY_POLICY);
  checkSize('trustedMoverRoles', movers, EVENT_PATTERN);
  checkSize('trustedDeployerRoles', lists.trustedDeployerRoles, DEPLOYERS);
  return {
    key,
    ledgerArn: ledgerArn(name),
    ledger: ledgerStatements(name),
    items: ITEM_KEYS,
    parents,
    // The ARN of a hosted connection carries the customer's account.
    parentsAndChildren: [...parents, sub(`arn:\${AWS::Partition}:directconnect:\${AWS::Region}:*:dxcon/*`)],
    allParents: parentArns([]),
    operators: operatorPolicies(name),
    changedByOthers: changedByOthers(name, lists.trustedDeployerRoles),
    movers,
    redrivers: lists.operatorRoles.length > 0 ? lists.operatorRoles : [ROOT],
    vpcAccess,
    logGroups: Object.fromEntries(
      FUNCTION_NAMES.map((part) => [logicalId(part, 'LogGroup'), { Properties: { KmsKeyId: arnOf('Key') } }]),
    ),
    resources: {
      Resources: {
        ...Resources,
        ...subscriberPolicies(lists.consumerAccounts, name),
        ...permissions(lists.operatorRoles, 'Operator', ['Resolve', 'Control', 'Drain']),
        ...permissions(lists.approverRoles, 'Approver', ['Approve']),
      },
      extensions,
    },
  };
}

/** A tenant must not have parents that no role may touch: its requests would be denied, and wait. */
function tenantsHaveParents(tenants: readonly Tenant[], allowed: string[]): void {
  if (allowed.length === 0) return;
  for (const { name, parents } of tenants) {
    const missing = parents.find((parent) => !allowed.includes(parent));
    if (missing === undefined) continue;
    throw new ParameterError(
      `parameter parents must name ${missing}, which tenant ${name} may move lines of: or take it from the tenant`,
    );
  }
}

/** Those that are named, or all of this account. */
function parentArns(parents: string[]): Sub[] {
  const own = (resource: string) =>
    sub(`arn:\${AWS::Partition}:directconnect:\${AWS::Region}:\${AWS::AccountId}:${resource}`);
  if (parents.length === 0) return [own('dxcon/*'), own('dxlag/*')];
  return parents.map((id) => own(`${id.startsWith('dxlag') ? 'dxlag' : 'dxcon'}/${id}`));
}

/**
 * A consumer's account may put rules with targets of its own on the bus, and see and change only those.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html
 */
function subscriberPolicies(accounts: string[], name: string): Record<string, Resource> {
  const policies = accounts.map((account, index): [string, Resource] => [
    `Consumer${account}`,
    {
      Type: 'AWS::Events::EventBusPolicy',
      // One after the other: they all change the one policy of the bus.
      DependsOn: index === 0 ? 'OnlyOwnSource' : `Consumer${accounts[index - 1]}`,
      Properties: {
        EventBusName: ref('Bus'),
        StatementId: `${name}-Consumer${account}`,
        Statement: {
          Effect: 'Allow',
          Principal: { AWS: sub(`arn:\${AWS::Partition}:iam::${account}:root`) },
          Action: [
            'events:PutRule',
            'events:PutTargets',
            'events:DeleteRule',
            'events:RemoveTargets',
            'events:DisableRule',
            'events:EnableRule',
            'events:TagResource',
            'events:UntagResource',
            'events:DescribeRule',
            'events:ListTargetsByRule',
            'events:ListTagsForResource',
          ],
          Resource: sub(`arn:\${AWS::Partition}:events:\${AWS::Region}:\${AWS::AccountId}:rule/${name}/*`),
          // A new rule has no creator yet.
          Condition: { StringEqualsIfExists: { 'events:creatorAccount': account } },
        } satisfies Statement,
      },
    },
  ]);
  return Object.fromEntries(policies);
}

/** Why this is a policy of the function and not of the role: docs/adr/0014-rights-in-the-template.md. */
function permissions(roles: string[], who: string, functions: string[]): Record<string, Resource> {
  const each = roles.flatMap((role, index) =>
    functions.map((name): [string, Resource] => [
      `${name}${who}${index + 1}`,
      {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          FunctionName: arnOf(`${name}LambdaFunction`),
          Action: 'lambda:InvokeFunction',
          Principal: role,
        },
      },
    ]),
  );
  return Object.fromEntries(each);
}
