import { deviceOf } from './topology/checks.ts';
import type {
  HostedConnectionDefinition,
  InterconnectDefinition,
  LagDefinition,
  Topology,
  VirtualInterfaceDefinition,
} from './topology/schema.ts';

/** What hosts connections: an interconnect or a LAG. */
export type Parent = (
  | { readonly kind: 'interconnect'; readonly definition: InterconnectDefinition; readonly lagId: string | undefined }
  | { readonly kind: 'lag'; readonly definition: LagDefinition; readonly lagId: undefined }
) & { readonly id: string; readonly location: string; readonly device: string };

/** That a connection came to a parent at a time (milliseconds since the epoch). */
export interface Placement {
  readonly at: number;
  readonly parentId: string;
}

/** A hosted connection with everywhere it has been, oldest first; the first placement is the topology's. */
export interface HostedConnection {
  readonly id: string;
  readonly definition: HostedConnectionDefinition;
  readonly placements: readonly [Placement, ...Placement[]];
}

/**
 * The truth about who is where, at every time: moves are remembered, so that an answer can be given as of a moment
 * ago. It allows any move; whether one is possible is decided in move.ts.
 */
export interface World {
  readonly topology: Topology;
  readonly parents: ReadonlyMap<string, Parent>;
  /** In the topology's order, which is also the order of all answers. */
  readonly hostedConnections: ReadonlyMap<string, HostedConnection>;
  virtualInterfacesOf(connectionId: string): readonly VirtualInterfaceDefinition[];
  /** The parent at that time. */
  parentAt(connection: HostedConnection, at: number): Parent;
  hostedOn(parentId: string, at: number): readonly HostedConnection[];
  /** When the last move up to that time took place; undefined if there was none. */
  movedAt(connection: HostedConnection, at: number): number | undefined;
  place(connectionId: string, parentId: string, at: number): void;
}

/** @throws {Error} when asked for something that is not in the topology, which callers have to rule out first */
export function createWorld(topology: Topology): World {
  const parents = new Map([...topology.interconnects.map(toInterconnect(topology)), ...topology.lags.map(toLag)]);
  const hosted = new Map(topology.hostedConnections.map((definition) => [definition.id, toHosted(definition)]));
  const parentAt = (connection: HostedConnection, at: number): Parent => {
    const parent = parents.get(placementAt(connection, at).parentId);
    if (parent === undefined) throw new Error(`${connection.id} is on a parent that does not exist`);
    return parent;
  };
  return {
    topology,
    parents,
    hostedConnections: hosted,
    virtualInterfacesOf: (connectionId) =>
      topology.virtualInterfaces.filter(({ connection }) => connection === connectionId),
    parentAt,
    hostedOn: (parentId, at) =>
      [...hosted.values()].filter((connection) => placementAt(connection, at).parentId === parentId),
    movedAt: (connection, at) => {
      const placement = placementAt(connection, at);
      return placement === connection.placements[0] ? undefined : placement.at;
    },
    place: (connectionId, parentId, at) => {
      const connection = hosted.get(connectionId);
      if (connection === undefined) throw new Error(`${connectionId} is not a hosted connection`);
      hosted.set(connectionId, { ...connection, placements: [...connection.placements, { at, parentId }] });
    },
  };
}

function placementAt(connection: HostedConnection, at: number): Placement {
  return connection.placements.findLast((placement) => placement.at <= at) ?? connection.placements[0];
}

function toHosted(definition: HostedConnectionDefinition): HostedConnection {
  const start: Placement = { at: Number.NEGATIVE_INFINITY, parentId: definition.parent };
  return { id: definition.id, definition, placements: [start] };
}

function toInterconnect(topology: Topology): (definition: InterconnectDefinition) => [string, Parent] {
  return (definition) => {
    const lagId = topology.lags.find(({ members }) => members.includes(definition.id))?.id;
    return [definition.id, { kind: 'interconnect', ...common(definition), definition, lagId }];
  };
}

function toLag(definition: LagDefinition): [string, Parent] {
  return [definition.id, { kind: 'lag', ...common(definition), definition, lagId: undefined }];
}

function common(definition: InterconnectDefinition | LagDefinition) {
  return { id: definition.id, location: definition.location, device: deviceOf(definition) };
}
