import type { MemoryLedger } from '../support/memory-ledger.ts';
import { HOUR, MINUTE, SETTINGS } from './settings.ts';
import type { VirtualTime } from './virtual-time.ts';

/**
 * Runs `reconcile` every minute, but only when it could find anything: without that it writes nothing, and days would
 * take long.
 */
export function everyMinute(time: VirtualTime, ledger: MemoryLedger, reconcile: () => void): void {
  const tick = () => {
    if (earliestDue(ledger) <= time.now) reconcile();
    time.at(nextTick(time, ledger), tick);
  };
  time.at(time.now + MINUTE, tick);
}

/** Skips the minutes in which nothing is due and nothing happens that could change that. */
function nextTick(time: VirtualTime, ledger: MemoryLedger): number {
  const earliest = Math.min(earliestDue(ledger), time.nextAt() ?? Number.POSITIVE_INFINITY);
  const next = Math.max(time.now + MINUTE, Math.min(earliest, time.now + HOUR));
  const minutes = Math.ceil((next - time.now) / MINUTE);
  return time.now + minutes * MINUTE;
}

/** By the fastest clock that an invocation may have. */
function earliestDue({ requests }: MemoryLedger): number {
  let earliest = Number.POSITIVE_INFINITY;
  for (const { dueAt } of requests.values()) {
    if (dueAt !== undefined && dueAt < earliest) earliest = dueAt;
  }
  return earliest - SETTINGS.clockSkew / 2;
}
