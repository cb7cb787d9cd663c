import {
  AssociateHostedConnectionCommand,
  DescribeConnectionsCommand,
  DescribeVirtualInterfacesCommand,
} from '@aws-sdk/client-direct-connect';
import { type Simulator, startSimulator } from './harness.ts';

/** Three lines of one customer on an interconnect, two of which can go to either of two others; a virtual interface. */
const lineWorld = `
account: "999988887777"
region: us-west-1
callers: { CUSTOMERKEY: "111122223333" }
interconnects:
  - { id: dxcon-old, location: SITE1 }
  - { id: dxcon-new, location: SITE1 }
  - { id: dxcon-other, location: SITE1 }
  - { id: dxcon-member, location: SITE1 }
lags:
  - { id: dxlag-new, location: SITE1, members: [dxcon-member] }
hostedConnections:
  - { id: dxcon-line1, parent: dxcon-old, ownerAccount: "111122223333", vlan: 1 }
  - { id: dxcon-line2, parent: dxcon-old, ownerAccount: "111122223333", vlan: 2 }
  - { id: dxcon-ordered, parent: dxcon-old, ownerAccount: "111122223333", vlan: 3, state: ordering }
`;

export const withInterface = `
virtualInterfaces:
  - { id: dxvif-a, connection: dxcon-line1, asn: 1, peers: [{ amazonAddress: 10.0.0.1/30, customerAddress: 10.0.0.2/30 }] }
`;

export const startLines = (extra = '', base = lineWorld) => startSimulator(extra, () => 0, base);

/** With `afterMove` in the settings, each plan as it stands in YAML. */
export const startPlanned = (...plans: readonly string[]) =>
  startLines(`settings: { afterMove: [${plans.join(', ')}] }\n`);

export function move({ partner }: Simulator, connectionId = 'dxcon-line1', parentConnectionId = 'dxcon-new') {
  return partner.send(new AssociateHostedConnectionCommand({ connectionId, parentConnectionId }));
}

export async function stateOf({ customer }: Simulator, connectionId = 'dxcon-line1') {
  const { connections } = await customer.send(new DescribeConnectionsCommand({ connectionId }));
  return connections?.[0]?.connectionState;
}

/** Its states at these times from now, in milliseconds; the clock moves on with them. */
export async function statesAt(simulator: Simulator, times: readonly number[], connectionId = 'dxcon-line1') {
  const states = [];
  let passed = 0;
  for (const time of times) {
    simulator.clock.advance(time - passed);
    passed = time;
    states.push(await stateOf(simulator, connectionId));
  }
  return states;
}

/** The state of the virtual interface and its peer's. */
export async function interfaceState({ customer }: Simulator) {
  const { virtualInterfaces } = await customer.send(new DescribeVirtualInterfacesCommand({}));
  const [one] = virtualInterfaces ?? [];
  return `${one?.virtualInterfaceState} ${one?.bgpPeers?.at(-1)?.bgpStatus}`;
}
