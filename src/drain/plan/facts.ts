import { formatTime } from '../../contract/time.ts';
import type { FreezeFacts, LineFacts, OrderFacts, PlanFacts, PortFacts, SiblingFacts } from './facts-schema.ts';
import type { Line, Port } from './inventory.ts';
import { byText } from './words.ts';
import { deviceOf, GONE, linesOnSource, presentOn, type World } from './world.ts';

/** What a plan of this world rests on, beside the lines on the source themselves. */
export function factsOf(world: World): PlanFacts {
  const siblings = siblingsOf(world);
  const ports = new Map([world.source, ...world.targets].map((port) => [port.id, port]));
  return {
    ports: [...ports.values()].toSorted(byText(({ id }) => id)).map((port) => portFactsOf(port, world)),
    siblings,
    freezes: world.freezes.filter(({ location, parent }) => concerns(world, location, parent)).map(toFreezeFacts),
    orders: ordersFor([...linesOnSource(world), ...siblings], world),
  };
}

/** Of a line, what the planner goes by. */
export function lineFactsOf({ connectionId: _id, parentConnectionId: _parent, vlan, mbps, ...rest }: Line): LineFacts {
  return {
    ...rest,
    ...(vlan !== undefined && isCount(vlan) ? { vlan } : {}),
    ...(mbps !== undefined && Number.isFinite(mbps) && mbps >= 0 ? { mbps } : {}),
  };
}

function portFactsOf({ links, ...port }: Port, world: World): PortFacts {
  const present = presentOn(world, port.id);
  const isKnown = present.every(({ mbps }) => mbps !== undefined);
  const { cordons = {}, closedParents = {} } = world.inventory.guards;
  return {
    ...port,
    ...(links ? { links: links.map(({ id, state }) => ({ id, state })).toSorted(byText(({ id }) => id)) } : {}),
    lines: present.length,
    ...(isKnown ? { usedMbps: present.reduce((sum, { mbps = 0 }) => sum + mbps, 0) } : {}),
    vlans: [...new Set(present.flatMap(({ vlan }) => (vlan !== undefined && isCount(vlan) ? [vlan] : [])))].toSorted(
      (a, b) => a - b,
    ),
    ...(Object.hasOwn(cordons, port.id) ? { cordoned: true } : {}),
    ...(Object.hasOwn(closedParents, port.id) ? { closed: true } : {}),
  };
}

/** Elsewhere, what must not be down together with a line of the source. */
function siblingsOf(world: World): SiblingFacts[] {
  const found = new Map<string, Line>();
  for (const line of linesOnSource(world).filter(({ state }) => !GONE.has(state))) {
    for (const other of world.siblings.of(line)) {
      if (other.parentConnectionId !== world.source.id) found.set(other.connectionId, other);
    }
  }
  return [...found.values()].toSorted(byText(({ connectionId }) => connectionId)).map((line) => {
    const group = world.rows.get(line.connectionId)?.group;
    const { connectionId, parentConnectionId, ownerAccount, state } = line;
    const logicalDevice = deviceOf(line, world);
    return {
      connectionId,
      parentConnectionId,
      ...(ownerAccount === undefined ? {} : { ownerAccount }),
      ...(group === undefined ? {} : { group }),
      state,
      ...(logicalDevice === undefined ? {} : { logicalDevice }),
    };
  });
}

function ordersFor(lines: readonly { connectionId: string }[], { openRequests }: World): OrderFacts[] {
  return lines
    .flatMap(({ connectionId }) => openRequests.get(connectionId) ?? [])
    .map(({ connectionId, tenant, requestId, state }) => ({ connectionId, tenant, requestId, state }))
    .toSorted(byText(({ connectionId, tenant, requestId }) => `${connectionId} ${tenant} ${requestId}`));
}

/** Whether a freeze may keep a line of the source, or one to a target, waiting. */
function concerns({ source, targets }: World, location: string | undefined, parent: string | undefined): boolean {
  const isHere = location === undefined || source.location === undefined || location === source.location;
  return isHere && (parent === undefined || parent === source.id || targets.some(({ id }) => id === parent));
}

function toFreezeFacts({ name, fromMs, untilMs, location, parent }: World['freezes'][number]): FreezeFacts {
  return {
    name,
    from: formatTime(fromMs),
    until: formatTime(untilMs),
    ...(location === undefined ? {} : { location }),
    ...(parent === undefined ? {} : { parent }),
  };
}

function isCount(number: number): boolean {
  return Number.isInteger(number) && number >= 0 && number <= 65_535;
}
