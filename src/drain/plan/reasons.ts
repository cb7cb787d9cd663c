import * as v from 'valibot';
import { PARENT_ID } from '../../contract/ids.ts';
import { id, list, text } from './fields.ts';

/** Why a line stays where it is. */
export const LEFT_CODES = [
  'EXEMPT',
  'NOT_A_LEFTOVER',
  'STATE',
  'SIBLING',
  'ORDER',
  'TARGET',
  'VLAN',
  'CAPACITY',
  'SPEED',
  'LOCATION',
  'DEVICE',
  'FEATURES',
  'TOO_MANY',
] as const;

/** Why nothing is moved to a target. */
export const TARGET_CODES = [
  'IS_SOURCE',
  'STATE',
  'HOSTS_NONE',
  'LAG_MEMBER',
  'LINKS',
  'CORDONED',
  'CLOSED',
  'FROZEN',
  'CAPACITY_UNKNOWN',
] as const;

/** What the planner does not refuse, but a person should know before approving. */
export const WARNING_CODES = [
  'RIGHTS',
  'RIGHTS_UNKNOWN',
  'LAST_LEG',
  'DEVICE_UNKNOWN',
  'DEVICE_SHARED',
  'FEATURES_UNKNOWN',
  'ADDRESS_UNKNOWN',
  'NOTICE',
  'SOURCE_CLOSED',
  'CHAIN',
  'NOT_EMPTIED',
] as const;

const why = text('What is in the way, in words.', 1024);
const help = text('What would help, in words.', 1024);
const targets = list(
  id(PARENT_ID, 'An interconnect or LAG.'),
  64,
  'The targets that this is about; absent if about all.',
);

export const leftReason = v.strictObject({
  code: v.picklist(LEFT_CODES),
  targets: v.exactOptional(targets),
  why,
  help,
});
export const targetReason = v.strictObject({ code: v.picklist(TARGET_CODES), why, help });
export const warning = v.strictObject({ code: v.picklist(WARNING_CODES), why, help });

export type LeftReason = v.InferOutput<typeof leftReason>;
export type TargetReason = v.InferOutput<typeof targetReason>;
export type Warning = v.InferOutput<typeof warning>;
