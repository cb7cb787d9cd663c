import { freezeText } from './check-line.ts';
import type { Port } from './inventory.ts';
import type { TargetReason } from './reasons.ts';
import { bandwidthOf, liveLinks } from './room.ts';
import { plural, some } from './words.ts';
import { presentOn, type World } from './world.ts';

/** Why nothing can be moved to a target, whatever the line. */
export function targetReasons(port: Port, world: World): TargetReason[] {
  return [isSource, state, hosting, membership, links, cordon, closure, freeze, capacity].flatMap(
    (check) => check(port, world) ?? [],
  );
}

function isSource({ id }: Port, { source }: World): TargetReason | undefined {
  if (id !== source.id) return undefined;
  return { code: 'IS_SOURCE', why: 'it is the source', help: 'leave it out of the targets' };
}

function state({ state }: Port): TargetReason | undefined {
  if (state === 'available') return undefined;
  return {
    code: 'STATE',
    why: state === 'unknown' ? 'Direct Connect does not say its state' : `it is in state ${state}`,
    help: 'wait until it is available, or name another target',
  };
}

function hosting({ allowsHostedConnections }: Port): TargetReason | undefined {
  if (allowsHostedConnections) return undefined;
  return { code: 'HOSTS_NONE', why: 'it takes no hosted connections', help: 'name another target' };
}

function membership({ memberOf }: Port): TargetReason | undefined {
  if (memberOf === undefined) return undefined;
  return { code: 'LAG_MEMBER', why: `it is a member of ${memberOf}`, help: `name ${memberOf} as the target` };
}

/** One that has no link to spare loses all of its lines with the next link. */
function links(port: Port): TargetReason | undefined {
  const live = liveLinks(port);
  const { kind, minimumLinks = 0 } = port;
  if (kind !== 'lag' || live === undefined || live > minimumLinks) return undefined;
  const limit = minimumLinks > 0 ? `, and it goes down with fewer than ${minimumLinks}` : '';
  return {
    code: 'LINKS',
    why: `${plural(live, 'link is', 'links are')} up${limit}`,
    help: `bring up another link${live > 0 ? ', or lower its minimumLinks' : ''}`,
  };
}

function cordon({ id }: Port, { inventory }: World): TargetReason | undefined {
  const cordon = Object.hasOwn(inventory.guards.cordons ?? {}, id);
  if (!cordon) return undefined;
  return {
    code: 'CORDONED',
    why: 'it is cordoned: it is being emptied itself',
    help: `dxm uncordon ${id}, if it is not`,
  };
}

function closure({ id }: Port, { inventory }: World): TargetReason | undefined {
  const closed = Object.hasOwn(inventory.guards.closedParents ?? {}, id);
  if (!closed) return undefined;
  return {
    code: 'CLOSED',
    why: 'it is closed: nothing is moved to it',
    help: `find out why; then dxm parent open ${id}`,
  };
}

function freeze({ id }: Port, { freezes }: World): TargetReason | undefined {
  const met = freezes.filter(({ parent }) => parent === id);
  if (met.length === 0) return undefined;
  return {
    code: 'FROZEN',
    why: `the window meets ${some(met.map(freezeText))}`,
    help: 'choose another window, or have the freeze ended',
  };
}

function capacity(port: Port, world: World): TargetReason | undefined {
  const help = 'read the inventory again; if it stays so, name another target';
  if (bandwidthOf(port, world.rules) === undefined)
    return { code: 'CAPACITY_UNKNOWN', why: 'Direct Connect does not say its bandwidth, or its links', help };
  const silent = presentOn(world, port.id).filter(({ mbps, vlan }) => mbps === undefined || vlan === undefined);
  if (silent.length === 0) return undefined;
  const ids = some(silent.map(({ connectionId }) => connectionId));
  return {
    code: 'CAPACITY_UNKNOWN',
    why: `Direct Connect does not say the bandwidth or the VLAN of ${ids} on it`,
    help,
  };
}
