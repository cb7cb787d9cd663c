import { leaveAfterCall } from '../groups/keep-apart.ts';
import { keyOf, type RequestItem } from '../model/request-item.ts';
import type { OutcomePorts } from '../ports/ports.ts';
import { type Rest, sleepUntil } from '../step-result.ts';
import { beginVerification } from '../verification/begin.ts';
import { leavePlace } from './leave-place.ts';
import { publish } from './publish.ts';
import { releaseLock } from './release-lock.ts';

/** What is left to do for a request that has its final outcome: every part may be repeated by anyone. */
export async function complete(item: RequestItem, ports: OutcomePorts): Promise<Rest> {
  await releaseLock(item, ports);
  if (item.needsPlace) await leavePlace(keyOf(item), item.request.connectionId, ports.ledger);
  await beginVerification(item, ports);
  if (item.state !== 'MIGRATED') await leaveAfterCall(item, ports);
  return (await publish(item, ports)) ? { kind: 'done' } : sleepUntil('unpublished');
}
