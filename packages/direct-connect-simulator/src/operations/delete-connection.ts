import { valueAt } from '../history.ts';
import { connectionRecord } from '../records/connection-record.ts';
import { serviceError } from '../texts.ts';
import { isGone } from '../topology/checks.ts';
import type { HostedConnection, World } from '../world.ts';
import type { ChangeOperation } from './operation.ts';
import { requiredConnectionId } from './parameters.ts';

/**
 * Takes a hosted connection away, for its owner or the partner: `deleting`, and `deleted` after `deleteMs`. One that is
 * `ordering` is `rejected` if the owner does it (Direct Connect API reference, DeleteConnection; Connection,
 * connectionState). Interconnects have an operation of their own.
 */
export const deleteConnection: ChangeOperation = ({ world, account, now }, parameters) => {
  const connection = findOwn(world, account, requiredConnectionId(parameters), now);
  const { id, definition } = connection;
  const state = valueAt(connection.states, now);
  if (state === 'deleting' || isGone(state)) throw serviceError('deleteState', id, state);
  // Direct Connect User Guide, on deleting connections.
  const carried = world.virtualInterfacesOf(id).find((one) => !isGone(one.state));
  if (carried !== undefined) throw serviceError('hasVirtualInterface', id, carried.id);
  const isDeclined = state === 'ordering' && account === definition.ownerAccount;
  const deleted = isDeclined ? world.setState(id, 'rejected', now) : startDeleting(world, id, now);
  return { answer: () => connectionRecord(world, deleted, now, account), outcome: 'changed', moves: [] };
};

function findOwn(world: World, account: string, connectionId: string, now: number): HostedConnection {
  const isPartner = account === world.topology.account;
  const connection = world.hostedConnections.get(connectionId);
  if (connection && (isPartner || connection.definition.ownerAccount === account)) return connection;
  const isInterconnect = isPartner && world.parent(connectionId, now) !== undefined;
  throw serviceError(isInterconnect ? 'notHosted' : 'connectionNotFound', connectionId);
}

function startDeleting(world: World, connectionId: string, now: number): HostedConnection {
  world.setState(connectionId, 'deleting', now);
  return world.setState(connectionId, 'deleted', now + world.topology.settings.deleteMs);
}
