/** `source` of every outcome event, and `metadata.service`. */
export const SERVICE = 'dx-migrator';

/** The outcomes and the `detail-type` of each. All are final but HELD. */
export const DETAIL_TYPES = {
  MIGRATED: 'Hosted Connection Migrated',
  FAILED: 'Hosted Connection Migration Failed',
  REJECTED: 'Hosted Connection Migration Rejected',
  HELD: 'Hosted Connection Migration Held',
  PLANNED: 'Hosted Connection Migration Planned',
} as const;

export type Outcome = keyof typeof DETAIL_TYPES;
