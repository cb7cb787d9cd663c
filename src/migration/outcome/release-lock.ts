import { keyOf, type RequestItem } from '../model/request-item.ts';
import type { OutcomePorts } from '../ports/ports.ts';

/** W5: frees the connection that a settled request holds; where it holds none, nothing happens. */
export async function releaseLock(item: RequestItem, { ledger }: OutcomePorts): Promise<void> {
  const { request, settled, attempts, state } = item;
  const counts = state === 'MIGRATED' || attempts > 0;
  const last =
    counts && settled
      ? { lastRequestedAt: request.requestedAt, lastParent: settled.parent, lastOutcomeAt: settled.at }
      : undefined;
  await ledger.releaseLock(request.connectionId, keyOf(item), last);
}
