import { LedgerError } from '../model/ledger-error.ts';
import { formatKey, isFinal, keyOf, nameOf, type RequestItem, type RequestKey } from '../model/request-item.ts';
import { releaseLock } from '../outcome/release-lock.ts';
import type { ConnectionItem } from '../ports/connections.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import { REREAD, type Stop, sleepUntil } from '../step-result.ts';

export function isHeldBy({ active }: ConnectionItem, item: RequestItem): boolean {
  return active !== undefined && formatKey(active) === formatKey(keyOf(item));
}

/** The request that holds a connection. @throws LedgerError if the ledger does not have it */
export async function readHolder(active: RequestKey, { ledger }: AdvancePorts): Promise<RequestItem> {
  const holder = await ledger.read(active);
  if (!holder) throw new LedgerError(nameOf(active), 'is not there, though it holds a connection');
  return holder;
}

/** Waits while the request that holds the connection goes on; of one that is final, does the release. */
export async function waitForHolder(holder: RequestItem, ports: AdvancePorts): Promise<Stop> {
  if (!isFinal(holder.state)) return sleepUntil('busy', undefined, formatKey(keyOf(holder)));
  await releaseLock(holder, ports);
  return REREAD;
}
