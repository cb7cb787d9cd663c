import { type ControlAnswer, control as carryOut } from '../migration/control.ts';
import { parseControlCommand } from './commands.ts';
import { toHandler } from './to-handler.ts';
import { wire } from './wire.ts';

const { ports, logger } = wire(process.env);

/** An operator's pause or resume; the answer says how it is now. */
export async function control(event: unknown): Promise<ControlAnswer> {
  return carryOut(parseControlCommand(event), ports);
}

export const handler = toHandler(control, logger);
