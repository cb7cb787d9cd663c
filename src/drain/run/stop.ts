import type { Decision } from './drain.ts';

/**
 * Why a drain is stopped.
 *
 * - person: somebody has said so
 * - line: one is held, not healthy, unknown, or waits for the third time; lifted by itself when that is over
 * - failed, drifted: more than the budget
 * - target: one takes no line, or has lost its room
 * - fault: ours, or what no one has foreseen
 */
export type StopKind = 'person' | 'line' | 'failed' | 'drifted' | 'target' | 'fault';

/** Adding one is one write, under no condition but that the drain is there (`addStop`); lifting one names its id. */
export interface Stop extends Decision {
  /** Of a person's: random. Of the others: the same whoever finds it, such as `line:dxcon-fh3m8v2p`. */
  id: string;
  kind: StopKind;
  /** The line or the target that it is about. */
  about?: string;
}

/** Who stops a drain by itself. */
export const BY_ITSELF = 'dx-migrator';

export function stopId(kind: Exclude<StopKind, 'person'>, about?: string): string {
  return about === undefined ? kind : `${kind}:${about}`;
}
