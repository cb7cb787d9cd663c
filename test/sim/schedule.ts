import type { Settings } from '../../src/migration/model/settings.ts';
import type { WokenBy } from '../../src/migration/ports/due-index.ts';
import type { MemoryLedger } from '../support/memory-ledger.ts';
import { HOUR } from './settings.ts';
import type { VirtualTime } from './virtual-time.ts';

/**
 * Runs a function once a poll interval, but only when it could find anything: without that it writes nothing, and days would
 * take long.
 */
export function everyPoll(
  time: VirtualTime,
  ledger: MemoryLedger,
  { pollIntervalMs, clockSkewMs }: Settings,
  wokenBy: WokenBy,
  run: () => void,
): void {
  /** By the fastest clock that an invocation may have. */
  const earliest = () => earliestDue(ledger, wokenBy, pollIntervalMs) - clockSkewMs / 2;
  const tick = () => {
    if (earliest() <= time.now) run();
    time.at(nextTick(time, earliest(), pollIntervalMs), tick);
  };
  time.at(time.now + pollIntervalMs, tick);
}

/** Skips the polls in which nothing is due and nothing happens that could change that. */
function nextTick(time: VirtualTime, due: number, pollIntervalMs: number): number {
  const earliest = Math.min(due, time.nextAt() ?? Number.POSITIVE_INFINITY);
  const next = Math.max(time.now + pollIntervalMs, Math.min(earliest, time.now + HOUR));
  return time.now + Math.ceil((next - time.now) / pollIntervalMs) * pollIntervalMs;
}

function earliestDue(
  { requests, verifications, groups, notices }: MemoryLedger,
  by: WokenBy,
  pollIntervalMs: number,
): number {
  if (by === 'reconcile' && notices && notices.unpublished.length > 0) return Number.NEGATIVE_INFINITY;
  // Whoever waits moves a group's time on and on: it is swept up to a poll interval before.
  let earliest =
    by === 'reconcile'
      ? Math.min(earliestOf(verifications.values()), earliestOf(groups.values()) - pollIntervalMs)
      : Number.POSITIVE_INFINITY;
  for (const { dueAtMs, wokenBy } of requests.values()) {
    if (wokenBy === by && dueAtMs !== undefined && dueAtMs < earliest) earliest = dueAtMs;
  }
  return earliest;
}

function earliestOf(items: Iterable<{ dueAtMs?: number }>): number {
  let earliest = Number.POSITIVE_INFINITY;
  for (const { dueAtMs = earliest } of items) earliest = Math.min(earliest, dueAtMs);
  return earliest;
}
