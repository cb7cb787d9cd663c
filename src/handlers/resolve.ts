import { askingClient } from '../aws/clients.ts';
import { describing } from '../aws/direct-connect.ts';
import { resolve as carryOut, type Resolved } from '../migration/operators/resolve.ts';
import type { ResolvePorts } from '../migration/ports/ports.ts';
import { type Declined, readResolution } from './commands.ts';
import { parseConfig } from './config.ts';
import { toHandler } from './to-handler.ts';
import { wireOutcomes } from './wire.ts';

const config = parseConfig('resolve', process.env);
const { functionLog, ...outcomes } = wireOutcomes(config);
const ports: ResolvePorts = {
  ...outcomes,
  directConnect: describing(askingClient(), outcomes.clock),
  settings: config.settings,
};

/** A person's decision on a held request; the answer says whether it was carried out, and if not, why. */
export async function resolve(event: unknown): Promise<Resolved | Declined> {
  const read = readResolution(event);
  return 'declined' in read ? read.declined : carryOut(read.command, ports);
}

export const handler = toHandler(resolve, functionLog);
