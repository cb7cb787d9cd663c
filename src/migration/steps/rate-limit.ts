import type { RateCount } from '../ports/control.ts';
import type { AdvancePorts } from '../ports/ports.ts';

const MINUTE = 60_000;

/**
 * Until a request asks again, in milliseconds. From one to three polls at random: those that wait observe each time,
 * and if all came in the same minute, the minutes between would go by unused.
 */
export function slotWait({ settings, random }: AdvancePorts): number {
  return settings.pollIntervalMs * (1 + 2 * random());
}

/**
 * Counts one more call in this minute of the clock, unless the limit is reached. Counted before it is made: a call that is
 * given up after all is one fewer, never one more.
 *
 * @param read the count as the control item had it
 */
export async function acquireSlot(
  read: RateCount | undefined,
  { ledger, clock, settings }: AdvancePorts,
): Promise<boolean> {
  if (settings.callsPerMinute === 0) return true;
  const minute = Math.floor(clock() / MINUTE);
  const isFull = read?.minute === minute && read.calls >= settings.callsPerMinute;
  if (isFull) return false;
  if (read?.minute !== minute && (await ledger.startMinute(minute))) return true;
  return ledger.countCall(minute, settings.callsPerMinute);
}
