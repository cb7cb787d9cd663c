import { resolve as carryOut, type Resolved } from '../migration/resolve.ts';
import { type Declined, readResolution } from './commands.ts';
import { toHandler } from './to-handler.ts';
import { wire } from './wire.ts';

const { ports, log } = wire(process.env);

/** A person's decision on a held request; the answer says whether it was carried out, and if not, why. */
export async function resolve(event: unknown): Promise<Resolved | Declined> {
  const read = readResolution(event);
  return 'declined' in read ? read.declined : carryOut(read.command, ports);
}

export const handler = toHandler(resolve, log);
