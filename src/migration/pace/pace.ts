import type { Settings } from '../model/settings.ts';
import type { Control, Pace } from '../ports/control.ts';

/** What it takes to read and change the pace. */
export interface PacePorts {
  ledger: Pick<Control, 'readControl' | 'setPace'>;
  /** Milliseconds since the epoch. */
  clock: () => number;
  settings: Pick<Settings, 'callsPerSecond'>;
}

/** Of the rate that was throttled, what is tried next. */
const SLOWER = 0.7;
/** How much faster each next call may be, of `callsPerSecond`, up to that. */
const FASTER = 0.003;
/** A call a minute: with fewer, no one would notice that Direct Connect answers again. */
const SLOWEST = 1 / 60;

/** Milliseconds from one call to the next. */
export function intervalOf({ callsPerSecond }: Pick<Pace, 'callsPerSecond'>): number {
  return 1000 / callsPerSecond;
}

/** The rate at which the next call may be made: what Direct Connect was found to take, and never more than the setting. */
export function rateAfter(read: Pace | undefined, { callsPerSecond }: Pick<Settings, 'callsPerSecond'>): number {
  return read ? Math.min(callsPerSecond, read.callsPerSecond + FASTER * callsPerSecond) : callsPerSecond;
}

/**
 * Takes the turn that is there now, by one conditional write: no one reserves a time to come, so no turn is lost with whoever
 * has it. The next is a whole interval later, counted from when this one could have been taken, if that is not long ago; nor long
 * ahead: a timer rings up to a millisecond early, which at 15 calls a second would come to one in a hundred too many.
 *
 * @returns the pace as written; undefined if another was faster
 */
export async function takeTurn(
  read: Pace | undefined,
  { ledger, clock, settings }: PacePorts,
): Promise<Pace | undefined> {
  const callsPerSecond = rateAfter(read, settings);
  const interval = intervalOf({ callsPerSecond });
  const now = clock();
  const from = read && Math.abs(now - read.nextCallAtMs) < interval ? read.nextCallAtMs : now;
  const pace: Pace = { ...read, nextCallAtMs: from + interval, callsPerSecond };
  return (await ledger.setPace(read, pace)) ? pace : undefined;
}

/**
 * A call was throttled: everyone calls more slowly, and no one before another interval is over. Calls that were under way
 * when that was found out do not slow it down again.
 */
export async function slowDown(calledAtMs: number, { ledger, clock, settings }: PacePorts): Promise<void> {
  const { pace } = await ledger.readControl();
  if (pace?.slowedAtMs !== undefined && calledAtMs <= pace.slowedAtMs) return;
  const now = clock();
  const callsPerSecond = Math.max(SLOWEST, (pace?.callsPerSecond ?? settings.callsPerSecond) * SLOWER);
  const nextCallAtMs = now + intervalOf({ callsPerSecond });
  await ledger.setPace(pace, { nextCallAtMs, callsPerSecond, slowedAtMs: now });
}
