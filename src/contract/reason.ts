import * as v from 'valibot';
import { object } from './object.ts';

/** Every `reason.code` of contract version 1; consumers may switch on them. */
export const REASON_CODES = [
  'INVALID_REQUEST',
  'UNKNOWN_SENDER',
  'NOT_PERMITTED',
  'CONFLICTING_REQUEST',
  'SUPERSEDED',
  'EXPIRED',
  'UNEXPECTED_PARENT',
  'UNEXPECTED_VLAN',
  'PARENT_NOT_FOUND',
  'PARENT_CANNOT_HOST',
  'CONNECTION_STATE',
  'VLAN_CONFLICT',
  'IP_CONFLICT',
  'PARENT_CAPACITY',
  'DIRECT_CONNECT_REFUSED',
  'OUTCOME_UNKNOWN',
  'RESOLVED_NOT_MOVED',
] as const;

export type ReasonCode = (typeof REASON_CODES)[number];

export const reason = v.pipe(
  object({
    code: v.pipe(v.picklist(REASON_CODES), v.description('For programs; the contract says what each means.')),
    message: v.pipe(v.string(), v.description('For people.')),
    awsError: v.pipe(
      v.nullable(v.string()),
      v.description('The error as Direct Connect named it; null without a call, and where no answer named one.'),
    ),
  }),
  v.description('Why the outcome is not MIGRATED.'),
);

export type Reason = v.InferOutput<typeof reason>;
