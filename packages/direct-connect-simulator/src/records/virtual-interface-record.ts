import { createHash } from 'node:crypto';
import type { PeerDefinition, VirtualInterfaceDefinition } from '../topology/schema.ts';
import { isLineDown, virtualInterfaceStateAt, virtualInterfacesSettlingUntil } from '../transition.ts';
import type { HostedConnection, World } from '../world.ts';
import { deviceMembers } from './connection-record.ts';
import { customerRouterConfig } from './router-config.ts';
import { type WireRecord, withoutUndefined } from './without-undefined.ts';

/**
 * Direct Connect API reference, VirtualInterface. After a move it looks as in AWS's CLI example of
 * AssociateVirtualInterface: itself `pending`, each old peer `deleting` and `down`, each new one `pending` and `down`;
 * in the end there are only the new ones.
 *
 * @param at the moment whose truth is told, milliseconds since the epoch
 */
export function virtualInterfaceRecord(
  world: World,
  connection: HostedConnection,
  definition: VirtualInterfaceDefinition,
  at: number,
): WireRecord {
  const parent = world.parentAt(connection, at);
  const [first] = definition.peers;
  return withoutUndefined({
    ownerAccount: definition.ownerAccount ?? connection.definition.ownerAccount,
    virtualInterfaceId: definition.id,
    location: parent.location,
    // The interface stays on the hosted connection, which is what moved.
    connectionId: connection.id,
    virtualInterfaceType: definition.type,
    virtualInterfaceName: definition.name ?? definition.id,
    vlan: connection.definition.vlan,
    asn: definition.asn,
    amazonSideAsn: definition.amazonSideAsn,
    authKey: definition.authKey,
    amazonAddress: first?.amazonAddress,
    customerAddress: first?.customerAddress,
    addressFamily: first?.addressFamily,
    virtualInterfaceState: virtualInterfaceStateAt(world, connection, definition, at),
    customerRouterConfig: customerRouterConfig(definition, connection.definition.vlan),
    mtu: definition.mtu,
    jumboFrameCapable: connection.definition.jumboFrameCapable,
    virtualGatewayId: definition.virtualGatewayId,
    directConnectGatewayId: definition.directConnectGatewayId,
    routeFilterPrefixes: [],
    bgpPeers: definition.peers.flatMap((peer) => peerRecords(world, connection, definition, peer, at)),
    region: world.topology.region,
    awsDeviceV2: parent.device,
    awsLogicalDeviceId: parent.device,
    tags: [],
    siteLinkEnabled: false,
  });
}

function peerRecords(
  world: World,
  connection: HostedConnection,
  virtualInterface: VirtualInterfaceDefinition,
  peer: PeerDefinition,
  at: number,
): readonly WireRecord[] {
  const moves = connection.placements.filter((placement) => placement.at <= at).length - 1;
  const settling = virtualInterfacesSettlingUntil(world, connection, at) !== undefined;
  const parent = world.parentAt(connection, at);
  const { awsDeviceV2, awsLogicalDeviceId } = deviceMembers(parent);
  const record = (generation: number, bgpPeerState: string, bgpStatus: string): WireRecord =>
    withoutUndefined({
      bgpPeerId: peerId(virtualInterface, peer, generation),
      asn: peer.asn ?? virtualInterface.asn,
      authKey: virtualInterface.authKey,
      addressFamily: peer.addressFamily,
      amazonAddress: peer.amazonAddress,
      customerAddress: peer.customerAddress,
      bgpPeerState,
      bgpStatus,
      awsDeviceV2,
      awsLogicalDeviceId,
    });
  if (!settling) return [record(moves, peer.state, isLineDown(world, connection, at) ? 'down' : peer.status)];
  return [record(moves - 1, 'deleting', 'down'), record(moves, 'pending', 'down')];
}

/** A move makes a new peer, so it has a new id: the same one for the same move on every run. */
function peerId(virtualInterface: VirtualInterfaceDefinition, peer: PeerDefinition, generation: number): string {
  if (generation === 0 && peer.id !== undefined) return peer.id;
  const place = virtualInterface.peers.indexOf(peer);
  const digest = createHash('sha256').update(`${virtualInterface.id}/${place}/${generation}`).digest('hex');
  return `dxpeer-${digest.slice(0, 8)}`;
}
