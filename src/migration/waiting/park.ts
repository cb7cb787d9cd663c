import { keyOf } from '../model/request-item.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import type { Advanced } from '../step-result.ts';

/**
 * Stores when a waiting request is due. If it has changed since the wait was decided, the step that changed it has set
 * a due time of its own, and that one stays.
 */
export async function park({ item }: Advanced, dueAtMs: number, { ledger }: AdvancePorts): Promise<void> {
  await ledger.park(keyOf(item), item.state, item.attempts, dueAtMs);
}
