import type { Reason } from '../contract/reason.ts';
import { formatTime } from '../contract/time.ts';
import { type Found, type Look, lookFor } from './look.ts';
import { reason, seenIn } from './outcome.ts';
import type { Ports } from './ports.ts';
import { long } from './progress.ts';
import { clearRefusal, refuseAfterLook } from './refusal.ts';
import type { RequestItem } from './request-item.ts';
import { settleUncalled, type Turn } from './settle.ts';
import type { Tenant } from './tenants.ts';

/** One sentence for everything that a tenant without the right may not tell apart. */
const NOT_PERMITTED: Reason = reason(
  'NOT_PERMITTED',
  'the tenant has no right to move this connection between these parents',
);

/** Step 4's answer: the request may go on, with what was seen of its connection; or it has come as far as it can now. */
export type Permission = { kind: 'granted'; tenant: Tenant; look: Found } | { kind: 'turn'; turn: Turn };

/** Step 4: decided here and only here, before the connection is touched. */
export async function permit(item: RequestItem, ports: Ports): Promise<Permission> {
  const { request } = item;
  const tenant = ports.tenants.find(({ name }) => name === item.tenant);
  if (!tenant || !hasParents(tenant, item)) return turn(await refuse(item, ports));
  const look = await lookFor(request, tenant, ports);
  if (!isOwned(look, tenant)) {
    const refused = request.dryRun
      ? refuse(item, ports)
      : refuseAfterLook(item, NOT_PERMITTED, undefined, look.at, ports);
    return turn(await refused);
  }
  if (item.refused?.code === NOT_PERMITTED.code) await clearRefusal(item, ports);
  return { kind: 'granted', tenant, look };
}

/** Step 4's rest: the change window. Undefined while it is open. */
export async function keepWindow(item: RequestItem, look: Found, ports: Ports): Promise<Turn | undefined> {
  const expired = expiry(item, ports.clock());
  if (expired) return settleUncalled(item, { state: 'REJECTED', reason: expired, seen: seenIn(look) }, ports);
  const { notBefore } = item.request;
  if (notBefore !== undefined && ports.clock() < Date.parse(notBefore)) return long('window', Date.parse(notBefore));
  return undefined;
}

/** The reason of a request whose window is over. */
export function expiry({ request: { notAfter } }: RequestItem, now: number): Reason | undefined {
  if (notAfter === undefined || now <= Date.parse(notAfter)) return undefined;
  return reason('EXPIRED', `the change window ended at ${notAfter}; it was ${formatTime(now)}`);
}

function hasParents(tenant: Tenant, { request }: RequestItem): boolean {
  return (
    tenant.parents.includes(request.expectedParentConnectionId) && tenant.parents.includes(request.parentConnectionId)
  );
}

function isOwned(look: Look, tenant: Tenant): look is Found {
  return look.kind === 'found' && tenant.ownerAccounts.includes(look.record.ownerAccount ?? '');
}

/** Refuses at once: by the tenants file alone, or in answer to a dry run. */
async function refuse(item: RequestItem, ports: Ports): Promise<Turn> {
  const state = item.request.dryRun ? 'PLANNED' : 'REJECTED';
  return settleUncalled(item, { state, reason: NOT_PERMITTED }, ports);
}

function turn(turn: Turn): Permission {
  return { kind: 'turn', turn };
}
