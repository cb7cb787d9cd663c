import { valueAt } from './history.ts';
import type { ServiceError } from './service-error.ts';
import { serviceError } from './texts.ts';
import { networksOverlap } from './topology/addresses.ts';
import { isGone } from './topology/checks.ts';
import type { Settings } from './topology/settings-schema.ts';
import { transitioningUntil } from './transition.ts';
import type { HostedConnection, Parent, World } from './world.ts';

/** What became of a move. `moved` is false where the connection was there already and settings say "succeed". */
export interface MoveResult {
  readonly connection: HostedConnection;
  readonly from: string;
  readonly to: string;
  readonly moved: boolean;
}

/** A move as it is being judged. */
interface Attempt {
  readonly world: World;
  readonly settings: Settings;
  readonly connection: HostedConnection;
  readonly source: Parent;
  readonly target: Parent;
  readonly now: number;
}

type Guard = (attempt: Attempt) => ServiceError | undefined;

/** In this order: the first that objects gives the answer. */
const guards: readonly Guard[] = [
  stateForbids,
  stillTransitioning,
  targetIsMember,
  targetRefusesHosting,
  targetState,
  alreadyThere,
  otherLocation,
  otherDevice,
  targetIsFull,
  vlanConflict,
  ipConflict,
];

/**
 * Moves a hosted connection, and with it its virtual interfaces, if nothing stands against it.
 *
 * @param now milliseconds since the epoch
 * @throws {ServiceError} as the service would answer; nothing has moved then
 */
export function moveHostedConnection(world: World, connectionId: string, parentId: string, now: number): MoveResult {
  const connection = findConnection(world, connectionId, now);
  const target = findTarget(world, parentId, now);
  const source = world.parentAt(connection, now);
  const { settings } = world.topology;
  for (const guard of guards) {
    const refusal = guard({ world, settings, connection, source, target, now });
    if (refusal !== undefined) throw refusal;
  }
  const moved = source.id !== target.id || settings.sameParent === 'interrupt';
  if (moved) world.place(connectionId, target.id, now);
  return {
    connection: world.hostedConnections.get(connectionId) ?? connection,
    from: source.id,
    to: target.id,
    moved,
  };
}

function findConnection(world: World, connectionId: string, now: number): HostedConnection {
  const connection = world.hostedConnections.get(connectionId);
  if (connection !== undefined) return connection;
  throw serviceError(world.parent(connectionId, now) ? 'notHosted' : 'connectionNotFound', connectionId);
}

function findTarget(world: World, parentId: string, now: number): Parent {
  const target = world.parent(parentId, now);
  if (target !== undefined) return target;
  if (world.hostedConnections.has(parentId)) throw serviceError('notParent', parentId);
  throw serviceError(parentId.startsWith('dxlag-') ? 'lagNotFound' : 'connectionNotFound', parentId);
}

function stateForbids({ settings, connection, now }: Attempt) {
  const state = valueAt(connection.states, now);
  return settings.movableStates.includes(state) ? undefined : serviceError('connectionState', connection.id, state);
}

function stillTransitioning({ world, connection, now }: Attempt) {
  const busy = transitioningUntil(world, connection, now) !== undefined;
  return busy ? serviceError('transitioning', connection.id) : undefined;
}

function targetIsMember({ target }: Attempt) {
  return target.lagId === undefined ? undefined : serviceError('lagMember', target.id, target.lagId);
}

function targetRefusesHosting({ target }: Attempt) {
  const refuses = target.kind === 'lag' && !target.definition.allowsHostedConnections;
  return refuses ? serviceError('lagHostsNothing', target.id) : undefined;
}

function targetState({ settings, target }: Attempt) {
  const { state } = target.definition;
  return settings.hostingStates.includes(state) ? undefined : serviceError('parentState', target.id, state);
}

function alreadyThere({ settings, connection, source, target }: Attempt) {
  const refused = source.id === target.id && settings.sameParent === 'refuse';
  return refused ? serviceError('sameParent', connection.id, target.id) : undefined;
}

function otherLocation({ settings, connection, source, target }: Attempt) {
  const refused = source.location !== target.location && settings.crossLocation === 'refuse';
  return refused ? serviceError('crossLocation', connection.id, target.location) : undefined;
}

function otherDevice({ settings, connection, source, target }: Attempt) {
  const refused = source.device !== target.device && settings.crossDevice === 'refuse';
  return refused ? serviceError('crossDevice', connection.id, target.device) : undefined;
}

function targetIsFull(attempt: Attempt) {
  const { settings, target } = attempt;
  const most = settings.maxHostedConnections;
  if (most === undefined || neighbours(attempt).length < most) return undefined;
  return serviceError('capacity', target.id, most);
}

function vlanConflict(attempt: Attempt) {
  const { connection, target } = attempt;
  const { vlan } = connection.definition;
  const other = neighbours(attempt).find(({ definition }) => definition.vlan === vlan);
  return other && serviceError('vlanConflict', connection.id, vlan, target.id, other.id);
}

function ipConflict(attempt: Attempt) {
  const { world, connection, target } = attempt;
  const addresses = addressesOf(world, connection);
  for (const other of neighbours(attempt)) {
    const taken = addressesOf(world, other);
    const clash = addresses.find((address) => taken.some((candidate) => networksOverlap(address, candidate)));
    if (clash !== undefined) return serviceError('ipConflict', connection.id, clash, target.id, other.id);
  }
  return undefined;
}

/** Who else is on the target and not gone. */
function neighbours({ world, connection, target, now }: Attempt): readonly HostedConnection[] {
  return world
    .hostedOn(target.id, now)
    .filter(({ id, states }) => id !== connection.id && !isGone(valueAt(states, now)));
}

/** The networks of the peers on a connection's virtual interfaces. */
function addressesOf(world: World, connection: HostedConnection): readonly string[] {
  return world
    .virtualInterfacesOf(connection.id)
    .filter(({ state }) => !isGone(state))
    .flatMap(({ peers }) => peers.flatMap(({ amazonAddress, customerAddress }) => [amazonAddress, customerAddress]));
}
