import {
  AllocateHostedConnectionCommand,
  AssociateHostedConnectionCommand,
  ConfirmConnectionCommand,
  DeleteConnectionCommand,
  DescribeConnectionsCommand,
  DirectConnectClientException,
} from '@aws-sdk/client-direct-connect';
import { describe, expect, it } from 'vitest';
import { failureOf, type Simulator, startSimulator } from './harness.ts';

type Caller = 'partner' | 'customer';

async function allocate({ partner }: Simulator): Promise<string> {
  const order = { ownerAccount: '111122223333', bandwidth: '500Mbps', connectionName: 'New line', vlan: 301 };
  const made = await partner.send(new AllocateHostedConnectionCommand({ connectionId: 'dxcon-source', ...order }));
  return made.connectionId ?? '';
}

function confirm(simulator: Simulator, connectionId: string, caller: Caller = 'customer') {
  return simulator[caller].send(new ConfirmConnectionCommand({ connectionId }));
}

function remove(simulator: Simulator, connectionId: string, caller: Caller = 'partner') {
  return simulator[caller].send(new DeleteConnectionCommand({ connectionId }));
}

async function stateOf({ customer }: Simulator, connectionId: string): Promise<string | undefined> {
  const { connections } = await customer.send(new DescribeConnectionsCommand({ connectionId }));
  return connections?.[0]?.connectionState;
}

function move({ partner }: Simulator, connectionId: string, parentConnectionId: string) {
  return partner.send(new AssociateHostedConnectionCommand({ connectionId, parentConnectionId }));
}

describe('ConfirmConnection', () => {
  // Direct Connect API reference, ConfirmConnection: it "remains in this state until the owner confirms".
  it('takes a connection from ordering to pending, and in time to available', async () => {
    const simulator = await startSimulator('settings: { confirmMs: 3000 }\n');
    const id = await allocate(simulator);
    simulator.clock.advance(86_400_000);
    const before = await stateOf(simulator, id);

    const { connectionState } = await confirm(simulator, id);
    simulator.clock.advance(2999);
    const justBefore = await stateOf(simulator, id);
    simulator.clock.advance(1);

    expect([before, connectionState, justBefore]).toEqual(['ordering', 'pending', 'pending']);
    expect(await stateOf(simulator, id)).toBe('available');
  });

  it('is refused in every other state, with the text that is quoted', async () => {
    const simulator = await startSimulator();
    const id = await allocate(simulator);
    await confirm(simulator, id);

    const again = await failureOf(confirm(simulator, id));
    const longThere = await failureOf(confirm(simulator, 'dxcon-hosted1'));

    expect(again).toBeInstanceOf(DirectConnectClientException);
    expect(again.message).toBe(`ConfirmConnection failed. ${id} is in state pending`);
    expect(longThere.message).toBe('ConfirmConnection failed. dxcon-hosted1 is in state available');
  });

  it.each<[string, Caller, string]>([
    ['the partner', 'partner', 'dxcon-hosted1'],
    ['another customer', 'customer', 'dxcon-hosted3'],
    ['anyone, of an interconnect', 'partner', 'dxcon-source'],
    ['anyone, of an id that does not exist', 'customer', 'dxcon-nowhere'],
  ])('knows of no such connection if the caller is %s', async (_name, caller, id) => {
    const simulator = await startSimulator();

    await expect(confirm(simulator, id, caller)).rejects.toThrow(`Could not find Connection with ID ${id}`);
  });
});

describe('DeleteConnection', () => {
  it.each<Caller>(['partner', 'customer'])('by the %s takes a connection away in time', async (caller) => {
    const simulator = await startSimulator('settings: { deleteMs: 3000 }\n');

    const answer = await remove(simulator, 'dxcon-hosted1', caller);
    simulator.clock.advance(2999);
    const justBefore = await stateOf(simulator, 'dxcon-hosted1');
    simulator.clock.advance(1);

    expect([answer.connectionState, justBefore]).toEqual(['deleting', 'deleting']);
    expect(await stateOf(simulator, 'dxcon-hosted1')).toBe('deleted');
  });

  // Direct Connect API reference, Connection: one in the ordering state "enters the rejected state if it is deleted by
  // the customer".
  it.each<[Caller, string]>([
    ['customer', 'rejected'],
    ['partner', 'deleting'],
  ])('by the %s makes one that is ordering %s', async (caller, state) => {
    const simulator = await startSimulator();
    const id = await allocate(simulator);

    await expect(remove(simulator, id, caller)).resolves.toMatchObject({ connectionState: state });
  });

  it('ends what a confirmation had begun', async () => {
    const simulator = await startSimulator('settings: { confirmMs: 1000, deleteMs: 5000 }\n');
    const id = await allocate(simulator);
    await confirm(simulator, id);
    await remove(simulator, id);

    simulator.clock.advance(1000);

    expect(await stateOf(simulator, id)).toBe('deleting');
  });

  it('frees the VLAN once the connection is gone, not before; it can be moved no more', async () => {
    const simulator = await startSimulator();
    await remove(simulator, 'dxcon-there');

    const early = await failureOf(move(simulator, 'dxcon-hosted2', 'dxlag-target'));
    const itself = await failureOf(move(simulator, 'dxcon-there', 'dxcon-source'));
    simulator.clock.advance(2000);

    expect(early.message).toContain('VLAN 102 of dxcon-hosted2 conflicts');
    expect(itself.message).toContain('dxcon-there is in state deleting');
    await expect(move(simulator, 'dxcon-hosted2', 'dxlag-target')).resolves.toBeDefined();
  });

  it('is possible in the transition of a move, and shows through it', async () => {
    const simulator = await startSimulator('settings: { stateWhileTransitioning: down }\n');
    await move(simulator, 'dxcon-hosted1', 'dxlag-target');

    await expect(remove(simulator, 'dxcon-hosted1')).resolves.toMatchObject({ connectionState: 'deleting' });
  });

  it('is refused twice', async () => {
    const simulator = await startSimulator();
    await remove(simulator, 'dxcon-hosted1');

    const whileDeleting = await failureOf(remove(simulator, 'dxcon-hosted1'));
    simulator.clock.advance(2000);
    const afterwards = await failureOf(remove(simulator, 'dxcon-hosted1', 'customer'));

    expect(whileDeleting.message).toBe('DeleteConnection failed. dxcon-hosted1 is in state deleting');
    expect(afterwards.message).toBe('DeleteConnection failed. dxcon-hosted1 is in state deleted');
  });

  // Direct Connect User Guide: "You can delete a connection as long as there are no virtual interfaces attached to it."
  it.each([
    ['is refused where a virtual interface is attached', 'available', 'cannot be deleted: dxvif-one is attached to it'],
    ['is possible where the virtual interface is deleted', 'deleted', undefined],
  ])('%s', async (_name, state, text) => {
    const simulator = await startSimulator(`
virtualInterfaces:
  - id: dxvif-one
    connection: dxcon-hosted1
    asn: 65000
    state: ${state}
    peers: [{ amazonAddress: 10.0.0.1/30, customerAddress: 10.0.0.2/30 }]
`);

    if (text === undefined) await expect(remove(simulator, 'dxcon-hosted1')).resolves.toBeDefined();
    else await expect(remove(simulator, 'dxcon-hosted1')).rejects.toThrow(text);
  });

  it.each<[string, Caller, string, string]>([
    ['another customer’s connection', 'customer', 'dxcon-hosted3', 'Could not find Connection with ID dxcon-hosted3'],
    ['one that does not exist', 'partner', 'dxcon-nowhere', 'Could not find Connection with ID dxcon-nowhere'],
    ['an interconnect', 'partner', 'dxcon-source', 'Connection dxcon-source is not a hosted connection.'],
    ['an interconnect, for a customer', 'customer', 'dxcon-source', 'Could not find Connection with ID dxcon-source'],
    ['a malformed id', 'partner', 'dxlag-target', 'ConnectionID dxlag-target has an invalid format.'],
  ])('refuses %s', async (_name, caller, id, text) => {
    const simulator = await startSimulator();

    await expect(remove(simulator, id, caller)).rejects.toThrow(text);
  });
});
