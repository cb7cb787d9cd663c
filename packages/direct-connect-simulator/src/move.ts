import { bandwidthRefusal } from './bandwidth.ts';
import { addressRefusal, capacityRefusal, findParent, hostingRefusal, occupantsOf, vlanRefusal } from './hosting.ts';
import type { ServiceError } from './service-error.ts';
import { serviceError } from './texts.ts';
import type { Settings } from './topology/settings-schema.ts';
import { settledStateAt, transitioningUntil } from './transition.ts';
import type { HostedConnection, Parent, World } from './world.ts';

/** What became of a move. `moved` is false where the connection was there already and settings say "succeed". */
export interface MoveResult {
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
  targetHostsNothing,
  alreadyThere,
  otherLocation,
  otherDevice,
  targetIsFull,
  bandwidthIsUsedUp,
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
  const target = findParent(world, parentId, now);
  const source = world.parentAt(connection, now);
  const { settings } = world.topology;
  for (const guard of guards) {
    const refusal = guard({ world, settings, connection, source, target, now });
    if (refusal !== undefined) throw refusal;
  }
  const moved = source.id !== target.id || settings.sameParent === 'interrupt';
  if (moved) world.place(connectionId, target.id, now);
  return { from: source.id, to: target.id, moved };
}

function findConnection(world: World, connectionId: string, now: number): HostedConnection {
  const connection = world.hostedConnections.get(connectionId);
  if (connection !== undefined) return connection;
  throw serviceError(world.parent(connectionId, now) ? 'notHosted' : 'connectionNotFound', connectionId);
}

function stateForbids({ world, settings, connection, now }: Attempt) {
  const state = settledStateAt(world, connection, now);
  return settings.movableStates.includes(state) ? undefined : serviceError('connectionState', connection.id, state);
}

function stillTransitioning({ world, connection, now }: Attempt) {
  const busy = transitioningUntil(world, connection, now) !== undefined;
  return busy ? serviceError('transitioning', connection.id) : undefined;
}

function targetHostsNothing({ world, target }: Attempt) {
  return hostingRefusal(world, target);
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
  return capacityRefusal(attempt.world, attempt.target, neighbours(attempt));
}

function bandwidthIsUsedUp(attempt: Attempt) {
  const { world, connection, target, now } = attempt;
  return bandwidthRefusal(world, target, neighbours(attempt), [connection.definition.bandwidth], now);
}

function vlanConflict(attempt: Attempt) {
  return vlanRefusal(attempt.connection, attempt.target, neighbours(attempt));
}

function ipConflict(attempt: Attempt) {
  return addressRefusal(attempt.world, attempt.connection, attempt.target, neighbours(attempt));
}

/** Who else is on the target. */
function neighbours({ world, connection, target, now }: Attempt): readonly HostedConnection[] {
  return occupantsOf(world, target.id, now).filter(({ id }) => id !== connection.id);
}
