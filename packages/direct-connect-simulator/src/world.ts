import { changedAt, entryAt, type History, historyOf, type Since, valueAt } from './history.ts';
import { deviceOf } from './topology/checks.ts';
import type {
  HostedConnectionDefinition,
  InterconnectDefinition,
  LagDefinition,
  Topology,
  VirtualInterfaceDefinition,
} from './topology/schema.ts';
import type { EncryptionMode } from './topology/values.ts';

interface Port {
  readonly id: string;
  readonly location: string;
  readonly device: string;
  /** Whether nothing gets through: its link was taken down, or a LAG has too few links, by what was changed since the start. */
  readonly isLinkDown: boolean;
  /** MACsec's, once UpdateLag has set it. */
  readonly encryptionMode?: EncryptionMode | undefined;
}

/** An interconnect as it is at some time. */
export interface Interconnect extends Port {
  readonly kind: 'interconnect';
  readonly definition: InterconnectDefinition;
  /** The LAG that it is a member of. */
  readonly lagId: string | undefined;
  /** When it last joined or left a LAG; undefined if it never did. */
  readonly interruptedAt?: number;
}

/** A LAG as it is at some time. */
export interface Lag extends Port {
  readonly kind: 'lag';
  readonly definition: LagDefinition;
  readonly lagId: undefined;
}

/** What hosts connections. */
export type Parent = Interconnect | Lag;

export type ConnectionState = HostedConnectionDefinition['state'];

/** Whether a line is up, wherever its connection is; if not, the state that shows. */
export type Outage = 'up' | 'down' | 'pending';

/** A hosted connection with everything that it has been. */
export interface HostedConnection {
  readonly id: string;
  /** What never changes. */
  readonly definition: Omit<HostedConnectionDefinition, 'parent' | 'state'>;
  /** Ids of its parents. The first is where it came to be: the topology's, or where it was allocated. */
  readonly placements: History<string>;
  readonly states: History<ConnectionState>;
  readonly outages: History<Outage>;
}

/** Where, as what and when a connection comes to be. */
export interface ConnectionStart {
  readonly parentId: string;
  readonly state: ConnectionState;
  readonly at: number;
}

/**
 * The truth at every time: changes are remembered, so that an answer can be given as of a moment ago. It allows any
 * change; whether one is possible is decided in move.ts and operations/.
 */
export interface World {
  readonly topology: Topology;
  /** @throws {Error} if there never was one of that id */
  connection(id: string): HostedConnection;
  /** All that there ever were, in the topology's order, then as they were allocated: the order of all answers. */
  readonly hostedConnections: ReadonlyMap<string, HostedConnection>;
  /** Those that had come to be by that time. */
  connections(at: number): readonly HostedConnection[];
  /** All interconnects, then all LAGs, in the topology's order. */
  parents(at: number): readonly Parent[];
  parent(id: string, at: number): Parent | undefined;
  lag(id: string, at: number): Lag | undefined;
  /** The interconnects that a LAG bundles. */
  membersOf(lagId: string, at: number): readonly Interconnect[];
  virtualInterfacesOf(connectionId: string): readonly VirtualInterfaceDefinition[];
  /** The parent of a connection at that time. */
  parentAt(connection: HostedConnection, at: number): Parent;
  hostedOn(parentId: string, at: number): readonly HostedConnection[];
  /** When the last move up to that time took place; undefined if there was none. */
  movedAt(connection: HostedConnection, at: number): number | undefined;
  place(connectionId: string, parentId: string, at: number): void;
  /** The interconnect or LAG as it is from that time on. */
  setParent<P extends Parent>(parent: P, at: number): P;
  /** Its state from that time on, which may be still to come, whatever was to come after it. */
  setState(connectionId: string, state: ConnectionState, at: number): HostedConnection;
  /** Whether its line is up, from the first of these times on, which may be still to come, whatever was to come after it. */
  setOutages(connectionId: string, outages: readonly Since<Outage>[]): HostedConnection;
  /** A connection that comes to be; its id must be new. */
  add(definition: HostedConnection['definition'], start: ConnectionStart): HostedConnection;
}

/** @throws {Error} when asked for something that is not in the topology, which callers have to rule out first */
export function createWorld(topology: Topology): World {
  const ports = new Map<string, History<Parent>>(
    [...topology.interconnects.map(toInterconnect(topology)), ...topology.lags.map(toLag)].map((parent) => [
      parent.id,
      historyOf(parent),
    ]),
  );
  const hosted = new Map(topology.hostedConnections.map((definition) => [definition.id, toHosted(definition)]));
  const connections = (at: number) => [...hosted.values()].filter(({ placements }) => placements[0].at <= at);
  const parents = (at: number) => [...ports.values()].map((history) => valueAt(history, at));
  const parent = (id: string, at: number) => {
    const history = ports.get(id);
    return history && valueAt(history, at);
  };
  const connection = (id: string) => {
    const found = hosted.get(id);
    if (found === undefined) throw new Error(`${id} is not a hosted connection`);
    return found;
  };
  const change = (id: string, to: (connection: HostedConnection) => Partial<HostedConnection>) => {
    const before = connection(id);
    const changed = { ...before, ...to(before) };
    hosted.set(id, changed);
    return changed;
  };
  return {
    topology,
    connection,
    hostedConnections: hosted,
    connections,
    parents,
    parent,
    lag: (id, at) => {
      const found = parent(id, at);
      return found?.kind === 'lag' ? found : undefined;
    },
    setParent: (next, at) => {
      const history = ports.get(next.id);
      if (history === undefined) throw new Error(`${next.id} is neither an interconnect nor a LAG`);
      ports.set(next.id, changedAt<Parent>(history, at, next));
      return next;
    },
    membersOf: (lagId, at) =>
      parents(at).flatMap((one) => (one.kind === 'interconnect' && one.lagId === lagId ? [one] : [])),
    virtualInterfacesOf: (connectionId) =>
      topology.virtualInterfaces.filter(({ connection }) => connection === connectionId),
    parentAt: ({ id, placements }, at) => {
      const found = parent(valueAt(placements, at), at);
      if (found === undefined) throw new Error(`${id} is on a parent that does not exist`);
      return found;
    },
    hostedOn: (parentId, at) => connections(at).filter(({ placements }) => valueAt(placements, at) === parentId),
    movedAt: ({ placements }, at) => {
      const placement = entryAt(placements, at);
      return placement === placements[0] ? undefined : placement.at;
    },
    place: (connectionId, parentId, at) => {
      change(connectionId, ({ placements }) => ({ placements: changedAt(placements, at, parentId) }));
    },
    setState: (connectionId, state, at) =>
      change(connectionId, ({ states }) => ({ states: changedAt(states, at, state) })),
    setOutages: (connectionId, outages) =>
      change(connectionId, ({ outages: before }) => ({
        outages: outages.reduce((history, { at, value }) => changedAt(history, at, value), before),
      })),
    add: (definition, { parentId, state, at }) => {
      const { id } = definition;
      const histories = { placements: historyOf(parentId, at), states: historyOf(state, at), outages: upFrom(at) };
      const added = { id, definition, ...histories };
      hosted.set(id, added);
      return added;
    },
  };
}

function toHosted({ parent, state, ...definition }: HostedConnectionDefinition): HostedConnection {
  const histories = { placements: historyOf(parent), states: historyOf(state), outages: upFrom() };
  return { id: definition.id, definition, ...histories };
}

function upFrom(at?: number): History<Outage> {
  return historyOf('up', at);
}

function toInterconnect(topology: Topology): (definition: InterconnectDefinition) => Interconnect {
  return (definition) => {
    const lagId = topology.lags.find(({ members }) => members.includes(definition.id))?.id;
    return { kind: 'interconnect', ...port(definition), definition, lagId };
  };
}

function toLag(definition: LagDefinition): Lag {
  return { kind: 'lag', ...port(definition), definition, lagId: undefined };
}

function port(definition: InterconnectDefinition | LagDefinition): Port {
  return { id: definition.id, location: definition.location, device: deviceOf(definition), isLinkDown: false };
}
