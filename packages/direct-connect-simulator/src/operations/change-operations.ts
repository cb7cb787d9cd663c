import { allocateHostedConnection } from './allocate-hosted-connection.ts';
import { associateHostedConnection } from './associate-hosted-connection.ts';
import { confirmConnection } from './confirm-connection.ts';
import { deleteConnection } from './delete-connection.ts';
import type { ChangeOperation } from './operation.ts';

/** Every operation that changes something, by its name on the wire. */
export const changeOperations: ReadonlyMap<string, ChangeOperation> = new Map([
  ['AssociateHostedConnection', associateHostedConnection],
  ['AllocateHostedConnection', allocateHostedConnection],
  ['ConfirmConnection', confirmConnection],
  ['DeleteConnection', deleteConnection],
]);
