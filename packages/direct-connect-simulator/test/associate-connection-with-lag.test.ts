import {
  AssociateConnectionWithLagCommand,
  DescribeInterconnectsCommand,
  DirectConnectClientException,
} from '@aws-sdk/client-direct-connect';
import { describe, expect, it } from 'vitest';
import { failureOf } from './harness.ts';
import { hostedOn, join, lagOf, lagWorld, membersOf, move, startLags } from './lags.ts';

describe('AssociateConnectionWithLag', () => {
  // Direct Connect API reference: "For interconnects, any hosted connections are automatically re-associated with the LAG."
  it('makes the interconnect a member, and takes its hosted connections along in one interruption', async () => {
    const simulator = await startLags('settings: { stateWhileTransitioning: down }\n');
    const time = simulator.clock.now();

    const member = await join(simulator, 'dxcon-a', 'dxlag-empty');

    expect(member).toMatchObject({ connectionId: 'dxcon-a', lagId: 'dxlag-empty', connectionState: 'available' });
    expect(await membersOf(simulator, 'dxlag-empty')).toEqual(['dxcon-a']);
    const { interconnects } = await simulator.partner.send(
      new DescribeInterconnectsCommand({ interconnectId: 'dxcon-a' }),
    );
    expect(interconnects).toMatchObject([{ lagId: 'dxlag-empty' }]);
    expect(await hostedOn(simulator, 'dxlag-empty')).toEqual([
      'dxcon-line1 down dxlag-empty',
      'dxcon-line2 down dxlag-empty',
    ]);
    const { calls, moves } = await simulator.admin.journal();
    const common = { time, from: 'dxcon-a', to: 'dxlag-empty', callSeq: calls[0]?.seq };
    expect(moves).toMatchObject([
      { connectionId: 'dxcon-line1', ...common },
      { connectionId: 'dxcon-line2', ...common },
    ]);
    simulator.clock.advance(2000);
    expect(await hostedOn(simulator, 'dxlag-empty')).toContain('dxcon-line1 available dxlag-empty');
  });

  it('leaves a member nothing to host, and the connection that is gone where it was', async () => {
    const simulator = await startLags();
    await join(simulator, 'dxcon-a', 'dxlag-empty');

    await expect(move(simulator, 'dxcon-pair', 'dxcon-a')).rejects.toThrow('dxcon-a is a member of dxlag-empty');
    expect(await hostedOn(simulator, 'dxcon-a')).toEqual(['dxcon-gone deleted undefined']);
  });

  it('does not disturb what is on the LAG already', async () => {
    const simulator = await startLags('settings: { stateWhileTransitioning: down }\n');

    await join(simulator, 'dxcon-b', 'dxlag-solo');

    expect(await hostedOn(simulator, 'dxlag-solo')).toEqual(['dxcon-solo available dxlag-solo']);
    expect((await simulator.admin.journal()).moves).toEqual([]);
  });

  // Direct Connect API reference: "If the interconnect was originally associated with a different LAG, the hosted
  // connections remain associated with the original LAG."
  it('takes an interconnect from another LAG, whose hosted connections stay', async () => {
    const simulator = await startLags();
    await join(simulator, 'dxcon-b', 'dxlag-pair');

    await expect(join(simulator, 'dxcon-one', 'dxlag-empty')).resolves.toMatchObject({ lagId: 'dxlag-empty' });

    expect(await membersOf(simulator, 'dxlag-pair')).toEqual(['dxcon-b', 'dxcon-two']);
    expect(await hostedOn(simulator, 'dxlag-pair')).toEqual(['dxcon-pair available dxlag-pair']);
    expect(await hostedOn(simulator, 'dxlag-empty')).toEqual([]);
  });

  it('takes the only link from a LAG that needs none, which is down then', async () => {
    const simulator = await startLags();
    await join(simulator, 'dxcon-b', 'dxlag-empty');
    simulator.clock.advance(2000);

    await join(simulator, 'dxcon-b', 'dxlag-solo');

    expect(await lagOf(simulator, 'dxlag-empty')).toMatchObject({ lagState: 'down', numberOfConnections: 0 });
  });

  it('takes a member that carries no traffic from a LAG, whatever its minimum is', async () => {
    const idle = lagWorld.replace('dxcon-two, location: SITE1', 'dxcon-two, location: SITE1, state: down');
    const simulator = await startLags('', idle);

    await expect(join(simulator, 'dxcon-two', 'dxlag-empty')).resolves.toMatchObject({ lagId: 'dxlag-empty' });
  });

  it('is told later where Describe lags behind', async () => {
    const simulator = await startLags('settings: { describeLagMs: 1000, describeLag: fixed }\n');
    await join(simulator, 'dxcon-a', 'dxlag-empty');

    simulator.clock.advance(999);
    expect(await membersOf(simulator, 'dxlag-empty')).toEqual([]);
    simulator.clock.advance(1);
    expect(await membersOf(simulator, 'dxlag-empty')).toEqual(['dxcon-a']);
  });
});

describe('AssociateConnectionWithLag refuses', () => {
  it.each([
    // Direct Connect API reference, AssociateConnectionWithLag.
    ['another device', 'dxcon-a', 'dxlag-other', 'dxcon-a is on SITE1-device, and dxlag-other on SITE1-other.'],
    ['another location', 'dxcon-a', 'dxlag-remote', 'dxcon-a is on SITE1-device, and dxlag-remote on'],
    ['another bandwidth', 'dxcon-a', 'dxlag-slow', 'dxcon-a has 10Gbps, and dxlag-slow takes 1Gbps.'],
    ['what the other LAG needs', 'dxcon-one', 'dxlag-empty', 'dxlag-pair would fall below its minimum of 2 links.'],
    [
      'even the last of another LAG',
      'dxcon-last',
      'dxlag-empty',
      'dxlag-solo would fall below its minimum of 1 links.',
    ],
    // Direct Connect User Guide, "Direct Connect link aggregation groups (LAGs)".
    ['a third member at 100Gbps', 'dxcon-full3', 'dxlag-full', 'Lag dxlag-full has 2 connections already.'],
    ['a hosted connection', 'dxcon-line1', 'dxlag-empty', 'Connection dxcon-line1 is not a dedicated connection.'],
    // Not documented.
    ['a member of this LAG', 'dxcon-one', 'dxlag-pair', 'dxcon-one is already associated with dxlag-pair.'],
    [
      'a VLAN that is on the LAG',
      'dxcon-a',
      'dxlag-solo',
      'VLAN 102 of dxcon-line2 conflicts with hosted connection dxcon-solo',
    ],
    ['lines for a LAG that hosts none', 'dxcon-a', 'dxlag-closed', 'dxlag-closed does not allow hosted connections'],
    ['a port that is deleted', 'dxcon-dead', 'dxlag-empty', 'dxcon-dead is in state deleted'],
    ['a LAG that is being deleted', 'dxcon-b', 'dxlag-dead', 'dxlag-dead is in state deleting'],
    [
      'a connection it does not know',
      'dxcon-nowhere',
      'dxlag-empty',
      'Could not find Connection with ID dxcon-nowhere',
    ],
    ['a LAG it does not know', 'dxcon-a', 'dxlag-nowhere', 'Could not find Lag with ID dxlag-nowhere'],
    ['an interconnect as the LAG', 'dxcon-a', 'dxcon-b', 'ConnectionID dxcon-b has an invalid format.'],
  ])('%s', async (_name, connectionId, lagId, text) => {
    const simulator = await startLags();
    const before = await simulator.admin.topology();

    const error = await failureOf(join(simulator, connectionId, lagId));

    expect(error).toBeInstanceOf(DirectConnectClientException);
    expect(error.message).toContain(text);
    expect((await simulator.admin.topology()).parents).toEqual(before.parents);
    expect((await simulator.admin.journal()).moves).toEqual([]);
  });

  it('addresses that are on the LAG', async () => {
    const simulator = await startLags(`
virtualInterfaces:
  - { id: dxvif-a, connection: dxcon-line1, asn: 1, peers: [{ amazonAddress: 10.0.0.1/30, customerAddress: 10.0.0.2/30 }] }
  - { id: dxvif-b, connection: dxcon-pair, asn: 1, peers: [{ amazonAddress: 10.0.0.1/30, customerAddress: 10.0.0.2/30 }] }
`);

    await expect(join(simulator, 'dxcon-a', 'dxlag-pair')).rejects.toThrow('IP address 10.0.0.1/30 of dxcon-line1');
  });

  it('more lines than maxHostedConnections', async () => {
    const simulator = await startLags('settings: { maxHostedConnections: 2 }\n');

    await expect(join(simulator, 'dxcon-a', 'dxlag-pair')).rejects.toThrow('reached its limit of 2 hosted connections');
  });

  it('a port that has only just joined or left a LAG', async () => {
    const simulator = await startLags('settings: { transitionMs: 1000 }\n');
    await join(simulator, 'dxcon-b', 'dxlag-empty');

    const first = await failureOf(join(simulator, 'dxcon-b', 'dxlag-solo'));
    simulator.clock.advance(1000);
    await join(simulator, 'dxcon-b', 'dxlag-solo');

    expect(first.message).toBe('Connection dxcon-b is in a transitioning state.');
  });

  it.each([
    ['an interconnect, for a customer', 'dxcon-a', 'Could not find Connection with ID dxcon-a'],
    ['a customer’s own line', 'dxcon-line1', 'Connection dxcon-line1 is not a dedicated connection.'],
    ['another customer’s line', 'dxcon-line2', 'Could not find Connection with ID dxcon-line2'],
  ])('%s', async (_name, connectionId, text) => {
    const { customer } = await startLags();
    const command = new AssociateConnectionWithLagCommand({ connectionId, lagId: 'dxlag-empty' });

    await expect(customer.send(command)).rejects.toThrow(text);
  });
});
