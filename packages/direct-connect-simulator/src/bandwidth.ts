import { isLive, linksOf } from './lag-links.ts';
import type { ServiceError } from './service-error.ts';
import { serviceError } from './texts.ts';
import type { HostedConnection, Interconnect, Parent, World } from './world.ts';

/**
 * Whether the hosted connections on a parent would be more than `capacityFactor` times its bandwidth. That AWS compares
 * them at all is assumed: the Direct Connect API reference, AllocateHostedConnection, says that it polices bandwidth, not
 * how much of it a port may promise.
 *
 * @param present who is on it
 * @param coming the bandwidths of those that would come
 * @param joining the interconnect that would take them into the LAG, as a link of it
 */
export function bandwidthRefusal(
  world: World,
  parent: Parent,
  present: readonly HostedConnection[],
  coming: readonly string[],
  now: number,
  joining?: Interconnect,
): ServiceError | undefined {
  const { capacityFactor } = world.topology.settings;
  const own = mbpsOf(world, parent, now, joining);
  if (capacityFactor === 0 || own === undefined) return undefined;
  const needed = [...present.map(({ definition }) => definition.bandwidth), ...coming]
    .map(mbps)
    .reduce((sum, one) => sum + one, 0);
  const capacity = own * capacityFactor;
  return needed <= capacity ? undefined : serviceError('bandwidth', parent.id, capacity, needed);
}

/** The bandwidth of an interconnect, or of the live links of a LAG; undefined for a LAG whose links were never told. */
function mbpsOf(world: World, parent: Parent, now: number, joining?: Interconnect): number | undefined {
  if (parent.kind === 'interconnect') return mbps(parent.definition.bandwidth);
  const hasLinks = joining !== undefined || parent.isLinkDown || world.membersOf(parent.id, now).length > 0;
  if (!hasLinks) return undefined;
  const links = linksOf(world, parent.id, now) + (joining && isLive(joining) ? 1 : 0);
  return links * mbps(parent.definition.connectionsBandwidth);
}

function mbps(bandwidth: string): number {
  const value = Number.parseInt(bandwidth, 10);
  return bandwidth.endsWith('Gbps') ? value * 1000 : value;
}
