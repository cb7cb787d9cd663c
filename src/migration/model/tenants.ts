import * as v from 'valibot';
import {
  ACCOUNT_ID,
  type IdRule,
  OUTCOMES_TARGET,
  PARENT_ID,
  PRINCIPAL,
  SENDER_ID,
  TENANT_NAME,
} from '../../contract/ids.ts';
import { issueInWords } from '../../contract/issue-words.ts';

/**
 * One order system, as the service's operators named it: who it is, and which connections and parents it may touch.
 * Names are never reused or renamed: they are part of the ledger's keys, of event ids and of the queue's name.
 */
export interface Tenant {
  name: string;
  /** SenderIds up to the colon: an IAM user's or role's unique id (AIDA…, AROA…), or an account's 12 digits. */
  senders: string[];
  /** The accounts whose hosted connections it may move; of drains, all. */
  ownerAccounts: string[] | 'all';
  /** The interconnects and LAGs it may move them from and to. */
  parents: string[];
  /** No more requests are taken from it, and nothing more is called for it. What was called is still observed and published. */
  closed?: true | undefined;
}

/** An entry of the tenants file: with what only packaging needs. */
export interface TenantEntry extends Tenant {
  ownerAccounts: string[];
  /** ARNs of the IAM roles and users that may send to its queue. */
  principals: string[];
  /** Where its outcomes go, in its own account. */
  subscriptions?: Subscription[] | undefined;
}

/** One place that gets all outcomes of a tenant, and nothing else. */
export interface Subscription {
  name: string;
  /** The ARN of a queue or a bus. */
  target: string;
}

/** SQS takes 50 in a policy. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html */
const MOST_PRINCIPALS = 40;

/** Targets of a rule. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MOST_SUBSCRIPTIONS = 5;

function id({ pattern, what }: IdRule) {
  return v.pipe(v.string(), v.regex(pattern, `must be ${what}`));
}

const listOf = (rule: IdRule) => v.array(id(rule), 'must be a list');

const schema = v.strictObject(
  {
    tenants: v.array(
      v.strictObject({
        name: id(TENANT_NAME),
        principals: v.pipe(
          listOf(PRINCIPAL),
          v.maxLength(MOST_PRINCIPALS, `must have at most ${MOST_PRINCIPALS} entries`),
        ),
        senders: listOf(SENDER_ID),
        ownerAccounts: listOf(ACCOUNT_ID),
        parents: listOf(PARENT_ID),
        subscriptions: v.exactOptional(
          v.pipe(
            v.array(v.strictObject({ name: id(TENANT_NAME), target: id(OUTCOMES_TARGET) }), 'must be a list'),
            v.minLength(1, 'must have an entry, or not be there'),
            v.maxLength(MOST_SUBSCRIPTIONS, `must have at most ${MOST_SUBSCRIPTIONS} entries`),
          ),
        ),
        closed: v.exactOptional(v.literal(true, 'must be true, or not be there')),
      }),
    ),
  },
  'must be an object with the list "tenants"',
);

/** The tenants of a tenants file. Throws TenantsError, which says where the file is wrong. No tenants means no one. */
export function parseTenants(file: unknown): TenantEntry[] {
  const result = v.safeParse(schema, file);
  if (!result.success) {
    const problems = result.issues.map((issue) => `${v.getDotPath(issue) ?? 'the file'}: ${issueInWords(issue)}`);
    throw new TenantsError(problems.join('; '));
  }
  const { tenants } = result.output;
  refuseRepeats(
    tenants.map(({ name }) => name),
    'tenant name',
  );
  refuseSameWithoutHyphens(tenants.map(({ name }) => name));
  refuseRepeats(
    tenants.flatMap(({ principals }) => principals),
    'principal',
  );
  refuseRepeats(
    tenants.flatMap(({ senders }) => senders),
    'sender',
  );
  for (const tenant of tenants) checkSubscriptions(tenant);
  // The second would read the first one's outcomes.
  refuseRepeats(
    tenants.flatMap(({ subscriptions = [] }) => subscriptions.map(({ target }) => target)),
    'target',
  );
  return tenants;
}

/** Thrown where a tenants file is not valid: at start, so that nothing runs on half-understood rights. */
export class TenantsError extends Error {
  override name = 'TenantsError';
}

/** The tenant whose queue a message came from, if its sender is one of that tenant's. */
export function tenantOf(
  message: { tenant: string; senderId: string },
  tenants: readonly Tenant[],
): Tenant | undefined {
  return tenants.find((tenant) => tenant.name === message.tenant && isSenderOf(tenant, message.senderId));
}

/** Whether a hosted connection of an account is the tenant's. */
export function owns({ ownerAccounts }: Pick<Tenant, 'ownerAccounts'>, ownerAccount: string | undefined): boolean {
  if (ownerAccount === undefined) return false;
  return ownerAccounts === 'all' || ownerAccounts.includes(ownerAccount);
}

/** What follows the colon of a SenderId is the caller's choice and proves nothing. */
export function isSenderOf({ senders }: Tenant, senderId: string): boolean {
  return senders.includes(senderId.split(':', 1)[0] ?? '');
}

/** A wrong digit must not send a tenant's outcomes to someone else. */
function checkSubscriptions({ name, principals, subscriptions = [] }: TenantEntry): void {
  const accountOf = (arn: string) => arn.split(':')[4];
  const own = principals.map(accountOf);
  const other = subscriptions.find(({ target }) => !own.includes(accountOf(target)));
  if (other !== undefined) {
    throw new TenantsError(
      `subscription "${other.name}" of tenant "${name}" is in an account that none of its principals is in`,
    );
  }
  refuseRepeats(
    subscriptions.map((subscription) => subscription.name),
    `subscription of tenant "${name}"`,
  );
}

function refuseRepeats(values: string[], what: string): void {
  const repeated = values.find((value, index) => values.indexOf(value) !== index);
  if (repeated !== undefined) throw new TenantsError(`${what} "${repeated}" occurs twice; each may occur once`);
}

/** CloudFormation's names of resources have no hyphens. */
function refuseSameWithoutHyphens(names: string[]): void {
  const bare = names.map((name) => name.replaceAll('-', ''));
  const second = bare.findIndex((name, index) => bare.indexOf(name) !== index);
  if (second === -1) return;
  const first = names[bare.indexOf(bare[second] ?? '')];
  throw new TenantsError(`tenant names "${first}" and "${names[second]}" are the same without hyphens: choose another`);
}
