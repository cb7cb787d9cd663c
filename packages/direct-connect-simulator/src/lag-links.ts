import { parentState } from './transition.ts';
import type { Interconnect, Lag, World } from './world.ts';

/** How many members of a LAG carry traffic: those that are `available`. */
export function linksOf(world: World, lagId: string, now: number): number {
  return world.membersOf(lagId, now).filter(isLive).length;
}

/**
 * Takes a LAG down that has fewer links than `minimumLinks`, or none at all, and up again one that has enough; to be called
 * after a change. Direct Connect API reference, UpdateLag: below the minimum a LAG is not operational. That a LAG without
 * any link is down is assumed. One that never had members is left as the topology has it: its links were never told.
 */
export function reviewLinks(world: World, lag: Lag, now: number): Lag {
  const links = linksOf(world, lag.id, now);
  return world.setParent({ ...lag, isLinkDown: links < Math.max(1, lag.definition.minimumLinks) }, now);
}

/** Whether an interconnect's link counts among its LAG's. */
export function isLive(interconnect: Interconnect): boolean {
  return parentState(interconnect) === 'available';
}
