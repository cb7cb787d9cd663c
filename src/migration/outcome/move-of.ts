import type { ConnectionRecord } from '../../contract/connection-record.ts';
import type { RequestItem } from '../model/request-item.ts';

/** A move that a request has made. */
export interface Move {
  /** Where the line was before, and its record there. */
  from: string;
  before: ConnectionRecord;
  /** When the outcome was recorded, in milliseconds since the epoch. */
  atMs: number;
}

/** Undefined if the request has ended otherwise, or found the line where it was to go: then it has no attempt (endOnTarget). */
export function moveOf({ state, attempt, ended }: RequestItem): Move | undefined {
  if (state !== 'MIGRATED' || !attempt || !ended) return undefined;
  return { from: attempt.previousParent, before: attempt.seen, atMs: ended.atMs };
}
