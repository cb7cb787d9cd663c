import type { Person } from '../model/transition.ts';
import type { Control, PauseChange } from '../ports/control.ts';
import type { OutcomePorts } from '../ports/ports.ts';

/** An operator's command to stop all calls, or to go on. */
export interface ControlCommand extends Person {
  action: 'pause' | 'resume';
}

/** How it is now, and since when and by whom; `changed` says whether this command did it. */
export interface ControlAnswer {
  paused: boolean;
  changed: boolean;
  lastChange: PauseChange | null;
}

/** Pauses or resumes the service. Requests are still taken, checked and stored while it is paused; none is called. */
export async function control(
  { action, by, why }: ControlCommand,
  { ledger, clock, log }: Pick<OutcomePorts, 'clock' | 'log'> & { ledger: Pick<Control, 'readControl' | 'setPaused'> },
): Promise<ControlAnswer> {
  const changed = await ledger.setPaused({ paused: action === 'pause', atMs: clock(), by, why });
  if (changed) log(action === 'pause' ? 'paused' : 'resumed', { by });
  const { paused, lastChange = null } = await ledger.readControl();
  return { paused, changed, lastChange };
}
