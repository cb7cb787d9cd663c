import { isFinal, keyOf, type RequestItem } from '../model/request-item.ts';
import { leavePlace } from '../outcome/leave-place.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import { type Stop, sleepUntil } from '../step-result.ts';
import { expireUnseen } from './change-window.ts';
import { isHeldBy } from './lock-holder.ts';

/** How long a request without a place waits before it tries again, in poll intervals. */
const RETRY_AFTER = 5;

/**
 * Of a tenant's requests for a connection, only so many are worked on that have waited once. Any more are neither observed nor
 * called for until one of those is done; they expire in time. The newest is worked on in any case, which may replace or withdraw
 * the others, and the one that has the lock. Undefined if this one is.
 */
export async function takePlace(item: RequestItem, ports: AdvancePorts): Promise<Stop | undefined> {
  const { ledger, clock, settings } = ports;
  const { connectionId, notBefore, notAfter } = item.request;
  // It waits for its window next, which may be hours, and takes no place from those whose window is open.
  const isEarly = notBefore !== undefined && clock() < Date.parse(notBefore);
  if (!item.needsPlace || isEarly) return undefined;
  if (await ledger.takePlace(keyOf(item), connectionId, settings.openRequestsPerConnection)) return undefined;
  if (await ledger.takePlaceOfNewest(keyOf(item), connectionId, item.orderKey)) return undefined;
  // The others may wait for it.
  if (isHeldBy(await ledger.readConnection(connectionId), item)) return undefined;
  const expired = await expireUnseen(item, ports);
  if (expired) return expired;
  await clearOnePlace(item, ports);
  const retryAtMs = clock() + RETRY_AFTER * settings.pollIntervalMs;
  return sleepUntil('place', notAfter === undefined ? retryAtMs : Math.min(retryAtMs, Date.parse(notAfter) + 1));
}

/** Of a request that is over: the newest's, or one that a late write has taken once more. Any one of them is looked at, each time. */
async function clearOnePlace({ tenant, request }: RequestItem, { ledger, random }: AdvancePorts): Promise<void> {
  const ids = await ledger.readPlaces(tenant, request.connectionId);
  const requestId = ids[Math.floor(random() * ids.length)];
  if (requestId === undefined) return;
  const item = await ledger.read({ tenant, requestId });
  if (!item || isFinal(item.state)) await leavePlace({ tenant, requestId }, request.connectionId, ledger);
}
