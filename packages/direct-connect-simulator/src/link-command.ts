import * as v from 'valibot';
import type { LinkEntry } from './journal.ts';
import { reviewLinks } from './lag-links.ts';
import type { Simulation } from './simulation.ts';
import { parentId } from './topology/values.ts';
import { parentState } from './transition.ts';
import type { Interconnect, Parent, World } from './world.ts';

/** A link that is cut, or that comes up again. */
export const linkCommand = v.strictObject({
  /** An interconnect, or a LAG: all of its members then, or itself if its links were never told. */
  id: parentId,
  state: v.picklist(['down', 'up']),
});

export type LinkCommand = v.InferOutput<typeof linkCommand>;

/**
 * Takes links down or up, and with them the LAG that loses or has enough of them; each is in the journal.
 *
 * @returns undefined if there is no such parent
 */
export function setLink(simulation: Simulation, { id, state }: LinkCommand): readonly LinkEntry[] | undefined {
  const { world, clock } = simulation;
  const now = clock.now();
  const parent = world.parent(id, now);
  if (parent === undefined) return undefined;
  return linksBehind(world, parent, now).map((link) => {
    world.setParent({ ...link, isLinkDown: state === 'down' }, now);
    const lag = link.lagId === undefined ? undefined : world.lag(link.lagId, now);
    const reviewed = lag && reviewLinks(world, lag, now);
    return simulation.journal.recordLink({
      ...{ time: now, id: link.id, state },
      ...{ lagId: reviewed?.id ?? null, lagState: reviewed ? parentState(reviewed) : null },
    });
  });
}

function linksBehind(world: World, parent: Parent, now: number): readonly Parent[] {
  const members: readonly Interconnect[] = parent.kind === 'lag' ? world.membersOf(parent.id, now) : [];
  return members.length === 0 ? [parent] : members;
}
