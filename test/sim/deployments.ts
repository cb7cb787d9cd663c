import type { Tenant } from '../../src/migration/model/tenants.ts';
import type { Random } from '../support/random.ts';
import { type Lists, withOthers } from './lists.ts';
import type { Plan } from './run.ts';
import { DRAINS, LAG, TENANTS } from './topology.ts';

/** Of the second order system, without which the first goes on. */
const CHANGED = 'second';

/** The tenants files that are deployed in turn: with the second order system, without it, with fewer rights for it, and with it closed. */
const FILES: readonly (readonly Tenant[])[] = [
  TENANTS,
  // An entry is never removed: what is left of it has no rights.
  TENANTS.map((tenant) =>
    tenant.name === CHANGED ? { ...tenant, senders: [], ownerAccounts: [], parents: [] } : tenant,
  ),
  TENANTS.map((tenant) => (tenant.name === CHANGED ? without(tenant, LAG) : tenant)),
  TENANTS.map((tenant) => (tenant.name === CHANGED ? { ...tenant, closed: true } : tenant)),
];

function without(tenant: Tenant, parent: string): Tenant {
  return { ...tenant, parents: tenant.parents.filter((other) => other !== parent) };
}

/** Sometimes another version is deployed, or another tenants file, and perhaps the first one again. */
export function drawDeployments(
  random: Random,
  from: number,
  to: number,
  lists: Lists,
  hasDrains: boolean,
): Plan['changes'] {
  const times = random.chance(0.8) ? 0 : random.between(1, 3);
  return Array.from({ length: times }, (_, number) => {
    const file = withOthers(random.pick(FILES), lists);
    const tenants = hasDrains ? [...file, DRAINS] : file;
    return {
      at: random.between(from, to),
      run: ({ deployment }) => {
        deployment.serviceVersion = `0.0.${number + 1}-sim`;
        deployment.tenants = tenants;
      },
    };
  });
}
