import type { Reason } from '../../contract/reason.ts';
import { checkEarlierCall } from '../call/earlier-call.ts';
import { formatKey, keyOf, type RequestItem } from '../model/request-item.ts';
import { conclusiveAfter } from '../model/settings.ts';
import type { Tenant } from '../model/tenants.ts';
import { reason } from '../outcome/build-outcome.ts';
import { recordBeforeCall } from '../outcome/record-outcome.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import { type Stop, sleepUntil } from '../step-result.ts';
import { clearPendingRejection, rejectOnceConfirmed } from './confirm-rejection.ts';
import { type Found, findConnection, sightConnection } from './find-connection.ts';
import { readHolder, waitForHolder } from './lock-holder.ts';

/** One sentence for everything that a tenant without the right may not tell apart. */
const NOT_PERMITTED: Reason = reason(
  'NOT_PERMITTED',
  'the tenant has no right to move this connection between these parents',
);

/** The request may go on, with what was found of its connection. */
export interface Authorized {
  kind: 'authorized';
  tenant: Tenant;
  found: Found;
}

/** The right to a move: decided here and only here, before the connection is touched. */
export async function authorize(
  item: RequestItem,
  remaining: () => number,
  ports: AdvancePorts,
): Promise<Authorized | Stop> {
  const { request } = item;
  const tenant = ports.tenants.find(({ name }) => name === item.tenant);
  if (!tenant || !hasParents(tenant, item)) {
    return (await checkEarlierCall(item, remaining, ports)) ?? (await reject(item, ports));
  }
  // A dry run is answered from this one observation; a real one is observed again, under the lock.
  const observe = request.dryRun ? findConnection : sightConnection;
  const found = await observe(request, tenant, remaining, ports);
  if (found.kind === 'notFound') return rejectUnseen(item, tenant, found.atMs, ports);
  if (item.pendingRejection?.code === NOT_PERMITTED.code) await clearPendingRejection(item, ports);
  return { kind: 'authorized', tenant, found };
}

function hasParents(tenant: Tenant, { request }: RequestItem): boolean {
  return (
    tenant.parents.includes(request.expectedParentConnectionId) && tenant.parents.includes(request.parentConnectionId)
  );
}

/**
 * Not found, or not the tenant's. While a connection that the ledger knows as the tenant's is being moved, or has
 * just been, it may be missing from every picture; no other tenant learns from this wait that it exists.
 */
async function rejectUnseen(
  item: RequestItem,
  tenant: Tenant,
  observedAtMs: number,
  ports: AdvancePorts,
): Promise<Stop> {
  if (item.request.dryRun) return reject(item, ports);
  const { active, ownerAccount, lastOutcomeAtMs } = await ports.ledger.readConnection(item.request.connectionId);
  if (ownerAccount !== undefined && tenant.ownerAccounts.includes(ownerAccount)) {
    if (active && formatKey(active) !== formatKey(keyOf(item))) {
      return waitForHolder(await readHolder(active, ports), ports);
    }
    const proven = conclusiveAfter(lastOutcomeAtMs ?? 0, ports.settings);
    if (observedAtMs <= proven) return sleepUntil('staleObservation', proven + 1);
  }
  return rejectOnceConfirmed(item, NOT_PERMITTED, undefined, observedAtMs, ports);
}

/** Rejects at once: by the tenants file alone, or in answer to a dry run. */
async function reject(item: RequestItem, ports: AdvancePorts): Promise<Stop> {
  const state = item.request.dryRun ? 'PLANNED' : 'REJECTED';
  return recordBeforeCall(item, { state, reason: NOT_PERMITTED }, ports);
}
