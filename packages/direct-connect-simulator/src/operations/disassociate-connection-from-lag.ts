import { isLive, linksOf, reviewLinks } from '../lag-links.ts';
import { memberRecord } from '../records/connection-record.ts';
import { serviceError } from '../texts.ts';
import { isInterrupted } from '../transition.ts';
import type { Interconnect, Lag, World } from '../world.ts';
import type { ChangeOperation } from './operation.ts';
import { requiredConnectionId, requiredLagId } from './parameters.ts';

/**
 * Takes an interconnect out of a LAG. It stands alone then, and what the LAG hosts stays with the LAG (Direct Connect API
 * reference, DisassociateConnectionFromLag).
 */
export const disassociateConnectionFromLag: ChangeOperation = ({ world, account, now }, parameters) => {
  const connectionId = requiredConnectionId(parameters);
  const lagId = requiredLagId(parameters);
  const isPartner = account === world.topology.account;
  const isKnown = world.parent(connectionId, now) ?? world.hostedConnections.get(connectionId);
  if (!isPartner || !isKnown) throw serviceError('noSuchConnection');
  const lag = world.lag(lagId, now);
  if (lag === undefined) throw serviceError('noSuchLag');
  const member = world.membersOf(lagId, now).find(({ id }) => id === connectionId);
  if (member === undefined) throw serviceError('notMember', connectionId, lagId);
  if (isInterrupted(world, member, now)) throw serviceError('transitioning', connectionId);
  if (isNeeded(world, member, lag, now)) {
    throw serviceError('belowMinimumLinks', connectionId, lagId, lag.definition.minimumLinks);
  }
  const alone = world.setParent({ ...member, lagId: undefined, interruptedAt: now }, now);
  reviewLinks(world, lag, now);
  return { answer: () => memberRecord(world, alone), outcome: 'changed', moves: [] };
};

/** The last member may always go, and one that carries no traffic takes nothing from the LAG. */
function isNeeded(world: World, member: Interconnect, lag: Lag, now: number): boolean {
  if (world.membersOf(lag.id, now).length === 1 || !isLive(member)) return false;
  return linksOf(world, lag.id, now) - 1 < lag.definition.minimumLinks;
}
