import { parentState } from '../transition.ts';
import type { Interconnect, Lag, World } from '../world.ts';
import { deviceMembers, memberRecord } from './connection-record.ts';
import { tagList, type WireRecord, withoutUndefined } from './without-undefined.ts';

/** Direct Connect API reference, Interconnect. */
export function interconnectRecord(world: World, parent: Interconnect): WireRecord {
  const { definition } = parent;
  return withoutUndefined({
    interconnectId: parent.id,
    interconnectName: definition.name ?? parent.id,
    interconnectState: parentState(parent),
    region: world.topology.region,
    location: parent.location,
    bandwidth: definition.bandwidth,
    lagId: parent.lagId,
    ...deviceMembers(parent),
    hasLogicalRedundancy: definition.hasLogicalRedundancy,
    tags: tagList(definition.tags),
    providerName: definition.providerName,
    macSecCapable: definition.macSecCapable,
    encryptionMode: parent.encryptionMode,
  });
}

/** Direct Connect API reference, Lag. `connections` are its member interconnects, not what it hosts. */
export function lagRecord(world: World, parent: Lag, at: number): WireRecord {
  const { definition } = parent;
  const members = world.membersOf(parent.id, at);
  return withoutUndefined({
    lagId: parent.id,
    lagName: definition.name ?? parent.id,
    lagState: parentState(parent),
    ownerAccount: world.topology.account,
    region: world.topology.region,
    location: parent.location,
    connectionsBandwidth: definition.connectionsBandwidth,
    numberOfConnections: members.length,
    minimumLinks: definition.minimumLinks,
    allowsHostedConnections: definition.allowsHostedConnections,
    ...deviceMembers(parent),
    connections: members.map((member) => memberRecord(world, member)),
    hasLogicalRedundancy: definition.hasLogicalRedundancy,
    tags: tagList(definition.tags),
    providerName: definition.providerName,
    macSecCapable: definition.macSecCapable,
    encryptionMode: parent.encryptionMode,
  });
}
