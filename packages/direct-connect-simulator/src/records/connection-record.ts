import { connectionStateAt, parentState } from '../transition.ts';
import type { HostedConnection, Interconnect, Parent, World } from '../world.ts';
import { tagList, type WireRecord, withoutUndefined } from './without-undefined.ts';

/**
 * A hosted connection as `Connection` (Direct Connect API reference, Connection). It names no parent: only a LAG shows,
 * as `lagId`. Tags belong to the owner and are hidden from the partner.
 *
 * @param at the moment whose truth is told, milliseconds since the epoch
 * @param viewer the account that asks
 */
export function connectionRecord(world: World, connection: HostedConnection, at: number, viewer: string): WireRecord {
  const { definition } = connection;
  const { region, partnerName } = world.topology;
  const parent = world.parentAt(connection, at);
  return withoutUndefined({
    ownerAccount: definition.ownerAccount,
    connectionId: connection.id,
    connectionName: definition.name ?? connection.id,
    connectionState: connectionStateAt(world, connection, at),
    region,
    location: parent.location,
    bandwidth: definition.bandwidth,
    vlan: definition.vlan,
    partnerName,
    // The API's timestamps are epoch seconds, as numbers.
    loaIssueTime: definition.loaIssueTime === undefined ? undefined : Date.parse(definition.loaIssueTime) / 1000,
    lagId: parent.kind === 'lag' ? parent.id : undefined,
    ...deviceMembers(parent),
    jumboFrameCapable: definition.jumboFrameCapable,
    hasLogicalRedundancy: definition.hasLogicalRedundancy,
    tags: viewer === definition.ownerAccount ? tagList(definition.tags) : [],
    providerName: definition.providerName ?? partnerName,
    ...macSecMembers(definition.macSec),
    partnerInterconnectMacSecCapable: parent.definition.macSecCapable,
  });
}

/** An interconnect as a member of a LAG, where the API shows it as a `Connection`. */
export function memberRecord(world: World, parent: Interconnect): WireRecord {
  const { definition } = parent;
  return withoutUndefined({
    ownerAccount: world.topology.account,
    connectionId: parent.id,
    connectionName: definition.name ?? parent.id,
    connectionState: parentState(parent),
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

/** The three members that name the AWS device. */
export function deviceMembers(parent: Parent): WireRecord {
  return { awsDevice: parent.device, awsDeviceV2: parent.device, awsLogicalDeviceId: parent.device };
}

function macSecMembers(macSec: HostedConnection['definition']['macSec']): WireRecord {
  if (macSec === undefined) return { macSecCapable: false };
  return {
    macSecCapable: macSec.capable,
    portEncryptionStatus: macSec.portEncryptionStatus,
    encryptionMode: macSec.encryptionMode,
    macSecKeys: macSec.keys.map(withoutUndefined),
  };
}
