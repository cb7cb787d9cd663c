import { OBSERVE_ANEW, type StepResult, sleepUntil } from '../step-result.ts';
import { findConnection } from './find-connection.ts';
import { mayUseRecent } from './recent-listings.ts';
import { conclusiveFrom } from './stale-observation.ts';
import type { Run } from './step.ts';

/**
 * Observes the connection again, for now no other request can call: by listings of a moment ago as long as all that they show allows
 * the call, otherwise by listings that began under the lock (docs/adr/0041-recent-listings-under-the-lock.md).
 */
export async function observeUnderLock({ item, tenant, lock, isAnew, remaining, ports }: Run): Promise<StepResult> {
  if (!lock) throw new Error('a connection is observed under its lock before that is taken');
  const recent = () => ({ directConnect: ports.recent(isAnew ? lock.atMs : undefined) });
  const found = await findConnection(item.request, tenant, remaining, mayUseRecent(item) ? recent() : ports);
  const isRecent = !isAnew && found.atMs <= lock.atMs;
  if (found.kind === 'notFound') {
    // Gone since it was authorized: that step decides what it means, by a later observation.
    return isRecent ? OBSERVE_ANEW : sleepUntil('staleObservation', ports.clock() + ports.settings.pollIntervalMs);
  }
  const countsFrom = conclusiveFrom(found, lock.connection, ports);
  if (countsFrom === undefined) return { kind: 'proceed', found, isRecent };
  if (isRecent) return OBSERVE_ANEW;
  return sleepUntil(found.onBothParents ? 'onTwoParents' : 'staleObservation', countsFrom);
}
