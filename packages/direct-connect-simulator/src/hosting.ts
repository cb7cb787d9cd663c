import { valueAt } from './history.ts';
import type { ServiceError } from './service-error.ts';
import { serviceError } from './texts.ts';
import { networksOverlap } from './topology/addresses.ts';
import { isGone } from './topology/checks.ts';
import { parentState } from './transition.ts';
import type { HostedConnection, Parent, World } from './world.ts';

/** The interconnect or LAG of that id. @throws {ServiceError} if there is none */
export function findParent(world: World, parentId: string, now: number): Parent {
  const parent = world.parent(parentId, now);
  if (parent !== undefined) return parent;
  if (world.hostedConnections.has(parentId)) throw serviceError('notParent', parentId);
  throw serviceError(parentId.startsWith('dxlag-') ? 'lagNotFound' : 'connectionNotFound', parentId);
}

/** Who is on the parent and not gone. */
export function occupantsOf(world: World, parentId: string, now: number): readonly HostedConnection[] {
  return world.hostedOn(parentId, now).filter(({ states }) => !isGone(valueAt(states, now)));
}

/** Why the parent hosts nothing more, whatever it is; undefined if it does. */
export function hostingRefusal(world: World, parent: Parent): ServiceError | undefined {
  if (parent.lagId !== undefined) return serviceError('lagMember', parent.id, parent.lagId);
  if (parent.kind === 'lag' && !parent.definition.allowsHostedConnections) {
    return serviceError('lagHostsNothing', parent.id);
  }
  const state = parentState(parent);
  return world.topology.settings.hostingStates.includes(state)
    ? undefined
    : serviceError('parentState', parent.id, state);
}

/** @param coming how many connections more there would be */
export function capacityRefusal(
  world: World,
  parent: Parent,
  present: readonly HostedConnection[],
  coming = 1,
): ServiceError | undefined {
  const most = world.topology.settings.maxHostedConnections;
  if (most === undefined || present.length + coming <= most) return undefined;
  return serviceError('capacity', parent.id, most);
}

export function vlanRefusal(
  { id, definition: { vlan } }: HostedConnection,
  parent: Parent,
  present: readonly HostedConnection[],
): ServiceError | undefined {
  const other = present.find(({ definition }) => definition.vlan === vlan);
  return other && serviceError('vlanConflict', id, vlan, parent.id, other.id);
}

export function addressRefusal(
  world: World,
  connection: HostedConnection,
  parent: Parent,
  present: readonly HostedConnection[],
): ServiceError | undefined {
  const addresses = addressesOf(world, connection);
  for (const other of present) {
    const taken = addressesOf(world, other);
    const clash = addresses.find((address) => taken.some((candidate) => networksOverlap(address, candidate)));
    if (clash !== undefined) return serviceError('ipConflict', connection.id, clash, parent.id, other.id);
  }
  return undefined;
}

/** The networks of the peers on a connection's virtual interfaces. */
function addressesOf(world: World, connection: HostedConnection): readonly string[] {
  return world
    .virtualInterfacesOf(connection.id)
    .filter(({ state }) => !isGone(state))
    .flatMap(({ peers }) => peers.flatMap(({ amazonAddress, customerAddress }) => [amazonAddress, customerAddress]));
}
