import {
  AssociateHostedConnectionCommand,
  DescribeHostedConnectionsCommand,
  DirectConnectClientException,
} from '@aws-sdk/client-direct-connect';
import { describe, expect, it } from 'vitest';
import { failureOf, type Simulator, startSimulator } from './harness.ts';

function move({ partner }: Simulator, connectionId: string, parentConnectionId: string) {
  return partner.send(new AssociateHostedConnectionCommand({ connectionId, parentConnectionId }));
}

async function idsOn({ partner }: Simulator, connectionId: string): Promise<(string | undefined)[]> {
  const { connections = [] } = await partner.send(new DescribeHostedConnectionsCommand({ connectionId }));
  return connections.map((connection) => connection.connectionId);
}

describe('AssociateHostedConnection moves', () => {
  // Direct Connect API reference: "Associates a hosted connection and its virtual interfaces with a link aggregation
  // group (LAG) or interconnect."
  it('to a LAG: listed there alone, lagId set, VLAN and state kept', async () => {
    const simulator = await startSimulator();

    const answer = await move(simulator, 'dxcon-hosted1', 'dxlag-target');

    expect(answer).toMatchObject({ lagId: 'dxlag-target', vlan: 101, connectionState: 'available' });
    expect(await idsOn(simulator, 'dxlag-target')).toEqual(['dxcon-hosted1', 'dxcon-there']);
    expect(await idsOn(simulator, 'dxcon-source')).not.toContain('dxcon-hosted1');
    expect((await simulator.admin.journal()).moves).toMatchObject([
      {
        connectionId: 'dxcon-hosted1',
        from: 'dxcon-source',
        to: 'dxlag-target',
        requestId: answer.$metadata.requestId,
      },
    ]);
  });

  it('from a LAG to an interconnect: lagId gone, device of the new parent', async () => {
    const simulator = await startSimulator();

    const answer = await move(simulator, 'dxcon-there', 'dxcon-single');

    expect(answer).not.toHaveProperty('lagId');
    expect(answer).toMatchObject({ awsDeviceV2: 'SITE1-other', location: 'SITE1' });
  });

  // AWS's CLI example of associate-hosted-connection answers with connectionState "ordering".
  it('a connection that is still being ordered', async () => {
    const simulator = await startSimulator(
      '  - { id: dxcon-new, parent: dxcon-source, ownerAccount: "111122223333", vlan: 9, state: ordering }\n',
    );

    const answer = await move(simulator, 'dxcon-new', 'dxlag-target');

    expect(answer.connectionState).toBe('ordering');
  });

  it('frees the VLAN on the old parent, and ignores one of a connection that is gone', async () => {
    const simulator = await startSimulator(`
  - { id: dxcon-gone, parent: dxcon-single, ownerAccount: "222233334444", vlan: 101, state: deleted }
`);

    await move(simulator, 'dxcon-there', 'dxcon-single');

    await expect(move(simulator, 'dxcon-hosted2', 'dxlag-target')).resolves.toMatchObject({ vlan: 102 });
    await expect(move(simulator, 'dxcon-hosted1', 'dxcon-single')).resolves.toMatchObject({ vlan: 101 });
  });
});

describe('AssociateHostedConnection refuses', () => {
  it.each([
    // Direct Connect API reference: fails on "a conflicting VLAN number or IP address".
    ['a VLAN that is taken', 'dxcon-hosted2', 'dxlag-target', 'VLAN 102 of dxcon-hosted2 conflicts with'],
    [
      'a connection it does not know',
      'dxcon-nowhere',
      'dxlag-target',
      'Could not find Connection with ID dxcon-nowhere',
    ],
    ['a LAG it does not know', 'dxcon-hosted1', 'dxlag-nowhere', 'Could not find Lag with ID dxlag-nowhere'],
    [
      'an interconnect it does not know',
      'dxcon-hosted1',
      'dxcon-nowhere',
      'Could not find Connection with ID dxcon-nowhere',
    ],
    ['an interconnect as the connection', 'dxcon-source', 'dxlag-target', 'dxcon-source is not a hosted connection'],
    ['a hosted connection as the parent', 'dxcon-hosted1', 'dxcon-hosted2', 'dxcon-hosted2 is not an interconnect'],
    ['a member of a LAG as the parent', 'dxcon-hosted1', 'dxcon-member', 'dxcon-member is a member of dxlag-target'],
    ['a LAG that hosts nothing', 'dxcon-hosted1', 'dxlag-closed', 'dxlag-closed does not allow hosted connections'],
    ['a parent that is deleted', 'dxcon-hosted1', 'dxlag-gone', 'dxlag-gone cannot host connections in state deleted'],
    ['a connection that is being deleted', 'dxcon-dying', 'dxlag-target', 'dxcon-dying is in state deleting'],
    ['another location', 'dxcon-hosted1', 'dxcon-remote', 'cannot be moved to another location (SITE2)'],
    ['a malformed connection id', 'dxvif-hosted1', 'dxlag-target', 'ConnectionID dxvif-hosted1 has an invalid format.'],
    ['a malformed parent id', 'dxcon-hosted1', 'DXLAG-target', 'ConnectionID DXLAG-target has an invalid format.'],
  ])('%s', async (_name, connectionId, parentConnectionId, text) => {
    const simulator = await startSimulator();

    const error = await failureOf(move(simulator, connectionId, parentConnectionId));

    expect(error).toBeInstanceOf(DirectConnectClientException);
    expect(error).toMatchObject({ $metadata: { httpStatusCode: 400 } });
    expect(error.message).toContain(text);
    expect((await simulator.admin.journal()).moves).toEqual([]);
  });

  it('an address that a peer on the target has', async () => {
    const simulator = await startSimulator(`
virtualInterfaces:
  - { id: dxvif-a, connection: dxcon-hosted1, asn: 65000, peers: [{ amazonAddress: 10.0.0.1/30, customerAddress: 10.0.0.2/30 }] }
  - { id: dxvif-b, connection: dxcon-there, asn: 65000, peers: [{ amazonAddress: 10.0.0.0/24, customerAddress: 10.0.1.2/30 }] }
`);

    const error = await failureOf(move(simulator, 'dxcon-hosted1', 'dxlag-target'));

    expect(error.message).toContain(
      'IP address 10.0.0.1/30 of dxcon-hosted1 conflicts with hosted connection dxcon-there',
    );
  });

  // Direct Connect API reference: "Intended for use by Direct Connect Partners only."
  it('a customer', async () => {
    const { customer } = await startSimulator();
    const command = new AssociateHostedConnectionCommand({
      connectionId: 'dxcon-hosted1',
      parentConnectionId: 'dxlag-target',
    });

    const error = await failureOf(customer.send(command));

    expect(error.message).toBe('Account 111122223333 is not an authorized Direct Connect partner in us-west-1.');
  });

  it('a connection that is still in transition from its last move, and no other', async () => {
    const simulator = await startSimulator('settings: { transitionMs: 1000 }\n');
    await move(simulator, 'dxcon-hosted1', 'dxlag-target');

    const error = await failureOf(move(simulator, 'dxcon-hosted1', 'dxcon-source'));
    await expect(move(simulator, 'dxcon-hosted3', 'dxlag-target')).resolves.toBeDefined();
    simulator.clock.advance(1000);

    expect(error.message).toBe('Connection dxcon-hosted1 is in a transitioning state.');
    await expect(move(simulator, 'dxcon-hosted1', 'dxcon-source')).resolves.toBeDefined();
  });
});

describe('what AWS does not document is a setting', () => {
  it.each([
    ['interrupt', 1],
    ['succeed', 0],
  ])('sameParent %s counts as %i moves', async (sameParent, moves) => {
    const simulator = await startSimulator(`settings: { sameParent: ${sameParent} }\n`);

    await expect(move(simulator, 'dxcon-hosted1', 'dxcon-source')).resolves.toMatchObject({ vlan: 101 });

    expect((await simulator.admin.journal()).moves).toHaveLength(moves);
  });

  it.each([
    ['sameParent: refuse', 'dxcon-source', 'Connection dxcon-hosted1 is already associated with dxcon-source.'],
    ['crossDevice: refuse', 'dxcon-single', 'cannot be moved to another device (SITE1-other)'],
    ['maxHostedConnections: 1', 'dxlag-target', 'dxlag-target has reached its limit of 1 hosted connections.'],
    ['movableStates: [down]', 'dxlag-target', 'dxcon-hosted1 is in state available'],
    ['hostingStates: [down]', 'dxlag-target', 'dxlag-target cannot host connections in state available'],
  ])('%s', async (setting, target, text) => {
    const simulator = await startSimulator(`settings: { ${setting} }\n`);

    const error = await failureOf(move(simulator, 'dxcon-hosted1', target));

    expect(error.message).toContain(text);
  });

  it('crossLocation: allow moves to the other site and takes its location', async () => {
    const simulator = await startSimulator('settings: { crossLocation: allow }\n');

    await expect(move(simulator, 'dxcon-hosted1', 'dxcon-remote')).resolves.toMatchObject({ location: 'SITE2' });
  });

  it('stateWhileTransitioning shows for as long as the transition takes', async () => {
    const simulator = await startSimulator('settings: { stateWhileTransitioning: down, transitionMs: 1000 }\n');

    const answer = await move(simulator, 'dxcon-hosted1', 'dxlag-target');
    simulator.clock.advance(1000);
    const later = await simulator.partner.send(new DescribeHostedConnectionsCommand({ connectionId: 'dxlag-target' }));

    expect(answer.connectionState).toBe('down');
    expect(later.connections?.[0]).toMatchObject({ connectionId: 'dxcon-hosted1', connectionState: 'available' });
  });
});
