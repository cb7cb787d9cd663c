import { CONTROL, toControl } from '../../aws/control-item.ts';
import { readDirectConnect } from '../../aws/inventory/read-direct-connect.ts';
import { mayMove, toInventory } from '../../aws/inventory/to-inventory.ts';
import type { Inventory } from '../../drain/plan/inventory.ts';
import { CliError } from '../cli-error.ts';
import type { Context } from '../context/context.ts';
import { readItem } from '../ledger/read-items.ts';
import { readUnfinished, type Unfinished } from '../ledger/unfinished.ts';
import { progress } from '../output/progress.ts';

/** What Direct Connect and the ledger told. */
export interface Found {
  inventory: Inventory;
  /** Of requests those that may still move a line. */
  unfinished: Unfinished;
  /** Lines and parents that kept changing: if there are any, the inventory may not be complete. */
  unsettled: readonly string[];
}

/** Reads it, and shows how far it has got. Nothing that this asks can change anything. */
export async function readInventory({ aws, stage, clock }: Context): Promise<Found> {
  const shown = progress();
  try {
    // The ledger first: what moves a line while the lists are read is among the requests.
    shown.say('Reading the ledger');
    const control = toControl((await readItem({ aws, stage }, CONTROL)) ?? {});
    const unfinished = thatMayMove(await readUnfinished({ aws, stage }, ['REQUEST#', 'VERIFICATION#']));
    const reading = await readDirectConnect({ client: aws.directConnect, clock, say: shown.say });
    const inventory = toInventory(
      reading,
      control,
      unfinished.requests.map(({ item }) => item),
    );
    return { inventory, unfinished, unsettled: reading.unsettled };
  } finally {
    shown.end();
  }
}

/** The same, for what may rest on complete lists alone. */
export async function readWholeInventory(context: Context): Promise<Found> {
  const found = await readInventory(context);
  if (found.unsettled.length > 0) throw notSettled(found.unsettled);
  if (found.unfinished.unreadable.length > 0) throw unreadable(found.unfinished.unreadable);
  return found;
}

/** Ids that are named at most. */
const MOST_NAMED = 8;

function notSettled(unsettled: readonly string[]): CliError {
  const more = unsettled.length > MOST_NAMED ? ` and ${unsettled.length - MOST_NAMED} more` : '';
  return new CliError('Direct Connect did not show the same lines on the same ports twice in a row', {
    where: `${unsettled.slice(0, MOST_NAMED).join(', ')}${more}`,
    todo: 'run it again when no line is on its way: dxm requests shows what the service is moving',
  });
}

function unreadable(keys: readonly string[]): CliError {
  return new CliError('the ledger has unfinished requests that this dxm cannot read', {
    where: keys.slice(0, MOST_NAMED).join(', '),
    todo: 'take the dxm that belongs to this version of the service',
  });
}

function thatMayMove({ requests, ...others }: Unfinished): Unfinished {
  return { ...others, requests: requests.filter(({ item }) => mayMove(item)) };
}
