import { type ControlAnswer, control as carryOut } from '../migration/operators/control.ts';
import { type Declined, readControlCommand } from './commands.ts';
import { parseConfig } from './config.ts';
import { toHandler } from './to-handler.ts';
import { wireBase } from './wire.ts';

const { functionLog, ...ports } = wireBase(parseConfig('control', process.env));

/** An operator's pause or resume; the answer says how it is now, or what is wrong with the command. */
export async function control(event: unknown): Promise<ControlAnswer | Declined> {
  const read = readControlCommand(event);
  return 'declined' in read ? read.declined : carryOut(read.command, ports);
}

export const handler = toHandler(control, functionLog);
