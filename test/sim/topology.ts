import { DRAINS_TENANT, drainsTenant } from '../../src/migration/model/drains-tenant.ts';
import type { Tenant } from '../../src/migration/model/tenants.ts';

const OWNER = '111122223333';
/** Another account of the order systems' customers. */
const OTHER_OWNER = '444455556666';
const STRANGER = '999988887777';

export const INTERCONNECT = 'dxcon-inter1';
export const LAG = 'dxlag-second';
export const OTHER_LAG = 'dxlag-third';
/** Where a line is that carries the VLAN of another. */
export const FULL_LAG = 'dxlag-full';
/** Takes no hosted connections. */
export const CLOSED_LAG = 'dxlag-closed';
/** In the tenants' lists, but Direct Connect does not know it. */
export const GONE_LAG = 'dxlag-gone';
/** The rival's alone. */
export const RIVALS_LAG = 'dxlag-rival';

/** Where lines are moved between. */
export const PARENTS = [INTERCONNECT, LAG, OTHER_LAG] as const;

/** What Direct Connect knows. */
export const EXISTING_PARENTS = [...PARENTS, FULL_LAG, CLOSED_LAG, RIVALS_LAG] as const;

/** Made only in some runs, and then later. */
export const LATER_LINE = 'dxcon-line4';

/** Where lines are: by their owner, since they are moved between all parents. */
export const LOCATIONS = ['SimA1', 'SimB2'] as const;

export function locationOf({ ownerAccount }: Pick<Line, 'ownerAccount'>): string {
  return LOCATIONS[ownerAccount === OWNER ? 0 : 1];
}

export interface Line {
  connectionId: string;
  ownerAccount: string;
  vlan: number;
  /** Where it is at first; on no parent if it is made later. */
  parent: string | undefined;
}

/** The first and the third carry the same VLAN, so that they cannot share a parent. */
export const LINES: readonly Line[] = [
  { connectionId: 'dxcon-line1', ownerAccount: OWNER, vlan: 101, parent: INTERCONNECT },
  { connectionId: 'dxcon-line2', ownerAccount: OWNER, vlan: 102, parent: INTERCONNECT },
  { connectionId: 'dxcon-line3', ownerAccount: OWNER, vlan: 101, parent: FULL_LAG },
  { connectionId: LATER_LINE, ownerAccount: OWNER, vlan: 105, parent: undefined },
  ...[1, 2, 3, 4, 5, 6].map((number) => ({
    connectionId: `dxcon-more${number}`,
    ownerAccount: number % 2 === 0 ? OTHER_OWNER : OWNER,
    vlan: 200 + number,
    parent: PARENTS[number % PARENTS.length],
  })),
  { connectionId: 'dxcon-rival1', ownerAccount: STRANGER, vlan: 104, parent: INTERCONNECT },
];

/** Lines that only stories of many requests play with, none of which is another's: of the order systems' customers, and the rival's. */
export const CROWD: Readonly<Record<'orders' | 'rival', readonly Line[]>> = {
  orders: crowdOf('own', OWNER, 1000),
  rival: crowdOf('alien', STRANGER, 2000),
};

function crowdOf(name: string, ownerAccount: string, firstVlan: number): Line[] {
  return Array.from({ length: 500 }, (_, number) => ({
    connectionId: `dxcon-${name}${number}`,
    ownerAccount,
    vlan: firstVlan + number,
    parent: INTERCONNECT,
  }));
}

const DRAINED_OWNERS = [OWNER, OTHER_OWNER, STRANGER, ...[1, 2, 3, 4, 5].map((number) => `20000000000${number}`)];

/** How many lines each owner has that only runs with a drain have. */
const DRAINED_EACH = 6;

/**
 * Lines that only runs with a drain have; each run has some of them, where it wants. The last of each owner has the VLAN of the first:
 * these two cannot share a parent.
 */
export const DRAINED: readonly Line[] = DRAINED_OWNERS.flatMap((ownerAccount, owner) =>
  Array.from({ length: DRAINED_EACH }, (_, number) => ({
    connectionId: `dxcon-d${owner}x${number}`,
    ownerAccount,
    vlan: 3000 + 10 * owner + (number % (DRAINED_EACH - 1)),
    parent: undefined,
  })),
);

const BY_ID = new Map([...LINES, ...CROWD.orders, ...CROWD.rival, ...DRAINED].map((line) => [line.connectionId, line]));

export function lineOf(connectionId: string): Line | undefined {
  return BY_ID.get(connectionId);
}

export function ownerOf(connectionId: string): string | undefined {
  return lineOf(connectionId)?.ownerAccount;
}

/** Of the two order systems. */
export const OWN_PARENTS = [...PARENTS, FULL_LAG, CLOSED_LAG, GONE_LAG];

/** Two order systems with the same rights, and a rival on the same parents whose lines are another account's. */
export const TENANTS: readonly Tenant[] = [
  { name: 'orders', senders: ['AROAORDERSYSTEM'], ownerAccounts: [OWNER, OTHER_OWNER], parents: OWN_PARENTS },
  { name: 'second', senders: ['AROASECONDSYSTEM'], ownerAccounts: [OWNER, OTHER_OWNER], parents: OWN_PARENTS },
  { name: 'rival', senders: ['AROARIVALSYSTEM'], ownerAccounts: [STRANGER], parents: [...PARENTS, RIVALS_LAG] },
];

/** The parents that drains may move lines between. */
export const DRAIN_PARENTS = [...PARENTS, FULL_LAG, RIVALS_LAG];

/** Of the drain function's role. */
export const DRAINS: Tenant = drainsTenant('AROADRAINS', DRAIN_PARENTS);

/** Those whose queues there are. */
export const SENDING: readonly Tenant[] = [...TENANTS, DRAINS];

export function isOfDrain({ tenant }: { tenant: string }): boolean {
  return tenant === DRAINS_TENANT;
}

/** Whether a tenant may move the connection between these parents: what the service has to find out by itself. */
export function hasRight(
  tenants: readonly Tenant[],
  tenantName: string,
  request: { connectionId: string; expectedParentConnectionId: string; parentConnectionId: string },
): boolean {
  const tenant = tenants.find(({ name }) => name === tenantName);
  const line = lineOf(request.connectionId);
  if (!tenant || tenant.closed || !line) return false;
  const parents = [request.expectedParentConnectionId, request.parentConnectionId];
  const isOwner = tenant.ownerAccounts === 'all' || tenant.ownerAccounts.includes(line.ownerAccount);
  return isOwner && parents.every((parent) => tenant.parents.includes(parent));
}
