// The parameters of serverless.yml that name who and what is outside: lists with commas between, checked, so that a wrong
// one stops the package with a sentence.

import { ACCOUNT_ID, PARENT_ID } from '../src/contract/ids.ts';
import type { ResolveVariable } from './osls.ts';
import { ParameterError } from './parameter-error.ts';
import { partitionOf } from './region.ts';

type Entries = [pattern: (partition: string) => RegExp, what: string];

/** A name of IAM, with the path that it may have. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const NAME = '([\\w+=,.@-]+/)*[\\w+=,.@-]{1,64}';
const OF_IAM = (kinds: string) => (partition: string) =>
  new RegExp(`^arn:${partition}:iam::\\d{12}:(${kinds})/${NAME}$`);
const ROLES: Entries = [OF_IAM('role'), 'ARNs of IAM roles'];

const ACCESS = {
  senderPrincipals: [OF_IAM('role|user'), 'ARNs of IAM roles or users: an account as a whole may not send'],
  consumerAccounts: [() => ACCOUNT_ID.pattern, 'AWS accounts of 12 digits'],
  operatorRoles: ROLES,
  knownMovers: ROLES,
  parents: [() => PARENT_ID.pattern, 'ids of interconnects (dxcon-…) or LAGs (dxlag-…)'],
  subnetIds: [() => /^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/, 'ids of subnets (subnet-…)'],
  securityGroupIds: [() => /^sg-([0-9a-f]{8}|[0-9a-f]{17})$/, 'ids of security groups (sg-…)'],
} satisfies Record<string, Entries>;

type ListName = keyof typeof ACCESS;
/** Each parameter's name, with the list that it comes to. */
export type Access = Record<ListName, string[]>;

/**
 * How long a list may be. SQS takes 50 principals; the policies of a role and of a bus have at most 10,240 characters, which
 * test/infra/limits.test.ts measures; where entries are ARNs of any length, size-limits.ts does.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html
 */
export const LONGEST: Record<ListName, number> = {
  senderPrincipals: 40,
  operatorRoles: 10,
  parents: 40,
  consumerAccounts: 12,
  knownMovers: 10,
  subnetIds: 16,
  securityGroupIds: 5,
};

export async function readAccess(resolveVariable: ResolveVariable): Promise<Access> {
  const partition = partitionOf(String(await resolveVariable('self:provider.region')));
  const entries = Object.entries(ACCESS) as [ListName, Entries][];
  const lists = entries.map(async ([name, [pattern, what]]) => {
    return [name, list(name, pattern(partition), what, await resolveVariable(`param:${name}`))] as const;
  });
  const access = Object.fromEntries(await Promise.all(lists)) as Access;
  if ((access.subnetIds.length === 0) !== (access.securityGroupIds.length === 0)) {
    throw new ParameterError('parameters subnetIds and securityGroupIds must be set both, or neither');
  }
  return access;
}

function list(name: ListName, pattern: RegExp, what: string, value: unknown): string[] {
  const entries = String(value)
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const wrong = entries.find((entry) => !pattern.test(entry));
  const quotes = typeof value === 'number' ? ' (quote it in YAML, which takes it for a number)' : '';
  if (wrong !== undefined)
    throw new ParameterError(`parameter ${name} must be ${what}, with commas between, not "${wrong}"${quotes}`);
  const unique = [...new Set(entries)];
  if (unique.length <= LONGEST[name]) return unique;
  throw new ParameterError(
    `parameter ${name} must have at most ${LONGEST[name]} entries, not ${unique.length}: AWS takes no more`,
  );
}
