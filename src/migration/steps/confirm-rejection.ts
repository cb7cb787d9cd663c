import type { Reason } from '../../contract/reason.ts';
import { keyOf, type RequestItem } from '../model/request-item.ts';
import { conclusiveAfter } from '../model/settings.ts';
import type { Seen } from '../outcome/build-outcome.ts';
import { recordUncalled } from '../outcome/record-outcome.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import { REREAD, type Stop, sleepUntil } from '../step-result.ts';

/**
 * Refuses what a look does not allow. A look can lag behind the truth, so a refusal is final only when a second look,
 * more than STALE after the first, says the same.
 *
 * @param lookedAt when the look was taken
 */
export async function rejectOnceConfirmed(
  item: RequestItem,
  reason: Reason,
  seen: Seen | undefined,
  lookedAt: number,
  ports: AdvancePorts,
): Promise<Stop> {
  const since = item.refused?.code === reason.code ? item.refused.since : lookedAt;
  const proven = conclusiveAfter(since, ports.settings);
  if (lookedAt > proven) {
    return recordUncalled(item, { state: 'REJECTED', reason, ...(seen ? { seen } : {}) }, ports);
  }
  if (item.refused?.code !== reason.code) {
    const noted = await ports.ledger.notePendingRejection(keyOf(item), item.attempts, { code: reason.code, since });
    if (!noted) return REREAD;
  }
  return sleepUntil('secondLook', proven + 1);
}

/** Forgets a refusal that a later look did not confirm, so that it cannot be the first of a later pair. */
export async function clearPendingRejection(item: RequestItem, { ledger }: AdvancePorts): Promise<void> {
  if (item.refused) await ledger.notePendingRejection(keyOf(item), item.attempts, undefined);
}
