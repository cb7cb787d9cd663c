import type { State } from '../../migration/model/request-item.ts';

/** All, as people name them. */
export const STATES: readonly State[] = ['RECEIVED', 'CALLING', 'HELD', 'MIGRATED', 'FAILED', 'REJECTED', 'PLANNED'];
