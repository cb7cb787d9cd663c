import { AssociateHostedConnectionCommand, DescribeVirtualInterfacesCommand } from '@aws-sdk/client-direct-connect';
import { describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from './harness.ts';

const withVirtualInterfaces = `
virtualInterfaces:
  - id: dxvif-one
    connection: dxcon-hosted1
    asn: 65000
    peers: [{ id: dxpeer-first, amazonAddress: 10.0.0.1/30, customerAddress: 10.0.0.2/30 }]
  - id: dxvif-two
    connection: dxcon-hosted3
    asn: 65000
    peers: [{ amazonAddress: 10.0.1.1/30, customerAddress: 10.0.1.2/30 }]
settings: { virtualInterfaceMs: 3000 }
`;

async function describeOne({ customer }: Simulator) {
  const answer = await customer.send(new DescribeVirtualInterfacesCommand({ virtualInterfaceId: 'dxvif-one' }));
  return answer.virtualInterfaces?.[0];
}

describe('virtual interfaces', () => {
  // AWS's CLI example of associate-virtual-interface: the interface pending, the old peer deleting and down, the new
  // one pending and down.
  it('move with their connection: pending at first, then as before with a new peer', async () => {
    const simulator = await startSimulator(withVirtualInterfaces);
    const before = await describeOne(simulator);

    await simulator.partner.send(
      new AssociateHostedConnectionCommand({ connectionId: 'dxcon-hosted1', parentConnectionId: 'dxlag-target' }),
    );
    const during = await describeOne(simulator);
    simulator.clock.advance(3000);
    const after = await describeOne(simulator);

    expect(before).toMatchObject({ virtualInterfaceState: 'available', bgpPeers: [{ bgpPeerId: 'dxpeer-first' }] });
    expect(during).toMatchObject({
      connectionId: 'dxcon-hosted1',
      virtualInterfaceState: 'pending',
      bgpPeers: [
        { bgpPeerId: 'dxpeer-first', bgpPeerState: 'deleting', bgpStatus: 'down' },
        { bgpPeerState: 'pending', bgpStatus: 'down' },
      ],
    });
    expect(during?.bgpPeers?.[1]?.bgpPeerId).not.toBe('dxpeer-first');
    expect(after).toMatchObject({
      virtualInterfaceState: 'available',
      bgpPeers: [{ bgpPeerId: during?.bgpPeers?.[1]?.bgpPeerId, bgpPeerState: 'available', bgpStatus: 'up' }],
    });
  });

  it('are shown to their owner only', async () => {
    const { partner, customer } = await startSimulator(withVirtualInterfaces);

    const ofPartner = await partner.send(new DescribeVirtualInterfacesCommand({}));
    const ofCustomer = await customer.send(new DescribeVirtualInterfacesCommand({}));

    expect(ofPartner.virtualInterfaces).toEqual([]);
    expect(ofCustomer.virtualInterfaces?.map((one) => one.virtualInterfaceId)).toEqual(['dxvif-one']);
  });

  it('with an unknown id, or another account’s, are an empty list', async () => {
    const { customer, partner } = await startSimulator(withVirtualInterfaces);

    const unknown = await customer.send(new DescribeVirtualInterfacesCommand({ virtualInterfaceId: 'dxvif-nowhere' }));
    const anothers = await partner.send(new DescribeVirtualInterfacesCommand({ virtualInterfaceId: 'dxvif-one' }));

    expect([unknown.virtualInterfaces, anothers.virtualInterfaces]).toEqual([[], []]);
  });

  it('are listed by connection, and an unknown connection has none', async () => {
    const { customer } = await startSimulator(withVirtualInterfaces);

    const one = await customer.send(new DescribeVirtualInterfacesCommand({ connectionId: 'dxcon-hosted1' }));
    const none = await customer.send(new DescribeVirtualInterfacesCommand({ connectionId: 'dxcon-nowhere' }));

    expect(one.virtualInterfaces).toHaveLength(1);
    expect(none.virtualInterfaces).toEqual([]);
  });
});
