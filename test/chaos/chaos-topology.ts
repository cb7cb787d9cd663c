import { parseTopology, type Topology } from '#direct-connect-simulator';
import type { TenantEntry } from '../../src/migration/model/tenants.ts';

/** A hosted connection as the plan sees it: whose it is, and where it will be if all goes well. */
export interface Line {
  readonly id: string;
  readonly tenant: string | undefined;
  readonly vlan: number;
  /** Where it can go: the parents of its site. */
  readonly parents: readonly string[];
  parent: string;
}

const SITES = [
  {
    location: 'EAST1',
    interconnects: ['dxcon-east1', 'dxcon-east2', 'dxcon-east3'],
    lags: ['dxlag-east1', 'dxlag-east2'],
  },
  {
    location: 'WEST1',
    interconnects: ['dxcon-west1', 'dxcon-west2', 'dxcon-west3'],
    lags: ['dxlag-west1', 'dxlag-west2'],
  },
] as const;

/** A parent that no tenant may use. */
export const FOREIGN_PARENT = 'dxlag-foreign1';

const PARENTS = SITES.flatMap(({ interconnects, lags }) => [...interconnects, ...lags]);

/** Three order systems. The rival knows every parent and sends for everyone's connections. */
export const TENANTS: readonly TenantEntry[] = [
  {
    name: 'alder',
    principals: [],
    senders: ['AROAALDERORDERS'],
    ownerAccounts: ['111111111111', '111122223333'],
    parents: PARENTS,
  },
  { name: 'birch', principals: [], senders: ['AROABIRCHORDERS'], ownerAccounts: ['222222222222'], parents: PARENTS },
  { name: 'rival', principals: [], senders: ['AROARIVALORDERS'], ownerAccounts: ['333333333333'], parents: PARENTS },
];

/** By the last part of their names. */
export const REQUESTS_QUEUES = TENANTS.map(({ name }) => `requests_${name}.fifo`);
export const REQUESTS_DEAD_LETTER_QUEUES = TENANTS.map(({ name }) => `requests-dlq_${name}.fifo`);

export const UNKNOWN_SENDER = 'AIDAUNKNOWNSENDER';

/** By turns, so that any ten neighbouring connections have every owner; the last is no tenant's. */
const OWNERS = [
  ...['111111111111', '222222222222', '111122223333', '222222222222', '111111111111'],
  ...['111122223333', '222222222222', '111111111111', '333333333333', '999999999999'],
];

export interface ChaosTopology {
  topology: Topology;
  lines: Line[];
}

/** Two sites with five parents each, and so many hosted connections spread over them. */
export function chaosTopology(count: number): ChaosTopology {
  const hosted = Array.from({ length: count }, (_, index) => hostedConnection(index));
  const file = {
    account: '999988887777',
    region: 'us-east-1',
    interconnects: SITES.flatMap(({ location, interconnects }) => interconnects.map((id) => ({ id, location }))),
    lags: [
      ...SITES.flatMap(({ location, lags }) => lags.map((id) => ({ id, location }))),
      { id: FOREIGN_PARENT, location: 'EAST1' },
    ],
    hostedConnections: hosted,
    virtualInterfaces: hosted.flatMap(({ id }, index) => virtualInterface(id, index)),
    // Describe lags, but less than the local stage's staleness bound of 2 s.
    settings: { transitionMs: 800, describeLagMs: 1500, throttle: { mutations: { ratePerSecond: 25, burst: 25 } } },
    tenants: TENANTS,
  };
  const topology = parseTopology(JSON.stringify(file), 'the chaos topology');
  return { topology, lines: hosted.map(toLine) };
}

function hostedConnection(index: number) {
  const { interconnects, lags } = siteOf(index);
  const parents = [...interconnects, ...lags];
  return {
    id: `dxcon-line${index}`,
    parent: parents[index % parents.length] ?? '',
    ownerAccount: OWNERS[index % OWNERS.length] ?? '',
    // Some share the VLAN of their neighbour, who is on another parent of the same site.
    vlan: 1 + ((index % 12 === 11 ? index - 1 : index) % 4094),
    state: index % 40 === 39 ? 'deleting' : 'available',
    macSec: index % 20 === 0 ? { keys: [{ secretARN: SECRET, ckn: '0123' }] } : undefined,
  };
}

/** What must never leave the process: searched for in logs and events. */
export const SECRET = 'arn:aws:secretsmanager:us-east-1:1:secret:SECRETMATERIAL';

/** Some neighbours use the same addresses. */
function virtualInterface(connection: string, index: number) {
  const pair = Math.floor(index / 2);
  if (index % 12 !== 6 && index % 12 !== 7) return [];
  const network = `169.254.${pair % 250}`;
  const peers = [{ amazonAddress: `${network}.1/30`, customerAddress: `${network}.2/30` }];
  return [{ id: `dxvif-vif${index}`, connection, asn: 65001, peers }];
}

function toLine({ id, ownerAccount, vlan, parent }: ReturnType<typeof hostedConnection>, index: number): Line {
  const { interconnects, lags } = siteOf(index);
  const tenant = TENANTS.find(({ ownerAccounts }) => ownerAccounts.includes(ownerAccount))?.name;
  return { id, tenant, vlan, parent, parents: [...interconnects, ...lags] };
}

/** Neighbours, an even and the next odd one, are on the same site. */
function siteOf(index: number): (typeof SITES)[number] {
  return SITES[Math.floor(index / 2) % 2 === 0 ? 0 : 1];
}
