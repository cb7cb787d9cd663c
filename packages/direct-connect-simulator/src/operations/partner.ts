import { serviceError } from '../texts.ts';
import type { World } from '../world.ts';

/**
 * Refuses everyone but the partner. The Direct Connect API reference calls an operation "Intended for use by Direct
 * Connect Partners only"; the answer to others has been quoted.
 *
 * @throws {ServiceError}
 */
export function requirePartner(world: World, account: string): void {
  if (account !== world.topology.account) throw serviceError('notPartner', account, world.topology.region);
}
