import { keyOf, type RequestItem } from '../model/request-item.ts';
import type { OutcomePorts } from '../ports/ports.ts';
import { moveOf } from './move-of.ts';

/** W5: frees the connection that a request with its outcome holds; where it holds none, nothing happens. */
export async function releaseLock(item: RequestItem, { ledger }: OutcomePorts): Promise<void> {
  const { request, orderKey, ended, attempts, state } = item;
  const counts = state === 'MIGRATED' || attempts > 0;
  const move = moveOf(item);
  const last =
    counts && ended
      ? {
          lastOrderKey: orderKey,
          lastParent: ended.parent,
          lastOutcomeAtMs: ended.atMs,
          ...(move && { lastFrom: move.from }),
        }
      : undefined;
  await ledger.releaseLock(request.connectionId, keyOf(item), last);
}
