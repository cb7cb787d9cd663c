import type { RequestKey } from '../model/request-item.ts';
import type { Places } from '../ports/places.ts';

/** Of a request that is over; it has one of the places, or that of the newest, or none. */
export async function leavePlace(
  key: RequestKey,
  connectionId: string,
  ledger: Pick<Places, 'leavePlace' | 'leavePlaceOfNewest'>,
): Promise<void> {
  if (!(await ledger.leavePlace(key, connectionId))) await ledger.leavePlaceOfNewest(key, connectionId);
}
