import { AllocateHostedConnectionCommand, DeleteConnectionCommand } from '@aws-sdk/client-direct-connect';
import { describe, expect, it } from 'vitest';
import type { Simulator } from './harness.ts';
import { join, move, startLags } from './lags.ts';

const world = `
account: "999988887777"
region: us-west-1
interconnects:
  - { id: dxcon-slow, location: SITE1, bandwidth: 1Gbps }
  - { id: dxcon-free, location: SITE1, bandwidth: 1Gbps }
  - { id: dxcon-one, location: SITE1, bandwidth: 1Gbps }
  - { id: dxcon-two, location: SITE1, bandwidth: 1Gbps }
lags:
  - { id: dxlag-pair, location: SITE1, connectionsBandwidth: 1Gbps, members: [dxcon-one, dxcon-two] }
  - { id: dxlag-untold, location: SITE1, connectionsBandwidth: 1Gbps }
hostedConnections:
  - { id: dxcon-half, parent: dxcon-slow, ownerAccount: "111122223333", vlan: 1, bandwidth: 500Mbps }
  - { id: dxcon-left, parent: dxcon-slow, ownerAccount: "111122223333", vlan: 2, bandwidth: 500Mbps, state: deleted }
  - { id: dxcon-big, parent: dxcon-free, ownerAccount: "111122223333", vlan: 3, bandwidth: 1Gbps }
  - { id: dxcon-pair, parent: dxlag-pair, ownerAccount: "111122223333", vlan: 4, bandwidth: 1Gbps }
`;

const start = (settings = 'capacityFactor: 1') => startLags(`settings: { transitionMs: 0, ${settings} }\n`, world);

let vlan = 100;
function allocate({ partner }: Simulator, connectionId: string, bandwidth: string) {
  vlan += 1;
  const order = { connectionId, bandwidth, vlan, ownerAccount: '111122223333', connectionName: 'new' };
  return partner.send(new AllocateHostedConnectionCommand(order));
}

describe('capacityFactor', () => {
  it('0, the default, limits nothing', async () => {
    const simulator = await start('capacityFactor: 0');

    await expect(allocate(simulator, 'dxcon-slow', '25Gbps')).resolves.toBeDefined();
    await expect(move(simulator, 'dxcon-big', 'dxcon-slow')).resolves.toBeDefined();
  });

  it('lets an interconnect be filled up, and refuses what is more', async () => {
    const simulator = await start();

    // What is deleted takes nothing.
    await allocate(simulator, 'dxcon-slow', '500Mbps');
    const refused = allocate(simulator, 'dxcon-slow', '50Mbps');

    await expect(refused).rejects.toMatchObject({
      name: 'DirectConnectClientException',
      message: 'The capacity of dxcon-slow is 1000 Mbps, and 1050 Mbps would be allocated.',
    });
    const { calls } = await simulator.admin.journal();
    expect(calls.at(-1)?.answer).toMatchObject({ kind: 'error', origin: 'invented' });
  });

  it('is a factor', async () => {
    const simulator = await start('capacityFactor: 1.5');

    await allocate(simulator, 'dxcon-slow', '1Gbps');

    await expect(allocate(simulator, 'dxcon-slow', '50Mbps')).rejects.toThrow('is 1500 Mbps, and 1550 Mbps');
  });

  it('refuses a move that does not fit, and not one to where the line is already', async () => {
    const simulator = await start();

    await expect(move(simulator, 'dxcon-big', 'dxcon-slow')).rejects.toThrow('is 1000 Mbps, and 1500 Mbps would be');
    await expect(move(simulator, 'dxcon-big', 'dxcon-free')).resolves.toBeDefined();
    expect((await simulator.admin.journal()).moves).toHaveLength(1);
  });

  it('counts the live links of a LAG', async () => {
    const simulator = await start();
    await simulator.admin.setLink({ id: 'dxcon-two', state: 'down' });

    const one = move(simulator, 'dxcon-half', 'dxlag-pair');
    await expect(one).rejects.toThrow('The capacity of dxlag-pair is 1000 Mbps, and 1500 Mbps would be allocated.');
    await expect(allocate(simulator, 'dxlag-pair', '50Mbps')).rejects.toThrow('is 1000 Mbps, and 1050 Mbps would be');
    await simulator.admin.setLink({ id: 'dxcon-two', state: 'up' });

    await expect(move(simulator, 'dxcon-half', 'dxlag-pair')).resolves.toBeDefined();
    await expect(allocate(simulator, 'dxlag-pair', '500Mbps')).resolves.toBeDefined();
  });

  it('counts nothing on a LAG whose links were never told', async () => {
    const simulator = await start();

    await expect(allocate(simulator, 'dxlag-untold', '25Gbps')).resolves.toBeDefined();
  });

  it('counts the link that an interconnect brings along with its lines', async () => {
    const simulator = await start();
    await allocate(simulator, 'dxlag-pair', '1Gbps');

    await expect(join(simulator, 'dxcon-free', 'dxlag-pair')).resolves.toBeDefined();
  });

  it('refuses an interconnect whose lines would be too much, with a link that carries nothing', async () => {
    const simulator = await start();
    await allocate(simulator, 'dxlag-pair', '1Gbps');
    await simulator.admin.setLink({ id: 'dxcon-free', state: 'down' });

    await expect(join(simulator, 'dxcon-free', 'dxlag-pair')).rejects.toThrow('is 2000 Mbps, and 3000 Mbps would be');
  });

  it('frees what a connection had when it is gone', async () => {
    const simulator = await start('capacityFactor: 1, deleteMs: 10');
    await simulator.partner.send(new DeleteConnectionCommand({ connectionId: 'dxcon-big' }));

    await expect(allocate(simulator, 'dxcon-free', '50Mbps')).rejects.toThrow('1050 Mbps');
    simulator.clock.advance(10);

    await expect(allocate(simulator, 'dxcon-free', '50Mbps')).resolves.toBeDefined();
  });
});
