import {
  AssociateHostedConnectionCommand,
  DescribeHostedConnectionsCommand,
  DescribeInterconnectsCommand,
  DescribeLagsCommand,
  DescribeVirtualInterfacesCommand,
  DirectConnectClientException,
  UpdateLagCommand,
  type UpdateLagRequest,
} from '@aws-sdk/client-direct-connect';
import { describe, expect, it } from 'vitest';
import { failureOf, rawCall, type Simulator, startSimulator } from './harness.ts';

const world = `
account: "999988887777"
region: us-west-1
callers: { CUSTOMERKEY: "111122223333" }
interconnects:
  - { id: dxcon-member, location: SITE1, macSecCapable: true }
  - { id: dxcon-idle, location: SITE1, state: pending }
  - { id: dxcon-thin, location: SITE1 }
  - { id: dxcon-free, location: SITE1 }
lags:
  - { id: dxlag-a, location: SITE1, name: Before, members: [dxcon-member, dxcon-idle], macSecCapable: true }
  - { id: dxlag-plain, location: SITE1, minimumLinks: 1 }
  - { id: dxlag-thin, location: SITE1, members: [dxcon-thin], minimumLinks: 2 }
  - { id: dxlag-dying, location: SITE1, state: deleting }
  - { id: dxlag-gone, location: SITE1, state: deleted }
hostedConnections:
  - { id: dxcon-line, parent: dxlag-a, ownerAccount: "111122223333", vlan: 1 }
  - { id: dxcon-mover, parent: dxcon-free, ownerAccount: "111122223333", vlan: 2 }
virtualInterfaces:
  - { id: dxvif-a, connection: dxcon-line, asn: 1, peers: [{ amazonAddress: 10.0.0.1/30, customerAddress: 10.0.0.2/30 }] }
`;

const start = (extra = '') => startSimulator(extra, () => 0, world);

function update({ partner }: Simulator, change: Partial<UpdateLagRequest>) {
  return partner.send(new UpdateLagCommand({ lagId: 'dxlag-a', ...change }));
}

async function lagOf({ partner }: Simulator, lagId = 'dxlag-a') {
  return (await partner.send(new DescribeLagsCommand({ lagId }))).lags?.[0];
}

async function lineState({ partner }: Simulator) {
  const { connections } = await partner.send(new DescribeHostedConnectionsCommand({ connectionId: 'dxlag-a' }));
  return connections?.[0]?.connectionState;
}

describe('UpdateLag', () => {
  it('changes what it is given, and nothing else', async () => {
    const simulator = await start();

    const renamed = await update(simulator, { lagName: 'After' });
    const bounded = await update(simulator, { minimumLinks: 1 });

    expect(renamed).toMatchObject({ lagId: 'dxlag-a', lagName: 'After', minimumLinks: 0, lagState: 'available' });
    expect(renamed).not.toHaveProperty('encryptionMode');
    expect(bounded).toMatchObject({ lagName: 'After', minimumLinks: 1, lagState: 'available' });
    expect(await lagOf(simulator)).toMatchObject({ lagName: 'After', minimumLinks: 1, numberOfConnections: 2 });
  });

  // Direct Connect API reference, UpdateLag: "ensure that the new value does not cause the LAG to fall below the
  // threshold and become non-operational"; only links that are up count, which here is one.
  it('takes the LAG and its lines down with a minimum above its links, and up again', async () => {
    const simulator = await start();
    const interfaceState = async () => {
      const { virtualInterfaces } = await simulator.customer.send(new DescribeVirtualInterfacesCommand({}));
      return `${virtualInterfaces?.[0]?.virtualInterfaceState} ${virtualInterfaces?.[0]?.bgpPeers?.[0]?.bgpStatus}`;
    };

    const down = await update(simulator, { minimumLinks: 2 });
    const lineDown = [await lineState(simulator), await interfaceState()];
    const renamed = await update(simulator, { lagName: 'Other' });
    const up = await update(simulator, { minimumLinks: 1 });

    expect([down.lagState, renamed.lagState, up.lagState]).toEqual(['down', 'down', 'available']);
    expect(lineDown).toEqual(['down', 'down down']);
    expect([await lineState(simulator), await interfaceState()]).toEqual(['available', 'available up']);
    expect((await simulator.admin.topology()).parents.map(({ state }) => state)).toContain('available');
  });

  it('shows through the admin endpoint, too', async () => {
    const simulator = await start();
    await update(simulator, { minimumLinks: 2, lagName: 'Other' });

    const { parents } = await simulator.admin.topology();

    const lag = parents.find(({ id }) => id === 'dxlag-a');
    expect(lag).toMatchObject({ name: 'Other', state: 'down' });
    expect(lag?.hostedConnections).toMatchObject([
      { state: 'down', virtualInterfaces: [{ id: 'dxvif-a', state: 'down' }] },
    ]);
  });

  it('leaves the state as the topology has it where the minimum is not changed', async () => {
    const simulator = await start();

    expect(await update(simulator, { lagId: 'dxlag-thin', lagName: 'x' })).toMatchObject({ lagState: 'available' });
    expect(await update(simulator, { lagId: 'dxlag-thin', minimumLinks: 2 })).toMatchObject({ lagState: 'down' });
  });

  it('makes a LAG that is down one that hosts nothing more, if hostingStates says so', async () => {
    const simulator = await start('settings: { hostingStates: [available] }\n');
    await update(simulator, { minimumLinks: 2 });

    const move = { connectionId: 'dxcon-mover', parentConnectionId: 'dxlag-a' };

    await expect(simulator.partner.send(new AssociateHostedConnectionCommand(move))).rejects.toThrow(
      'dxlag-a cannot host connections in state down.',
    );
  });

  it('leaves the state of a LAG alone that never had members', async () => {
    const simulator = await start();

    const answer = await update(simulator, { lagId: 'dxlag-plain', minimumLinks: 2 });

    expect(answer).toMatchObject({ minimumLinks: 2, lagState: 'available' });
  });

  // Direct Connect API reference, UpdateLag: the encryption mode is applied "to all connections which are part of the LAG".
  it('gives its encryption mode to its members', async () => {
    const simulator = await start();

    const answer = await update(simulator, { encryptionMode: 'must_encrypt' });
    const { interconnects } = await simulator.partner.send(new DescribeInterconnectsCommand({}));
    const modes = interconnects?.map(({ interconnectId, encryptionMode }) => `${interconnectId} ${encryptionMode}`);

    expect(answer).toMatchObject({
      encryptionMode: 'must_encrypt',
      connections: [{ encryptionMode: 'must_encrypt' }, { encryptionMode: 'must_encrypt' }],
    });
    expect(modes).toEqual([
      ...['dxcon-member must_encrypt', 'dxcon-idle must_encrypt', 'dxcon-thin undefined', 'dxcon-free undefined'],
    ]);
    expect((await update(simulator, { lagName: 'Other' })).encryptionMode).toBe('must_encrypt');
  });

  it('is told later where Describe lags behind', async () => {
    const simulator = await start('settings: { describeLagMs: 1000, describeLag: fixed }\n');
    await update(simulator, { lagName: 'After', minimumLinks: 2 });

    simulator.clock.advance(999);
    expect(await lagOf(simulator)).toMatchObject({ lagName: 'Before', minimumLinks: 0, lagState: 'available' });
    expect(await lineState(simulator)).toBe('available');
    simulator.clock.advance(1);
    expect(await lagOf(simulator)).toMatchObject({ lagName: 'After', minimumLinks: 2, lagState: 'down' });
    expect(await lineState(simulator)).toBe('down');
  });

  it.each<[string, Partial<UpdateLagRequest>, string]>([
    ['a LAG it does not know', { lagId: 'dxlag-nowhere' }, 'Could not find Lag with ID dxlag-nowhere'],
    ['a LAG that is being deleted', { lagId: 'dxlag-dying', lagName: 'x' }, 'dxlag-dying is in state deleting'],
    ['an interconnect', { lagId: 'dxcon-member' }, 'ConnectionID dxcon-member has an invalid format.'],
    [
      'a LAG that is deleted',
      { lagId: 'dxlag-gone', lagName: 'x' },
      'UpdateLag failed. dxlag-gone is in state deleted',
    ],
    ['a mode that there is not', { encryptionMode: 'off' }, 'parameter encryptionMode: expected one of "no_encrypt"'],
    ['a negative minimum', { minimumLinks: -1 }, 'parameter minimumLinks: expected a whole number'],
    [
      'a mode for a LAG without MACsec',
      { lagId: 'dxlag-plain', encryptionMode: 'no_encrypt' },
      'Lag dxlag-plain does not support MACsec.',
    ],
  ])('refuses %s', async (_name, change, text) => {
    const error = await failureOf(update(await start(), change));

    expect(error).toBeInstanceOf(DirectConnectClientException);
    expect(error.message).toContain(text);
  });

  it('refuses a customer', async () => {
    const { customer } = await start();

    const command = new UpdateLagCommand({ lagId: 'dxlag-a', lagName: 'Mine' });

    await expect(customer.send(command)).rejects.toThrow('Could not find Lag with ID dxlag-a');
  });

  it('meets a fault that is aimed at its LAG, which may hide the change', async () => {
    const simulator = await start();
    await simulator.admin.armFault({ kind: 'drop', operation: 'UpdateLag', effect: 'done', lagId: 'dxlag-a' });

    await update(simulator, { lagId: 'dxlag-plain', lagName: 'x' });
    await failureOf(update(simulator, { lagName: 'After' }));

    expect((await lagOf(simulator))?.lagName).toBe('After');
    expect((await simulator.admin.journal()).calls.map(({ fault }) => fault?.kind)).toEqual([
      undefined,
      'drop',
      undefined,
    ]);
  });

  it('without anything to change is answered, and changes nothing', async () => {
    const simulator = await start();
    await simulator.admin.armFault({ kind: 'drop', operation: 'UpdateLag', effect: 'done' });

    await failureOf(update(simulator, {}));
    const response = await rawCall(simulator.server.url, 'UpdateLag', { lagId: 'dxlag-a', lagName: null });

    expect((await simulator.admin.journal()).calls[0]?.hiddenEffect).toMatchObject({ outcome: 'unchanged' });
    expect(await response.json()).toMatchObject({ lagName: 'Before' });
  });
});
