import { valueAt } from '../history.ts';
import { serviceError } from '../texts.ts';
import { connectionStateAt } from '../transition.ts';
import type { ChangeOperation } from './operation.ts';
import { requiredConnectionId } from './parameters.ts';

/**
 * The owner takes a hosted connection that is `ordering`: it becomes `pending`, and `available` after `confirmMs` (Direct
 * Connect API reference, ConfirmConnection). To anyone else there is no such connection: assumed.
 */
export const confirmConnection: ChangeOperation = ({ world, account, now }, parameters) => {
  const connectionId = requiredConnectionId(parameters);
  const connection = world.hostedConnections.get(connectionId);
  if (connection?.definition.ownerAccount !== account) throw serviceError('connectionNotFound', connectionId);
  const state = valueAt(connection.states, now);
  if (state !== 'ordering') throw serviceError('confirmState', connectionId, state);
  world.setState(connectionId, 'pending', now);
  const confirmed = world.setState(connectionId, 'available', now + world.topology.settings.confirmMs);
  return {
    answer: () => ({ connectionState: connectionStateAt(world, confirmed, now) }),
    outcome: 'changed',
    moves: [],
  };
};
