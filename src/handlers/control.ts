import { type ControlAnswer, type ControlDeclined, control as carryOut } from '../migration/operators/control.ts';
import type { Declined } from './commands.ts';
import { parseConfig } from './config.ts';
import { readControlCommand } from './control-commands.ts';
import { toHandler } from './to-handler.ts';
import { wireBase } from './wire.ts';

const config = parseConfig('control', process.env);
const { functionLog, ...base } = wireBase(config);
const ports = { ...base, serviceVersion: config.serviceVersion };

/** An operator's command; the answer says what stands in the way of calls now, or what is wrong with the command. */
export async function control(event: unknown): Promise<ControlAnswer | ControlDeclined | Declined> {
  const read = readControlCommand(event);
  return 'declined' in read ? read.declined : carryOut(read.command, ports);
}

export const handler = toHandler(control, functionLog);
