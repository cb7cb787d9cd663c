import type { AdvancePorts } from './ports.ts';
import type { Advanced } from './progress.ts';
import { keyOf } from './request-item.ts';

/**
 * Stores when a waiting request is due. If it has changed since the wait was decided, the step that changed it has set
 * a due time of its own, and that one stays.
 */
export async function park({ item }: Advanced, dueAt: number, { ledger }: AdvancePorts): Promise<void> {
  await ledger.park(keyOf(item), item.state, item.attempts, dueAt);
}
