import type { Inventory, Line, OpenRequest, Port } from '../../../src/drain/plan/inventory.ts';
import { toLine } from '../../../src/drain/plan/inventory.ts';
import type { Guards } from '../../../src/migration/model/guards.ts';
import { isFinal } from '../../../src/migration/model/request-item.ts';
import type { MemoryLedger } from '../../support/memory-ledger.ts';
import { OBSERVATION_FAULTS } from '../faults.ts';
import type { Invocation } from '../invocation.ts';
import { LIST_LATENCY } from '../ports/direct-connect.ts';
import { CLOSED_LAG, EXISTING_PARENTS, FULL_LAG, INTERCONNECT } from '../topology.ts';
import type { World } from '../world.ts';

/** Of every line. */
const MBPS = 500;

/** Of each port, so that targets differ in their room. */
const PORT_MBPS: Record<string, number> = { [INTERCONNECT]: 100_000, [FULL_LAG]: 4_000 };
const USUAL_MBPS = 10_000;

const READINGS = 3;

class Unsettled extends Error {
  override name = 'LedgerUnavailable';
}

/** All that there is, as it is now. */
export function inventoryNow(world: World, ledger: MemoryLedger, now: number): Inventory {
  return {
    readAtMs: now,
    ports: ports(world, () => now),
    lines: EXISTING_PARENTS.flatMap((parent) => linesOf(world, parent, () => now)),
    guards: ledger.guards,
    openRequests: openRequests(ledger),
  };
}

/** The same as an invocation reads it: lists that each lag, until two readings in a row agree. */
export async function readInventory(
  invocation: Invocation,
  world: World,
  ledger: MemoryLedger,
  readControl: () => Promise<Guards>,
): Promise<Inventory> {
  const readAtMs = invocation.clock();
  const { freezes, cordons, closedParents } = await readControl();
  const requests = openRequests(ledger);
  let before: string | undefined;
  for (let left = READINGS; left > 0; left--) {
    const [lines, described] = await readOnce(invocation, world);
    // As the real reader does: the same lines on the same ports.
    const picture = JSON.stringify(
      lines.map(({ connectionId, parentConnectionId }) => [connectionId, parentConnectionId]),
    );
    const ids = new Set(lines.map(({ connectionId }) => connectionId));
    if (picture === before && ids.size === lines.length) {
      const guards = {
        ...(freezes && { freezes }),
        ...(cordons && { cordons }),
        ...(closedParents && { closedParents }),
      };
      invocation.trace('reads the inventory', `${lines.length} lines`);
      return { readAtMs, ports: described, lines, guards, openRequests: requests };
    }
    before = picture;
  }
  invocation.trace('finds that the lists have not settled');
  throw new Unsettled('the lists have not settled');
}

async function readOnce(invocation: Invocation, world: World): Promise<[Line[], Port[]]> {
  const { fate, time, settings } = invocation;
  const fault = fate.fault('listInventory', OBSERVATION_FAULTS);
  await invocation.reach(LIST_LATENCY, fault);
  if (fault === 'observationUnavailable' || fault === 'observationDenied')
    throw new Unsettled('nothing to be seen now');
  const at = () => time.now - (fault === 'stale' ? settings.staleMs : fate.lag());
  const lines = EXISTING_PARENTS.flatMap((parent) => linesOf(world, parent, at));
  const described = ports(world, at);
  await invocation.answer(fault);
  return [lines, described];
}

function ports(world: World, at: () => number): Port[] {
  return EXISTING_PARENTS.flatMap((id): Port[] => {
    const parent = world.describeParent(id, at());
    if (parent === 'absent') return [];
    return [
      {
        ...{ id, kind: id.startsWith('dxlag') ? 'lag' : 'interconnect', state: parent.state },
        ...(parent.memberOf === undefined ? {} : { memberOf: parent.memberOf }),
        allowsHostedConnections: parent.allowsHostedConnections && id !== CLOSED_LAG,
        linkMbps: PORT_MBPS[id] ?? USUAL_MBPS,
        ...(id.startsWith('dxlag') ? { links: [{ id: `${id}-a`, state: 'available' }], minimumLinks: 0 } : {}),
      },
    ];
  });
}

function linesOf(world: World, parent: string, at: () => number): Line[] {
  const listing = world.listing(parent, at);
  if (listing === 'absent') return [];
  return listing.flatMap((record) => {
    const line = toLine(parent, record);
    // Of the location, only ports would know what it means.
    if (!line) return [];
    const { location: _, ...rest } = line;
    return [{ ...rest, mbps: MBPS }];
  });
}

function openRequests(ledger: MemoryLedger): OpenRequest[] {
  return [...ledger.requests.values()].flatMap(({ tenant, request, state }) =>
    isFinal(state) || request.dryRun
      ? []
      : [{ connectionId: request.connectionId, tenant, requestId: request.requestId, state }],
  );
}
