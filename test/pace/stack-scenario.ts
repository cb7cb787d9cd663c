import { parseTopology, type Topology } from '#direct-connect-simulator';
import type { RequestLine } from '../../local/demo/requests-file.ts';
import { formatTime } from '../../src/contract/time.ts';
import type { TenantEntry } from '../../src/migration/model/tenants.ts';

/** One run on the local stack: who asks for what. */
export interface StackScenario {
  /** `callsPerSecond`. */
  rate: number;
  /** What Direct Connect takes, in calls a second, with a burst of two. */
  apiRate: number;
  /** Requests of each tenant, a line each, all due at one time; those of the first are sent first. */
  tenants: Record<string, number>;
  /** How long before they are due they are sent, in seconds. */
  lead: number;
  /** What is packaged: `local`, with the waits of that stage, or any other, with those that the service ships with. */
  stage: string;
}

const BURST = 2;
/** Interconnects that lines come from, and LAGs that they go to. */
const PAIRS = 5;

/** A line to move. */
interface Line {
  id: string;
  tenant: string;
  pair: number;
  vlan: number;
}

/** Lines of every tenant on every interconnect. */
export function stackTopology(scenario: StackScenario): Topology {
  const pairs = Array.from({ length: PAIRS }, (_, pair) => pair);
  const names = Object.keys(scenario.tenants);
  const parents = pairs.flatMap((pair) => [from(pair), to(pair)]);
  const tenants: TenantEntry[] = names.map((name) => ({
    ...{ name, principals: [], senders: [senderOf(name)], parents },
    ownerAccounts: pairs.map((pair) => accountOf(names.indexOf(name), pair)),
  }));
  const file = {
    account: '999988887777',
    interconnects: pairs.map((pair) => ({ id: from(pair), location: 'EqDC2' })),
    lags: pairs.map((pair) => ({ id: to(pair), location: 'EqDC2' })),
    hostedConnections: linesOf(scenario).map(({ id, tenant, pair, vlan }) => ({
      ...{ id, vlan, parent: from(pair), ownerAccount: accountOf(names.indexOf(tenant), pair) },
    })),
    settings: { throttle: { mutations: { ratePerSecond: scenario.apiRate, burst: BURST } } },
    tenants,
  };
  return parseTopology(JSON.stringify(file), 'the topology of the pace');
}

/** A message for each line. @param dueAtMs when all of them are due, in milliseconds since the epoch */
export function stackRequests(scenario: StackScenario, dueAtMs: number): RequestLine[] {
  const [requestedAt, notBefore] = [formatTime(Date.now()), formatTime(dueAtMs)];
  return linesOf(scenario).map(({ id, tenant, pair }, index) => ({
    line: index + 1,
    sender: senderOf(tenant),
    body: JSON.stringify({
      ...{ schemaVersion: '1', requestId: `move-${id}`, connectionId: id, requestedAt, notBefore },
      ...{ expectedParentConnectionId: from(pair), parentConnectionId: to(pair) },
    }),
  }));
}

/** The tenant whose line it is. */
export function tenantOf(connectionId: string): string {
  return /^dxcon-([a-z]+)\d+$/.exec(connectionId)?.[1] ?? '';
}

function linesOf({ tenants }: StackScenario): Line[] {
  const own = Object.entries(tenants).flatMap(([tenant, count]) =>
    Array.from({ length: count }, (_, index) => ({ tenant, id: `dxcon-${tenant}${index}` })),
  );
  return own.map((line, index) => ({ ...line, pair: index % PAIRS, vlan: 2 + index }));
}

function from(pair: number): string {
  return `dxcon-old${pair}`;
}

function to(pair: number): string {
  return `dxlag-new${pair}`;
}

function senderOf(tenant: string): string {
  return `AROA${tenant.toUpperCase()}ORDERS`;
}

/** An owner's lines are on one interconnect, so that none waits for those on another (redundancyLock). */
function accountOf(tenant: number, pair: number): string {
  return String(111_122_223_300 + tenant * PAIRS + pair);
}
