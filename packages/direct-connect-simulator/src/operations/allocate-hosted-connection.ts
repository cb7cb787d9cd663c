import { createHash } from 'node:crypto';
import { bandwidthRefusal } from '../bandwidth.ts';
import { capacityRefusal, findParent, hostingRefusal, occupantsOf } from '../hosting.ts';
import { connectionRecord } from '../records/connection-record.ts';
import type { ServiceError } from '../service-error.ts';
import { serviceError } from '../texts.ts';
import { accountId, hostedBandwidth, name, vlan } from '../topology/values.ts';
import type { HostedConnection, Parent, World } from '../world.ts';
import type { ChangeOperation } from './operation.ts';
import { requiredParentId, requiredValue } from './parameters.ts';
import { requirePartner } from './partner.ts';
import { readTags } from './tags.ts';

/**
 * Makes a hosted connection, which is `ordering` until its owner confirms it (Direct Connect API reference,
 * AllocateHostedConnection). `connectionId` is its parent's, an interconnect or a LAG.
 */
export const allocateHostedConnection: ChangeOperation = ({ world, account, now }, parameters) => {
  requirePartner(world, account);
  const parentId = requiredParentId(parameters, 'connectionId');
  const wanted = {
    ownerAccount: requiredValue(parameters, 'ownerAccount', accountId),
    bandwidth: requiredValue(parameters, 'bandwidth', hostedBandwidth),
    name: requiredValue(parameters, 'connectionName', name),
    vlan: requiredValue(parameters, 'vlan', vlan),
    tags: readTags(parameters),
  };
  const parent = findParent(world, parentId, now);
  const present = occupantsOf(world, parentId, now);
  const refusal =
    hostingRefusal(world, parent) ??
    capacityRefusal(world, parent, present) ??
    bandwidthRefusal(world, parent, present, [wanted.bandwidth], now) ??
    vlanTakenRefusal(wanted.vlan, parent, present);
  if (refusal !== undefined) throw refusal;
  const connection = world.add(
    { id: unusedId(world, now), hasLogicalRedundancy: 'unknown', jumboFrameCapable: true, ...wanted },
    { parentId, state: 'ordering', at: now },
  );
  return { answer: () => connectionRecord(world, connection, now, account), outcome: 'changed', moves: [] };
};

function vlanTakenRefusal(
  wanted: number,
  { id }: Parent,
  present: readonly HostedConnection[],
): ServiceError | undefined {
  const other = present.find(({ definition }) => definition.vlan === wanted);
  return other && serviceError('vlanTaken', wanted, id, other.id);
}

/** The same id for the same allocation on every run. */
function unusedId(world: World, now: number): string {
  for (let number = world.hostedConnections.size; ; number += 1) {
    const id = `dxcon-${createHash('sha256').update(`hosted/${number}`).digest('hex').slice(0, 8)}`;
    if (!world.hostedConnections.has(id) && world.parent(id, now) === undefined) return id;
  }
}
