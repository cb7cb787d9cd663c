import type { DrainAnswer, DrainCommand, DrainDeclined } from '../command.ts';
import type { Plans } from '../plans.ts';
import type { AdvanceDrainPorts } from '../ports.ts';

/** STUB: the branch of the commands brings it, and approve. */
export async function drainCommand(
  _command: DrainCommand,
  _ports: AdvanceDrainPorts & { plans: Plans },
): Promise<DrainAnswer | DrainDeclined> {
  return { result: 'declined', why: 'not yet' };
}
