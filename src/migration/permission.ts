import type { Reason } from '../contract/reason.ts';
import { readHolder, waitForHolder } from './connection.ts';
import { observeEarlierCall } from './earlier-call.ts';
import { type Found, lookFor } from './look.ts';
import { reason } from './outcome.ts';
import type { AdvancePorts } from './ports.ts';
import { long, type Turn } from './progress.ts';
import { clearRefusal, refuseAfterLook } from './refusal.ts';
import { formatKey, keyOf, type RequestItem } from './request-item.ts';
import { provesAfter } from './settings.ts';
import { settleUncalled } from './settle.ts';
import type { Tenant } from './tenants.ts';

/** One sentence for everything that a tenant without the right may not tell apart. */
const NOT_PERMITTED: Reason = reason(
  'NOT_PERMITTED',
  'the tenant has no right to move this connection between these parents',
);

/** Step 4's answer: the request may go on, with what was seen of its connection; or it has come as far as it can now. */
export type Permission = { kind: 'granted'; tenant: Tenant; look: Found } | { kind: 'turn'; turn: Turn };

/** Step 4: decided here and only here, before the connection is touched. */
export async function permit(item: RequestItem, remaining: () => number, ports: AdvancePorts): Promise<Permission> {
  const { request } = item;
  const tenant = ports.tenants.find(({ name }) => name === item.tenant);
  if (!tenant || !hasParents(tenant, item))
    return turn((await observeEarlierCall(item, ports)) ?? (await refuse(item, ports)));
  const look = await lookFor(request, tenant, remaining, ports);
  if (look.kind === 'nowhere') return turn(await refuseUnseen(item, tenant, look.at, ports));
  if (item.refused?.code === NOT_PERMITTED.code) await clearRefusal(item, ports);
  return { kind: 'granted', tenant, look };
}

function hasParents(tenant: Tenant, { request }: RequestItem): boolean {
  return (
    tenant.parents.includes(request.expectedParentConnectionId) && tenant.parents.includes(request.parentConnectionId)
  );
}

/**
 * Found nowhere, or not the tenant's. While a connection that the ledger knows as the tenant's is being moved, or has
 * just been, it may be missing from every picture; no other tenant learns from this wait that it exists.
 */
async function refuseUnseen(item: RequestItem, tenant: Tenant, lookedAt: number, ports: AdvancePorts): Promise<Turn> {
  if (item.request.dryRun) return refuse(item, ports);
  const { active, ownerAccount, lastOutcomeAt } = await ports.ledger.readConnection(item.request.connectionId);
  if (ownerAccount !== undefined && tenant.ownerAccounts.includes(ownerAccount)) {
    if (active && formatKey(active) !== formatKey(keyOf(item))) {
      return waitForHolder(await readHolder(active, ports), ports);
    }
    const proven = provesAfter(lastOutcomeAt ?? 0, ports.settings);
    if (lookedAt <= proven) return long('staleLook', proven + 1);
  }
  return refuseAfterLook(item, NOT_PERMITTED, undefined, lookedAt, ports);
}

/** Refuses at once: by the tenants file alone, or in answer to a dry run. */
async function refuse(item: RequestItem, ports: AdvancePorts): Promise<Turn> {
  const state = item.request.dryRun ? 'PLANNED' : 'REJECTED';
  return settleUncalled(item, { state, reason: NOT_PERMITTED }, ports);
}

function turn(turn: Turn): Permission {
  return { kind: 'turn', turn };
}
