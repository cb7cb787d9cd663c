import {
  AssociateConnectionWithLagCommand,
  AssociateHostedConnectionCommand,
  DescribeHostedConnectionsCommand,
  DescribeLagsCommand,
  DisassociateConnectionFromLagCommand,
} from '@aws-sdk/client-direct-connect';
import { type Simulator, startSimulator } from './harness.ts';

/** A LAG of two with minimumLinks 2, one of another device, of another bandwidth, and a port that is not up. */
export const lagWorld = `
account: "999988887777"
region: us-west-1
callers: { CUSTOMERKEY: "111122223333" }
interconnects:
  - { id: dxcon-a, location: SITE1 }
  - { id: dxcon-b, location: SITE1 }
  - { id: dxcon-one, location: SITE1 }
  - { id: dxcon-two, location: SITE1 }
  - { id: dxcon-last, location: SITE1 }
  - { id: dxcon-full1, location: SITE1, bandwidth: 100Gbps }
  - { id: dxcon-full2, location: SITE1, bandwidth: 100Gbps }
  - { id: dxcon-full3, location: SITE1, bandwidth: 100Gbps }
  - { id: dxcon-dead, location: SITE1, state: deleted }
lags:
  - { id: dxlag-pair, location: SITE1, members: [dxcon-one, dxcon-two], minimumLinks: 2 }
  - { id: dxlag-solo, location: SITE1, members: [dxcon-last], minimumLinks: 1 }
  - { id: dxlag-empty, location: SITE1 }
  - { id: dxlag-closed, location: SITE1, allowsHostedConnections: false }
  - { id: dxlag-other, location: SITE1, device: SITE1-other }
  - { id: dxlag-remote, location: SITE2, device: SITE1-device }
  - { id: dxlag-slow, location: SITE1, connectionsBandwidth: 1Gbps }
  - { id: dxlag-full, location: SITE1, connectionsBandwidth: 100Gbps, members: [dxcon-full1, dxcon-full2] }
  - { id: dxlag-dead, location: SITE1, state: deleting }
hostedConnections:
  - { id: dxcon-line1, parent: dxcon-a, ownerAccount: "111122223333", vlan: 101 }
  - { id: dxcon-line2, parent: dxcon-a, ownerAccount: "222233334444", vlan: 102 }
  - { id: dxcon-gone, parent: dxcon-a, ownerAccount: "222233334444", vlan: 103, state: deleted }
  - { id: dxcon-solo, parent: dxlag-solo, ownerAccount: "111122223333", vlan: 102 }
  - { id: dxcon-pair, parent: dxlag-pair, ownerAccount: "111122223333", vlan: 7 }
`;

export const startLags = (extra = '', base = lagWorld) => startSimulator(extra, () => 0, base);

export function join({ partner }: Simulator, connectionId: string, lagId: string) {
  return partner.send(new AssociateConnectionWithLagCommand({ connectionId, lagId }));
}

export function leave({ partner }: Simulator, connectionId: string, lagId: string) {
  return partner.send(new DisassociateConnectionFromLagCommand({ connectionId, lagId }));
}

export function move({ partner }: Simulator, connectionId: string, parentConnectionId: string) {
  return partner.send(new AssociateHostedConnectionCommand({ connectionId, parentConnectionId }));
}

export async function hostedOn({ partner }: Simulator, connectionId: string) {
  const { connections = [] } = await partner.send(new DescribeHostedConnectionsCommand({ connectionId }));
  return connections.map((one) => `${one.connectionId} ${one.connectionState} ${one.lagId}`);
}

export async function lagOf({ partner }: Simulator, lagId: string) {
  const { lags } = await partner.send(new DescribeLagsCommand({ lagId }));
  return lags?.[0];
}

export async function membersOf(simulator: Simulator, lagId: string) {
  return (await lagOf(simulator, lagId))?.connections?.map(({ connectionId }) => connectionId);
}
