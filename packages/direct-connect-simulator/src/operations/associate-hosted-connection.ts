import { type MoveResult, moveHostedConnection } from '../move.ts';
import type { World } from '../world.ts';
import { type Parameters, requiredConnectionId, requiredParentId } from './parameters.ts';
import { requirePartner } from './partner.ts';

/**
 * Moves a hosted connection to an interconnect or a LAG (Direct Connect API reference, AssociateHostedConnection).
 *
 * @param now milliseconds since the epoch
 * @throws {ServiceError} as the service would answer; nothing has moved then
 */
export function associateHostedConnection(
  world: World,
  account: string,
  parameters: Parameters,
  now: number,
): MoveResult {
  requirePartner(world, account);
  const connectionId = requiredConnectionId(parameters);
  const parentConnectionId = requiredParentId(parameters, 'parentConnectionId');
  return moveHostedConnection(world, connectionId, parentConnectionId, now);
}
