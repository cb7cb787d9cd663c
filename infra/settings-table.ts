import { FUNCTION_SETTINGS } from '../src/settings/function-settings.ts';
import type { Rule } from '../src/settings/rules.ts';
import {
  type Choice,
  FUNCTION_NAMES,
  type FunctionName,
  type NumberSetting,
  type Time,
} from '../src/settings/setting.ts';

/** A value with a check of its own. */
interface Other {
  kind: 'file' | 'topic';
  unit: string;
  default: string;
  mustBe: string;
}

/** A list, separated by commas; empty by default. */
interface List {
  kind: 'list';
  unit: string;
  default: '';
  /** What its entries are: list-entries.ts. */
  of: 'roles' | 'accounts' | 'parents' | 'subnets' | 'securityGroups';
  /** Entries that AWS certainly accepts. */
  most: number;
}

/** A parameter. With a variable, functions read it too. */
export type Setting = (NumberSetting | Time | Choice | Other | List) & {
  variable?: string;
  functions?: readonly FunctionName[];
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * Every parameter, in the order of docs/operations/deploy.md: those that functions read, and those that only the
 * template uses. Their descriptions are in docs/setting-descriptions.ts.
 *
 * How long a list may be: the policies of a role and of a bus have at most 10,240 characters, which
 * test/infra/limits.test.ts measures; where entries are ARNs of any length, size-limits.ts does.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html
 */
export const SETTINGS = {
  tenants: {
    ...{ kind: 'file', unit: 'file', default: './infra/tenants.json' },
    mustBe: 'a file of tenants; if `parents` is set, each of their parents must be in it',
  },
  logLevel: {
    ...{ kind: 'choice', default: 'INFO', values: ['DEBUG', 'INFO'] },
    // The logger itself reads it.
    variable: 'POWERTOOLS_LOG_LEVEL',
    functions: FUNCTION_NAMES,
  },
  ...FUNCTION_SETTINGS,
  batchSize: { kind: 'number', unit: 'messages', default: 1, least: 1, most: 10 },
  logRetentionDays: { kind: 'number', unit: 'days', default: 365, least: 1, most: 3653, oneOf: RETENTION_DAYS },
  alarmTopicArn: {
    ...{ kind: 'topic', unit: 'ARN', default: '' },
    mustBe: 'the ARN of a standard SNS topic in the same Region, or empty',
  },
  archiveDays: {
    // Zero would keep events forever.
    ...{ kind: 'number', unit: 'days', default: 90, least: 1, most: 3650 },
  },
  consumerAccounts: { kind: 'list', unit: 'accounts', default: '', of: 'accounts', most: 12 },
  operatorRoles: { kind: 'list', unit: 'ARNs', default: '', of: 'roles', most: 10 },
  approverRoles: { kind: 'list', unit: 'ARNs', default: '', of: 'roles', most: 10 },
  trustedDeployerRoles: { kind: 'list', unit: 'ARNs', default: '', of: 'roles', most: 4 },
  trustedMoverRoles: { kind: 'list', unit: 'ARNs', default: '', of: 'roles', most: 10 },
  parents: { kind: 'list', unit: 'ids', default: '', of: 'parents', most: 40 },
  subnetIds: { kind: 'list', unit: 'ids', default: '', of: 'subnets', most: 16 },
  securityGroupIds: { kind: 'list', unit: 'ids', default: '', of: 'securityGroups', most: 5 },
} as const satisfies Record<string, Setting>;

type Table = typeof SETTINGS;
export type SettingName = keyof Table;
type NamesOf<Kind> = { [Name in SettingName]: Table[Name]['kind'] extends Kind ? Name : never }[SettingName];
export type NumberName = NamesOf<'number'>;
export type ChoiceName = NamesOf<'choice'>;
export type ListName = NamesOf<'list'>;

const ENTRIES = Object.entries(SETTINGS) as [SettingName, Setting][];

/** The settings of a kind, by name. */
export function settingsOf<Kind extends Setting['kind']>(
  kind: Kind,
): [NamesOf<Kind>, Extract<Setting, { kind: Kind }>][] {
  return ENTRIES.filter(([, setting]) => setting.kind === kind) as [NamesOf<Kind>, Extract<Setting, { kind: Kind }>][];
}

export type StackNumbers = Record<NumberName, number>;

/** What must be true of several lists together. */
export const LIST_RULES: readonly Rule<Record<ListName, string[]>>[] = [
  ...(
    [
      ['subnetIds', 'securityGroupIds'],
      ['securityGroupIds', 'subnetIds'],
    ] as const
  ).map(
    ([about, other]): Rule<Record<ListName, string[]>> => ({
      about,
      compares: [about, other],
      mustBe: `set if ${other} is, and only then`,
      because: 'a VPC takes both, or neither',
      isKept: (lists) => lists[about].length > 0 === lists[other].length > 0,
    }),
  ),
  {
    about: 'approverRoles',
    compares: ['approverRoles', 'operatorRoles'],
    mustBe: 'none of operatorRoles',
    because: 'who runs a drain is not who approves its plan',
    isKept: ({ approverRoles, operatorRoles }) => !approverRoles.some((role) => operatorRoles.includes(role)),
  },
];
