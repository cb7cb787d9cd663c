'use strict';

// The parameters of serverless.yml that name who and what is outside: lists with commas between, checked, so that a wrong
// one stops the package with a sentence.

const ROLES = [/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'ARNs of IAM roles'];

const ACCESS = {
  senderPrincipals: [
    /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/,
    'ARNs of IAM roles or users: an account as a whole may not send',
  ],
  consumerAccounts: [/^\d{12}$/, 'AWS accounts of 12 digits'],
  operatorRoles: ROLES,
  knownMovers: ROLES,
  parents: [/^dx(con|lag)-[a-z0-9]{1,32}$/, 'ids of interconnects (dxcon-…) or LAGs (dxlag-…)'],
  subnetIds: [/^subnet-[0-9a-f]{8,17}$/, 'ids of subnets (subnet-…)'],
  securityGroupIds: [/^sg-[0-9a-f]{8,17}$/, 'ids of security groups (sg-…)'],
};

/**
 * How long a list may be where its entries go into a policy: SQS takes 50 principals; the policies of a role and of a bus
 * 10,240 characters, and the pattern of a rule 2,048, which test/infra/limits.test.ts measures.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
const LONGEST = { senderPrincipals: 40, operatorRoles: 10, parents: 40, consumerAccounts: 12, knownMovers: 10 };

/** Each parameter's name, with the list that it comes to. */
module.exports = async (resolveVariable) => {
  const access = {};
  for (const [name, [pattern, what]] of Object.entries(ACCESS)) {
    access[name] = list(name, pattern, what, await resolveVariable(`param:${name}`));
  }
  if ((access.subnetIds.length === 0) !== (access.securityGroupIds.length === 0)) {
    throw new Error('parameters subnetIds and securityGroupIds must be set both, or neither');
  }
  return access;
};

function list(name, pattern, what, value) {
  const entries = String(value)
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const wrong = entries.find((entry) => !pattern.test(entry));
  if (wrong !== undefined) throw new Error(`parameter ${name} must be ${what}, with commas between, not "${wrong}"`);
  const unique = [...new Set(entries)];
  const longest = LONGEST[name] ?? Number.POSITIVE_INFINITY;
  if (unique.length <= longest) return unique;
  throw new Error(`parameter ${name} must have at most ${longest} entries, not ${unique.length}: AWS limits policies`);
}
