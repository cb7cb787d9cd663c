import type { RequestItem } from '../model/request-item.ts';
import type { Settings } from '../model/settings.ts';

/**
 * When a request that gets on is due next. Undefined if it keeps its time, which is not before `wantedMs` and not much later: a new
 * one costs two more writes, of the index. Only where that time is known to be for `reconcile`, and none of its visits is counted.
 *
 * @param wantedMs milliseconds since the epoch
 */
export function dueAfter(
  { state, waitsFor, postponements, dueAtMs }: RequestItem,
  wantedMs: number,
  { pollIntervalMs }: Pick<Settings, 'pollIntervalMs'>,
): number | undefined {
  const isForReconcile = (state !== 'RECEIVED' || waitsFor === undefined) && postponements === 0;
  const isSoonEnough = dueAtMs !== undefined && dueAtMs >= wantedMs && dueAtMs <= wantedMs + pollIntervalMs;
  return isForReconcile && isSoonEnough ? undefined : wantedMs;
}
