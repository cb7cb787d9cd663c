import { allocateHostedConnection } from './allocate-hosted-connection.ts';
import { associateConnectionWithLag } from './associate-connection-with-lag.ts';
import { associateHostedConnection } from './associate-hosted-connection.ts';
import { confirmConnection } from './confirm-connection.ts';
import { deleteConnection } from './delete-connection.ts';
import { disassociateConnectionFromLag } from './disassociate-connection-from-lag.ts';
import type { ChangeOperation } from './operation.ts';
import { updateLag } from './update-lag.ts';

/** Every operation that changes something, by its name on the wire. */
export const changeOperations: ReadonlyMap<string, ChangeOperation> = new Map([
  ['AssociateHostedConnection', associateHostedConnection],
  ['AllocateHostedConnection', allocateHostedConnection],
  ['ConfirmConnection', confirmConnection],
  ['DeleteConnection', deleteConnection],
  ['AssociateConnectionWithLag', associateConnectionWithLag],
  ['DisassociateConnectionFromLag', disassociateConnectionFromLag],
  ['UpdateLag', updateLag],
]);
