import { keyOf, type RequestItem } from '../model/request-item.ts';
import { conclusiveAfter } from '../model/settings.ts';
import { moveOf } from '../outcome/move-of.ts';
import type { OutcomePorts } from '../ports/ports.ts';

/**
 * Every move is verified. Begun after W5, so that a later move of the line is on its connection item when it is looked at; and
 * before W6, after which no one comes by any more. Of an outcome that is published, none is begun: it may be from long ago.
 */
export async function beginVerification(item: RequestItem, { ledger, settings }: OutcomePorts): Promise<void> {
  const move = moveOf(item);
  if (!move || settings.verifyWithinMs === 0 || item.publishedEventId === item.event?.eventId) return;
  const { connectionId, parentConnectionId } = item.request;
  const verification = {
    ...{ connectionId, source: move.from, target: parentConnectionId, movedAtMs: move.atMs },
    ...{ looks: 0, goodLooks: 0, failings: [] },
  };
  await ledger.beginVerification(keyOf(item), verification, conclusiveAfter(move.atMs, settings) + 1);
}
