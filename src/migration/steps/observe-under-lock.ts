import { type StepResult, sleepUntil } from '../step-result.ts';
import { findConnection } from './find-connection.ts';
import { conclusiveFrom } from './stale-observation.ts';
import type { Run } from './step.ts';

/** Observes the connection again, for now no other request can call. */
export async function observeUnderLock({ item, tenant, remaining, ports }: Run): Promise<StepResult> {
  const found = await findConnection(item.request, tenant, remaining, ports);
  // Gone since it was authorized: that step decides what it means, by a later observation.
  if (found.kind === 'notFound') return sleepUntil('staleObservation', ports.clock() + ports.settings.pollIntervalMs);
  const connection = await ports.ledger.readConnection(item.request.connectionId);
  const countsFrom = conclusiveFrom(found, connection, ports);
  if (countsFrom !== undefined)
    return sleepUntil(found.onBothParents ? 'onTwoParents' : 'staleObservation', countsFrom);
  return { kind: 'proceed', found };
}
