import type { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import type { Inventory } from '../../drain/plan/inventory.ts';
import { formatKey, type RequestItem, type RequestKey } from '../../migration/model/request-item.ts';
import type { Tenant } from '../../migration/model/tenants.ts';
import type { Control } from '../../migration/ports/control.ts';
import type { DueIndex } from '../../migration/ports/due-index.ts';
import type { Requests } from '../../migration/ports/requests.ts';
import { sideBySide } from '../../migration/verification/side-by-side.ts';
import { ListingError } from './listing-error.ts';
import { readDirectConnect } from './read-direct-connect.ts';
import { mayMove, toInventory } from './to-inventory.ts';

export interface InventoryPorts {
  client: DirectConnectClient;
  ledger: Pick<DueIndex, 'due' | 'dueToCall'> & Pick<Requests, 'read'> & Pick<Control, 'readControl'>;
  tenants: readonly Pick<Tenant, 'name'>[];
  /** Milliseconds since the epoch. */
  clock: () => number;
}

/** Requests that are read at a time. */
const AT_A_TIME = 8;

/** Ids that are named at most. */
const MOST_NAMED = 8;

/** Later than anything is due. */
const EVER = Number.MAX_SAFE_INTEGER;

/**
 * Reads all that there is, for a function. Nothing that this asks can change anything.
 *
 * @throws ListingError if the lists do not settle
 */
export function inventoryReader({ client, ledger, tenants, clock }: InventoryPorts): () => Promise<Inventory> {
  return async () => {
    // The ledger first: what moves a line while the lists are read is among the requests.
    const control = await ledger.readControl();
    const unfinished = await readUnfinished(ledger, tenants);
    const reading = await readDirectConnect({ client, clock, say: () => {} });
    const { unsettled } = reading;
    if (unsettled.length > 0) {
      const named = unsettled.slice(0, MOST_NAMED).join(', ');
      throw new ListingError(`Direct Connect did not show the same lines on the same ports twice in a row: ${named}`);
    }
    return toInventory(reading, control, unfinished);
  };
}

/** Of everyone, as the items themselves say it: whatever is not at its end is due, or waits in a backlog. */
async function readUnfinished(
  ledger: InventoryPorts['ledger'],
  tenants: InventoryPorts['tenants'],
): Promise<RequestItem[]> {
  const keys = new Map<string, RequestKey>();
  const readAll = async (read: (next?: string) => Promise<{ items: { key: RequestKey }[]; next?: string }>) => {
    let next: string | undefined;
    do {
      const page = await read(next);
      for (const { key } of page.items) keys.set(formatKey(key), key);
      next = page.next;
    } while (next !== undefined);
  };
  await readAll((next) => ledger.due(EVER, next));
  for (const { name } of tenants) await readAll((next) => ledger.dueToCall(name, 0, EVER, next));
  const found: RequestItem[] = [];
  await sideBySide(
    keys.values(),
    AT_A_TIME,
    () => true,
    async (key) => {
      const item = await ledger.read(key);
      if (item && mayMove(item)) found.push(item);
    },
  );
  return found;
}
