import { valueAt } from './history.ts';
import { isGone } from './topology/checks.ts';
import type { VirtualInterfaceDefinition } from './topology/schema.ts';
import type { ConnectionState, HostedConnection, Interconnect, Parent, World } from './world.ts';

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
  return parent.isLinkDown && state === 'available' ? 'down' : state;
}

/** The state that Describe shows. What is being taken away shows as that, in transition or not. */
export function connectionStateAt(world: World, connection: HostedConnection, at: number): string {
  const { stateWhileTransitioning } = world.topology.settings;
  const state = settledStateAt(world, connection, at);
  if (stateWhileTransitioning === 'unchanged' || state === 'deleting' || isGone(state)) return state;
  return transitioningUntil(world, connection, at) === undefined ? state : stateWhileTransitioning;
}

/** The same, in transition or not. */
export function settledStateAt(world: World, connection: HostedConnection, at: number): ConnectionState {
  const own = valueAt(connection.states, at);
  if (own !== 'available') return own;
  // Connection, connectionState: `down` is "the network link is down", and the parent's link is the connection's.
  if (world.parentAt(connection, at).isLinkDown) return 'down';
  const outage = valueAt(connection.outages, at);
  return outage === 'up' ? own : outage;
}

/** Whether nothing gets through a line: it is down itself, or what it is on. */
export function isLineDown(world: World, connection: HostedConnection, at: number): boolean {
  return world.parentAt(connection, at).isLinkDown || valueAt(connection.outages, at) !== 'up';
}

/** The state of a virtual interface on the connection that Describe shows. */
export function virtualInterfaceStateAt(
  world: World,
  connection: HostedConnection,
  { state }: VirtualInterfaceDefinition,
  at: number,
): string {
  if (virtualInterfacesSettlingUntil(world, connection, at) !== undefined) return 'pending';
  return state === 'available' && isLineDown(world, connection, at) ? 'down' : state;
}

function until(world: World, connection: HostedConnection, at: number, duration: number): number | undefined {
  const moved = world.movedAt(connection, at);
  return moved !== undefined && at < moved + duration ? moved + duration : undefined;
}
