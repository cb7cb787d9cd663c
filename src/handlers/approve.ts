import { dynamoDbClient } from '../aws/clients.ts';
import { drainItem } from '../aws/drain-item.ts';
import { Table } from '../aws/table.ts';
import type { DrainAnswer, DrainDeclined } from '../drain/run/command.ts';
import { approve as carryOut } from '../drain/run/commands/approve.ts';
import { plans } from '../drain/run/plans.ts';
import type { Declined } from './commands.ts';
import { parseConfig } from './config.ts';
import { readApproval } from './drain-commands.ts';
import { toHandler } from './to-handler.ts';
import { wireBase } from './wire.ts';

const config = parseConfig('approve', process.env);
const { functionLog, clock, log } = wireBase(config);
const items = drainItem(new Table(dynamoDbClient(), config.tableName));
const ports = { ledger: items, plans: plans(items), clock, log };

/** The second person's word on a plan, bound to what it says: others than those who run drains may invoke it. */
export async function approve(event: unknown): Promise<DrainAnswer | DrainDeclined | Declined> {
  const read = readApproval(event);
  return 'declined' in read ? read.declined : carryOut(read.command, ports);
}

export const handler = toHandler(approve, functionLog);
