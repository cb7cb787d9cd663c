import { keyOf, type RequestItem, type RequestKey } from '../model/request-item.ts';
import type { Places } from '../ports/places.ts';
import type { OutcomePorts } from '../ports/ports.ts';
import { type Rest, sleepUntil } from '../step-result.ts';
import { publish } from './publish.ts';
import { releaseLock } from './release-lock.ts';

/** What is left to do for a request that has its final outcome: every part may be repeated by anyone. */
export async function complete(item: RequestItem, ports: OutcomePorts): Promise<Rest> {
  await releaseLock(item, ports);
  if (item.needsPlace) await leavePlace(keyOf(item), item.request.connectionId, ports.ledger);
  return (await publish(item, ports)) ? { kind: 'done' } : sleepUntil('unpublished');
}

/** Of a request that is over; it has one of the places, or that of the newest, or none. */
export async function leavePlace(
  key: RequestKey,
  connectionId: string,
  ledger: Pick<Places, 'leavePlace' | 'leavePlaceOfNewest'>,
): Promise<void> {
  if (!(await ledger.leavePlace(key, connectionId))) await ledger.leavePlaceOfNewest(key, connectionId);
}
