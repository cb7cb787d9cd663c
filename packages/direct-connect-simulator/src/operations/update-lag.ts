import { reviewLinks } from '../lag-links.ts';
import { lagRecord } from '../records/parent-records.ts';
import { serviceError } from '../texts.ts';
import { count, encryptionMode, name } from '../topology/values.ts';
import type { Lag, World } from '../world.ts';
import type { ChangeOperation } from './operation.ts';
import { optionalValue, requiredLagId } from './parameters.ts';

/** No bound is documented: a value above the most members that a LAG can have is taken, and the LAG is down. */
const minimumLinks = count(0, 1000);

/**
 * Changes a LAG's name, its `minimumLinks`, and the MACsec mode of it and its members (Direct Connect API reference, UpdateLag).
 * A minimum above the links that there are is not refused: the LAG goes down.
 */
export const updateLag: ChangeOperation = ({ world, account, now }, parameters) => {
  const lagId = requiredLagId(parameters);
  const lagName = optionalValue(parameters, 'lagName', name);
  const links = optionalValue(parameters, 'minimumLinks', minimumLinks);
  const mode = optionalValue(parameters, 'encryptionMode', encryptionMode);
  const lag = account === world.topology.account ? world.lag(lagId, now) : undefined;
  if (lag === undefined) throw serviceError('lagNotFound', lagId);
  const { state, macSecCapable } = lag.definition;
  if (state === 'deleting' || state === 'deleted') throw serviceError('updateState', lagId, state);
  if (mode !== undefined && !macSecCapable) throw serviceError('notMacSecCapable', lagId);
  const definition = {
    ...lag.definition,
    name: lagName ?? lag.definition.name,
    minimumLinks: links ?? lag.definition.minimumLinks,
  };
  const changed = world.setParent({ ...lag, definition, encryptionMode: mode ?? lag.encryptionMode }, now);
  if (mode !== undefined) setModeOfMembers(world, lagId, mode, now);
  const hasLinks = world.membersOf(lagId, now).length > 0;
  const updated = links !== undefined && hasLinks ? reviewLinks(world, changed, now) : changed;
  const isSame = [lagName, links, mode].every((value) => value === undefined);
  return { answer: () => lagRecord(world, updated, now), outcome: isSame ? 'unchanged' : 'changed', moves: [] };
};

function setModeOfMembers(world: World, lagId: string, mode: Lag['encryptionMode'], now: number): void {
  for (const member of world.membersOf(lagId, now)) world.setParent({ ...member, encryptionMode: mode }, now);
}
