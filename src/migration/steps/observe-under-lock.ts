import { observeAnew, type StepResult, sleepUntil } from '../step-result.ts';
import { findConnection } from './find-connection.ts';
import { mayUseRecent } from './recent-listings.ts';
import { conclusiveFrom } from './stale-observation.ts';
import type { Run } from './step.ts';

/**
 * Observes the connection again, for now no other request can call: by listings of a moment ago as long as all that they show allows
 * the call, otherwise by listings that began with the lock, or later (docs/adr/0041-recent-listings-under-the-lock.md).
 */
export async function observeUnderLock({ item, tenant, lock, before, remaining, ports }: Run): Promise<StepResult> {
  if (!lock) throw new Error('a connection is observed under its lock before that is taken');
  const later = new Map([...(before ?? [])].filter(([, { atMs }]) => atMs >= lock.atMs));
  const observing = mayUseRecent(item) && !before ? { directConnect: ports.recent } : ports;
  const found = await findConnection(item.request, tenant, remaining, observing, later);
  const isRecent = !before && found.atMs < lock.atMs;
  const countsFrom = found.kind === 'found' ? conclusiveFrom(found, lock.connection, ports) : undefined;
  if (isRecent && (found.kind === 'notFound' || countsFrom !== undefined)) return observeAnew(found);
  // Gone since it was authorized: that step decides what it means, by a later observation.
  if (found.kind === 'notFound') return sleepUntil('staleObservation', ports.clock() + ports.settings.pollIntervalMs);
  if (countsFrom === undefined) return { kind: 'proceed', found, isRecent };
  return sleepUntil(found.onBothParents ? 'onTwoParents' : 'staleObservation', countsFrom);
}
