import { describeError } from '../../migration/model/describe-error.ts';
import { advanceDrain } from './advance-drain.ts';
import type { Drain } from './drain.ts';
import { hasTicks } from './steps/rest.ts';
import type { DrivePorts } from './steps/step.ts';

/** The message of a tick. */
export interface Tick {
  drainId: string;
  number: number;
}

/** Others write the drain too; what they wrote is read. */
const TRIES = 10;

/**
 * A tick has come: who moves the drain's number on sends the next one, so that of a message that comes twice, or late, no second row of
 * ticks begins.
 *
 * @returns the drain where it rests; undefined if there is none, or the tick is an old one
 */
export async function tickDrain(
  { drainId, number }: Tick,
  remaining: () => number,
  ports: DrivePorts,
): Promise<Drain | undefined> {
  return (await moveOn({ drainId, number }, ports)) ? advanceDrain(drainId, remaining, ports) : undefined;
}

async function moveOn({ drainId, number }: Tick, { ledger, clock, settings, sendTick }: DrivePorts): Promise<boolean> {
  for (let tries = 0; tries < TRIES; tries++) {
    const stored = await ledger.readDrain(drainId);
    if (stored?.drain.tick.number !== number || !hasTicks(stored.drain)) return false;
    const atMs = clock();
    const next = { ...stored.drain, tick: { number: number + 1, atMs } };
    // If the process dies here, the schedule finds the tick overdue.
    if (!(await ledger.setDrain(stored.version, next, atMs + settings.drainTickMs))) continue;
    await sendTick(drainId, number + 1, settings.drainTickMs / 1000);
    return true;
  }
  return false;
}

/** What a run of the schedule has done, in drains. */
export interface DriveReport {
  advanced: number;
  /** Threw; they come again in a minute. */
  failed: number;
}

/** Brings on each drain that is due: what events and ticks have lost. Whatever is wrong with one, the others get their turn. */
export async function driveDue(remaining: () => number, ports: DrivePorts): Promise<DriveReport> {
  const report = { advanced: 0, failed: 0 };
  const now = ports.clock();
  let next: string | undefined;
  do {
    const page = await ports.ledger.dueDrains(now, next);
    for (const drainId of page.drainIds) {
      try {
        await advanceDrain(drainId, remaining, ports);
        report.advanced++;
      } catch (error) {
        report.failed++;
        ports.log('faulted', { drain: drainId, error: describeError(error) });
      }
    }
    next = page.next;
  } while (next !== undefined);
  return report;
}
