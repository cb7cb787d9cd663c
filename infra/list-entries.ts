import { ACCOUNT_ID, PARENT_ID } from '../src/contract/ids.ts';
import type { Setting } from './settings-table.ts';

/** What an entry is like in a partition, and what the entries are, as the end of a sentence. */
interface Entries {
  pattern: (partition: string) => RegExp;
  what: string;
}

/** A name of IAM, with the path that it may have. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const NAME = '([\\w+=,.@-]+/)*[\\w+=,.@-]{1,64}';
const roleOf = (partition: string) => new RegExp(`^arn:${partition}:iam::\\d{12}:role/${NAME}$`);

/** Whom and what the lists of serverless.yml can name. */
export const ENTRIES: Record<Extract<Setting, { kind: 'list' }>['of'], Entries> = {
  roles: { pattern: roleOf, what: 'ARNs of IAM roles' },
  accounts: { pattern: () => ACCOUNT_ID.pattern, what: 'AWS accounts of 12 digits' },
  parents: { pattern: () => PARENT_ID.pattern, what: 'ids of interconnects (dxcon-…) or LAGs (dxlag-…)' },
  subnets: { pattern: () => /^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/, what: 'ids of subnets (subnet-…)' },
  securityGroups: { pattern: () => /^sg-([0-9a-f]{8}|[0-9a-f]{17})$/, what: 'ids of security groups (sg-…)' },
};
