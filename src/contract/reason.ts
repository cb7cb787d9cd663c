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

/** Why an outcome is not MIGRATED, for programs (`code`), for people (`message`), and as Direct Connect named it. */
export interface Reason {
  code: ReasonCode;
  message: string;
  /** The error's name as Direct Connect sent it; null without a call. */
  awsError: string | null;
}
