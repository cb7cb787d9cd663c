import { linksOf } from './lag-links.ts';
import { connectionStateAt, parentState, transitioningUntil, virtualInterfaceStateAt } from './transition.ts';
import type { HostedConnection, Parent, World } from './world.ts';

/** A hosted connection as it is now. Times are milliseconds since the epoch. */
export interface HostedConnectionView {
  readonly id: string;
  readonly name: string;
  readonly ownerAccount: string;
  readonly vlan: number;
  readonly bandwidth: string;
  readonly state: string;
  /** Null when it is not in transition. */
  readonly transitioningUntil: number | null;
  readonly virtualInterfaces: readonly { readonly id: string; readonly state: string }[];
}

/** An interconnect or LAG and what is on it. */
export interface ParentView {
  readonly id: string;
  readonly kind: 'interconnect' | 'lag';
  readonly name: string;
  readonly location: string;
  readonly device: string;
  readonly bandwidth: string;
  readonly state: string;
  /** Of an interconnect: the LAG it is a member of. */
  readonly lagId: string | null;
  /** Of a LAG: how many of its members are up. */
  readonly liveLinks: number | null;
  readonly hostedConnections: readonly HostedConnectionView[];
}

/** The truth, without any lag. */
export interface TopologyView {
  readonly time: number;
  readonly account: string;
  readonly region: string;
  readonly parents: readonly ParentView[];
}

/** @param now milliseconds since the epoch */
export function viewTopology(world: World, now: number): TopologyView {
  const { account, region } = world.topology;
  return { time: now, account, region, parents: world.parents(now).map((parent) => view(world, parent, now)) };
}

function view(world: World, parent: Parent, now: number): ParentView {
  const { definition, id, kind, location, device } = parent;
  return {
    id,
    kind,
    name: definition.name ?? id,
    location,
    device,
    bandwidth: parent.kind === 'lag' ? parent.definition.connectionsBandwidth : parent.definition.bandwidth,
    state: parentState(parent),
    lagId: parent.lagId ?? null,
    liveLinks: parent.kind === 'lag' ? linksOf(world, id, now) : null,
    hostedConnections: world.hostedOn(id, now).map((connection) => viewHosted(world, connection, now)),
  };
}

function viewHosted(world: World, connection: HostedConnection, now: number): HostedConnectionView {
  const { id, definition } = connection;
  return {
    id,
    name: definition.name ?? id,
    ownerAccount: definition.ownerAccount,
    vlan: definition.vlan,
    bandwidth: definition.bandwidth,
    state: connectionStateAt(world, connection, now),
    transitioningUntil: transitioningUntil(world, connection, now) ?? null,
    virtualInterfaces: world
      .virtualInterfacesOf(id)
      .map((one) => ({ id: one.id, state: virtualInterfaceStateAt(world, connection, one, now) })),
  };
}
