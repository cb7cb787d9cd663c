import { valueAt } from './history.ts';
import { isGone } from './topology/checks.ts';
import type { HostedConnection, World } from './world.ts';

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

/** The state that Describe shows. What is being taken away shows as that, in transition or not. */
export function connectionStateAt(world: World, connection: HostedConnection, at: number): string {
  const { stateWhileTransitioning } = world.topology.settings;
  const state = valueAt(connection.states, at);
  if (stateWhileTransitioning === 'unchanged' || state === 'deleting' || isGone(state)) return state;
  return transitioningUntil(world, connection, at) === undefined ? state : stateWhileTransitioning;
}

function until(world: World, connection: HostedConnection, at: number, duration: number): number | undefined {
  const moved = world.movedAt(connection, at);
  return moved !== undefined && at < moved + duration ? moved + duration : undefined;
}
