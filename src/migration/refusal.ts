import type { Reason } from '../contract/reason.ts';
import type { Seen } from './outcome.ts';
import type { AdvancePorts } from './ports.ts';
import { long, type Turn } from './progress.ts';
import { keyOf, type RequestItem } from './request-item.ts';
import { provesAfter } from './settings.ts';
import { settleUncalled } from './settle.ts';

/**
 * Refuses what a look does not allow. A look can lag behind the truth, so a refusal is final only when a second look,
 * more than STALE after the first, says the same.
 *
 * @param lookedAt when the look was taken
 */
export async function refuseAfterLook(
  item: RequestItem,
  reason: Reason,
  seen: Seen | undefined,
  lookedAt: number,
  ports: AdvancePorts,
): Promise<Turn> {
  const since = item.refused?.code === reason.code ? item.refused.since : lookedAt;
  const proven = provesAfter(since, ports.settings);
  if (lookedAt > proven) {
    return settleUncalled(item, { state: 'REJECTED', reason, ...(seen ? { seen } : {}) }, ports);
  }
  if (item.refused?.code !== reason.code) {
    const noted = await ports.ledger.noteRefusal(keyOf(item), item.attempts, { code: reason.code, since });
    if (!noted) return 'again';
  }
  return long('secondLook', proven + 1);
}

/** Forgets a refusal that a later look did not confirm, so that it cannot be the first of a later pair. */
export async function clearRefusal(item: RequestItem, { ledger }: AdvancePorts): Promise<void> {
  if (item.refused) await ledger.noteRefusal(keyOf(item), item.attempts, undefined);
}
