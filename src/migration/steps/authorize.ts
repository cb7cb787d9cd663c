import type { Reason } from '../../contract/reason.ts';
import { checkEarlierCall } from '../call/earlier-call.ts';
import { formatKey, keyOf, type RequestItem } from '../model/request-item.ts';
import { conclusiveAfter } from '../model/settings.ts';
import { owns, type Tenant } from '../model/tenants.ts';
import { reason } from '../outcome/build-outcome.ts';
import { recordBeforeCall } from '../outcome/record-outcome.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import { type Stop, sleepUntil } from '../step-result.ts';
import { clearPendingRejection, untilConfirmed } from './confirm-rejection.ts';
import { type Found, findConnection, type NotFound, searchElsewhere, sightConnection } from './find-connection.ts';
import { readHolder, waitForHolder } from './lock-holder.ts';
import { mayUseRecent } from './recent-listings.ts';
import { whyUnreleased } from './released.ts';

/** One sentence for everything that a tenant without the right may not tell apart. */
const NOT_PERMITTED: Reason = reason(
  'NOT_PERMITTED',
  'the tenant has no right to move this connection between these parents',
);

/** What a first observation on neither parent is stored as; the second one decides what is published. */
const ON_NEITHER = 'UNEXPECTED_PARENT';

const CLOSED: Reason = reason('NOT_PERMITTED', 'the tenant is closed: nothing more is moved for it');

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
  const why = whyWithoutRight(tenant, item) ?? (await whyUnreleased(item, NOT_PERMITTED, ports));
  if (!tenant || why) {
    return (await checkEarlierCall(item, remaining, ports)) ?? (await reject(item, why ?? NOT_PERMITTED, ports));
  }
  // A dry run is answered from this one observation; a real one is observed again, under the lock.
  const observe = request.dryRun ? findConnection : sightConnection;
  const observing = mayUseRecent(item) && !request.dryRun ? { directConnect: ports.recent } : ports;
  const found = await observe(request, tenant, remaining, observing);
  if (found.kind === 'notFound') return decideUnseen(item, tenant, found, remaining, ports);
  if (item.pendingRejection?.code === ON_NEITHER) await clearPendingRejection(item, ports);
  return { kind: 'authorized', tenant, found };
}

/** By the tenants file alone. */
function whyWithoutRight(tenant: Tenant | undefined, item: RequestItem): Reason | undefined {
  if (tenant?.closed) return CLOSED;
  return tenant && hasParents(tenant, item) ? undefined : NOT_PERMITTED;
}

function hasParents(tenant: Tenant, { request }: RequestItem): boolean {
  return (
    tenant.parents.includes(request.expectedParentConnectionId) && tenant.parents.includes(request.parentConnectionId)
  );
}

/**
 * On neither parent, or not the tenant's. Whether it is on another one changes the answer only at its end, between
 * UNEXPECTED_PARENT and NOT_PERMITTED: until two observations agree that it is on neither, no other parent is searched.
 */
async function decideUnseen(
  item: RequestItem,
  tenant: Tenant,
  notFound: NotFound,
  remaining: () => number,
  ports: AdvancePorts,
): Promise<Authorized | Stop> {
  if (!item.request.dryRun) {
    const wait =
      (await waitForMove(item, tenant, notFound.atMs, ports)) ??
      (await untilConfirmed(item, ON_NEITHER, notFound.atMs, ports));
    if (wait) return wait;
  }
  const found = await searchElsewhere(item.request, tenant, notFound, remaining, ports);
  if (found) return { kind: 'authorized', tenant, found };
  // The search may have taken long: what was moved meanwhile may be on none of its pictures.
  const moved = item.request.dryRun ? undefined : await waitForMove(item, tenant, notFound.atMs, ports);
  return moved ?? reject(item, NOT_PERMITTED, ports);
}

/**
 * While a connection that the ledger knows as the tenant's is being moved, or has just been, it may be missing from every
 * picture; no other tenant learns from this wait that it exists.
 */
async function waitForMove(
  item: RequestItem,
  tenant: Tenant,
  observedAtMs: number,
  ports: AdvancePorts,
): Promise<Stop | undefined> {
  const { active, ownerAccount, lastOutcomeAtMs } = await ports.ledger.readConnection(item.request.connectionId);
  if (!owns(tenant, ownerAccount)) return undefined;
  if (active && formatKey(active) !== formatKey(keyOf(item))) {
    return waitForHolder(await readHolder(active, ports), ports);
  }
  const proven = conclusiveAfter(lastOutcomeAtMs ?? 0, ports.settings);
  return observedAtMs <= proven ? sleepUntil('staleObservation', proven + 1) : undefined;
}

/** Rejects for good: by the tenants file alone, by the word of a drain, in answer to a dry run, or what two observations agree on. */
async function reject(item: RequestItem, why: Reason, ports: AdvancePorts): Promise<Stop> {
  const state = item.request.dryRun ? 'PLANNED' : 'REJECTED';
  return recordBeforeCall(item, { state, reason: why }, ports);
}
