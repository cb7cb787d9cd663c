import { TENANT_NAME } from '../../contract/ids.ts';
import type { Tenant } from './tenants.ts';

/** The tenant that the requests of drains are of. No tenants file can have the name: a colon is in none. */
export const DRAINS_TENANT = 'dx-migrator:drains';

/** Whether there can be a tenant of this name: of a tenants file, or that of drains. */
export function isTenant(name: string): boolean {
  return name === DRAINS_TENANT || TENANT_NAME.pattern.test(name);
}

/**
 * What a drain's requests may touch: lines of any owner, between the parents that the stage names. What each of them may do besides is
 * asked of its drain before every call (releases.ts): the tenant alone gives no right to move anything.
 *
 * @param sender the unique id of the drain function's role
 */
export function drainsTenant(sender: string, parents: readonly string[]): Tenant {
  return { name: DRAINS_TENANT, senders: [sender], ownerAccounts: 'all', parents: [...parents] };
}
