/**
 * `source` of the events about operations. It is not the outcomes' own, so that no rule for outcomes ever matches them: who
 * knows version 1 of the contract hears of what it knows, and bills by that alone.
 */
export const OPERATIONS_SOURCE = 'dx-migrator.operations';

/** `detail-type` of what became of a line after it was moved. */
export const VERIFIED = 'Hosted Connection Migration Verified';

/** `detail-type` of a parent that is to be emptied, or no longer. */
export const CORDONED = 'Parent Cordoned';

/** `detail-type` of a line that holds up its owner's other lines no more, because a person has said so. */
export const RELEASED = 'Group Released';

/** `detail-type`s of the maintenance of a line: it is to be moved in a window; it is not after all; it was. */
export const MAINTENANCE_ANNOUNCED = 'Hosted Connection Maintenance Announced';
export const MAINTENANCE_CANCELLED = 'Hosted Connection Maintenance Cancelled';
export const MAINTENANCE_DONE = 'Hosted Connection Maintenance Done';

/** `detail-type`s of a drain: many lines of a parent, moved by one plan. */
export const DRAIN_EVENTS = [
  'Drain Approved',
  'Drain Started',
  'Drain Wave Completed',
  'Drain Stopped',
  'Drain Resumed',
  'Drain Completed',
  'Drain Aborted',
  'Drain Expired',
] as const;

export type DrainEventName = (typeof DRAIN_EVENTS)[number];

/** What became of a line after a request has moved it. Each is published at most once for a request; UNHEALTHY and UNKNOWN are not final. */
export const VERDICTS = ['HEALTHY', 'UNHEALTHY', 'UNKNOWN', 'OVERTAKEN', 'GONE', 'MOVED_AWAY'] as const;

export type Verdict = (typeof VERDICTS)[number];

/** What was not as it should be at the last look that was not good. */
export const FAILINGS = [
  'NOT_ON_TARGET',
  'ON_SOURCE',
  'VLAN',
  'OWNER',
  'BANDWIDTH',
  'STATE',
  'JUMBO_FRAMES',
  'MACSEC',
  'REDUNDANCY',
  'NOT_LOOKED_AT',
] as const;

export type Failing = (typeof FAILINGS)[number];
