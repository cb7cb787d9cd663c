import type { Clock } from '../clock.ts';

/**
 * Calls `fire` every `everyMs`, first one period from now ("A rate expression starts when you create the scheduled event
 * rule", Rate expressions reference, EventBridge User Guide; that the first run is one period later is assumed). It waits
 * for nothing that `fire` starts: runs may overlap, as on AWS. Periods that passed while the machine slept are left out.
 * Ends when the signal is aborted.
 */
export async function runSchedule(clock: Clock, everyMs: number, fire: () => void, signal: AbortSignal): Promise<void> {
  let dueMs = clock.now() + everyMs;
  while (await clock.sleep(Math.max(0, dueMs - clock.now()), signal)) {
    fire();
    const missed = Math.max(0, Math.floor((clock.now() - dueMs) / everyMs));
    dueMs += (missed + 1) * everyMs;
  }
}
