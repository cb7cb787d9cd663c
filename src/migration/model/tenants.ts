import * as v from 'valibot';
import { ACCOUNT_ID, type IdRule, PARENT_ID, SENDER_ID, TENANT_NAME } from '../../contract/ids.ts';
import { issueInWords } from '../../contract/issue-words.ts';

/**
 * One order system, as the service's operators named it: who it is, and which connections and parents it may touch.
 * Names are never reused or renamed: they are part of the ledger's keys and of event ids.
 */
export interface Tenant {
  name: string;
  /** SenderIds up to the colon: an IAM user's or role's unique id (AIDA…, AROA…), or an account's 12 digits. */
  senders: string[];
  /** The accounts whose hosted connections it may move. */
  ownerAccounts: string[];
  /** The interconnects and LAGs it may move them from and to. */
  parents: string[];
}

function id({ pattern, what }: IdRule) {
  return v.pipe(v.string(), v.regex(pattern, `must be ${what}`));
}

const listOf = (rule: IdRule) => v.array(id(rule), 'must be a list');

const schema = v.strictObject(
  {
    tenants: v.array(
      v.strictObject({
        name: id(TENANT_NAME),
        senders: listOf(SENDER_ID),
        ownerAccounts: listOf(ACCOUNT_ID),
        parents: listOf(PARENT_ID),
      }),
    ),
  },
  'must be an object with the list "tenants"',
);

/** The tenants of a tenants file. Throws TenantsError, which says where the file is wrong. No tenants means no one. */
export function parseTenants(file: unknown): Tenant[] {
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
  refuseRepeats(
    tenants.flatMap(({ senders }) => senders),
    'sender',
  );
  return tenants;
}

/** Thrown where a tenants file is not valid: at start, so that nothing runs on half-understood rights. */
export class TenantsError extends Error {
  override name = 'TenantsError';
}

/** Which tenant a message comes from. What follows the colon of a SenderId is the caller's choice and proves nothing. */
export function tenantOf(senderId: string, tenants: readonly Tenant[]): Tenant | undefined {
  const sender = senderId.split(':', 1)[0] ?? '';
  return tenants.find(({ senders }) => senders.includes(sender));
}

function refuseRepeats(values: string[], what: string): void {
  const repeated = values.find((value, index) => values.indexOf(value) !== index);
  if (repeated !== undefined) throw new TenantsError(`${what} "${repeated}" occurs twice; each may occur once`);
}
