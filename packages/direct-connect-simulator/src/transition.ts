import { valueAt } from './history.ts';
import { isGone } from './topology/checks.ts';
import type { VirtualInterfaceDefinition } from './topology/schema.ts';
import type { HostedConnection, Interconnect, Parent, World } from './world.ts';

/** Until when (milliseconds since the epoch) a connection is in transition, as of that time; undefined if it is not. */
export function transitioningUntil(world: World, connection: HostedConnection, at: number): number | undefined {
  return until(world, connection, at, world.topology.settings.transitionMs);
}

/** The same for its virtual interfaces, which take their own time. */
export function virtualInterfacesSettlingUntil(
  world: World,
  connection: HostedConnection,
  at: number,
): number | undefined {
  return until(world, connection, at, world.topology.settings.virtualInterfaceMs);
}

/** Whether an interconnect has only just joined or left a LAG, and can do neither. */
export function isInterrupted(world: World, { interruptedAt }: Interconnect, at: number): boolean {
  return interruptedAt !== undefined && at < interruptedAt + world.topology.settings.transitionMs;
}

/** The state that Describe shows of an interconnect or LAG. */
export function parentState(parent: Parent): Parent['definition']['state'] {
  const { state } = parent.definition;
  return isLinkDown(parent) && state === 'available' ? 'down' : state;
}

/** The state that Describe shows. What is being taken away shows as that, in transition or not. */
export function connectionStateAt(world: World, connection: HostedConnection, at: number): string {
  const { stateWhileTransitioning } = world.topology.settings;
  const own = valueAt(connection.states, at);
  // Connection, connectionState: `down` is "the network link is down", and the LAG's links are the connection's.
  const state = own === 'available' && isLinkDown(world.parentAt(connection, at)) ? 'down' : own;
  if (stateWhileTransitioning === 'unchanged' || state === 'deleting' || isGone(state)) return state;
  return transitioningUntil(world, connection, at) === undefined ? state : stateWhileTransitioning;
}

/** The state of a virtual interface on the connection that Describe shows. */
export function virtualInterfaceStateAt(
  world: World,
  connection: HostedConnection,
  { state }: VirtualInterfaceDefinition,
  at: number,
): string {
  if (virtualInterfacesSettlingUntil(world, connection, at) !== undefined) return 'pending';
  return state === 'available' && isLinkDown(world.parentAt(connection, at)) ? 'down' : state;
}

/** Whether nothing gets through a LAG, for lack of links. */
export function isLinkDown(parent: Parent): boolean {
  return parent.kind === 'lag' && parent.isLinkDown;
}

function until(world: World, connection: HostedConnection, at: number, duration: number): number | undefined {
  const moved = world.movedAt(connection, at);
  return moved !== undefined && at < moved + duration ? moved + duration : undefined;
}
