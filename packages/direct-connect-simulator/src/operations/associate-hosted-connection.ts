import { moveHostedConnection } from '../move.ts';
import { connectionRecord } from '../records/connection-record.ts';
import type { ChangeOperation } from './operation.ts';
import { requiredConnectionId, requiredParentId } from './parameters.ts';
import { requirePartner } from './partner.ts';

/** Moves a hosted connection to an interconnect or a LAG (Direct Connect API reference, AssociateHostedConnection). */
export const associateHostedConnection: ChangeOperation = ({ world, account, now }, parameters) => {
  requirePartner(world, account);
  const connectionId = requiredConnectionId(parameters);
  const parentConnectionId = requiredParentId(parameters, 'parentConnectionId');
  const { from, to, moved } = moveHostedConnection(world, connectionId, parentConnectionId, now);
  return {
    answer: () => connectionRecord(world, world.connection(connectionId), now, account),
    outcome: moved ? 'moved' : 'unchanged',
    moves: moved ? [{ connectionId, from, to }] : [],
  };
};
