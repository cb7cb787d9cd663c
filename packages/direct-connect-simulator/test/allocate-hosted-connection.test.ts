import {
  AllocateHostedConnectionCommand,
  AssociateHostedConnectionCommand,
  DescribeConnectionsCommand,
  DescribeHostedConnectionsCommand,
  DirectConnectClientException,
  DuplicateTagKeysException,
  TooManyTagsException,
} from '@aws-sdk/client-direct-connect';
import { describe, expect, it } from 'vitest';
import { failureOf, rawCall, type Simulator, startSimulator } from './harness.ts';

const order = {
  connectionId: 'dxcon-source',
  ownerAccount: '111122223333',
  bandwidth: '500Mbps',
  connectionName: 'New line',
  vlan: 301,
};

function allocate({ partner }: Simulator, change: Partial<typeof order> = {}) {
  return partner.send(new AllocateHostedConnectionCommand({ ...order, ...change }));
}

async function idsOn({ partner }: Simulator, connectionId: string): Promise<(string | undefined)[]> {
  const { connections = [] } = await partner.send(new DescribeHostedConnectionsCommand({ connectionId }));
  return connections.map((connection) => connection.connectionId);
}

describe('AllocateHostedConnection', () => {
  // Direct Connect API reference, Connection: `ordering` is "the initial state of a hosted connection".
  it('makes a connection that is ordering, seen by partner and owner', async () => {
    const simulator = await startSimulator();

    const made = await allocate(simulator);

    expect(made).toMatchObject({
      ...{ connectionState: 'ordering', connectionName: 'New line', bandwidth: '500Mbps', vlan: 301 },
      ...{ ownerAccount: '111122223333', location: 'SITE1', partnerName: 'Example Partner', region: 'us-west-1' },
    });
    expect(made.connectionId).toMatch(/^dxcon-[a-z0-9]{8}$/);
    expect(await idsOn(simulator, 'dxcon-source')).toContain(made.connectionId);
    const own = await simulator.customer.send(new DescribeConnectionsCommand({ connectionId: made.connectionId }));
    expect(own.connections).toMatchObject([{ connectionName: 'New line', connectionState: 'ordering' }]);
    expect((await simulator.admin.journal()).moves).toEqual([]);
  });

  it('puts it on a LAG, whose id it then shows', async () => {
    const simulator = await startSimulator();

    await expect(allocate(simulator, { connectionId: 'dxlag-target' })).resolves.toMatchObject({
      lagId: 'dxlag-target',
    });
  });

  it('gives each its own id, the same on every run', async () => {
    const idsOfARun = async () => {
      const simulator = await startSimulator();
      return [(await allocate(simulator)).connectionId, (await allocate(simulator, { vlan: 302 })).connectionId];
    };

    const [first, second] = [await idsOfARun(), await idsOfARun()];

    expect(new Set(first).size).toBe(2);
    expect(second).toEqual(first);
  });

  it('makes one that can be moved, and whose VLAN is in the way of others', async () => {
    const simulator = await startSimulator();
    const { connectionId } = await allocate(simulator, { connectionId: 'dxlag-target', vlan: 101 });
    const move = (id: string | undefined, parentConnectionId: string) =>
      simulator.partner.send(new AssociateHostedConnectionCommand({ connectionId: id, parentConnectionId }));

    await expect(move('dxcon-hosted1', 'dxlag-target')).rejects.toThrow(`conflicts with hosted connection`);
    await expect(move(connectionId, 'dxcon-single')).resolves.toMatchObject({ vlan: 101 });
  });

  it('shows it only once a lagging answer tells of a time when it was there', async () => {
    const simulator = await startSimulator('settings: { describeLagMs: 1000, describeLag: fixed }\n');
    const { connectionId } = await allocate(simulator);

    simulator.clock.advance(999);
    expect(await idsOn(simulator, 'dxcon-source')).not.toContain(connectionId);
    simulator.clock.advance(1);
    expect(await idsOn(simulator, 'dxcon-source')).toContain(connectionId);
  });

  it('keeps tags, which the owner sees and the partner does not', async () => {
    const { partner, customer } = await startSimulator();
    const tags = [{ key: 'team', value: 'network' }, { key: 'empty' }];

    const { connectionId, tags: shown } = await partner.send(new AllocateHostedConnectionCommand({ ...order, tags }));
    const own = await customer.send(new DescribeConnectionsCommand({ connectionId }));

    expect(shown).toEqual([]);
    expect(own.connections?.[0]?.tags).toEqual([
      { key: 'team', value: 'network' },
      { key: 'empty', value: '' },
    ]);
  });
});

describe('AllocateHostedConnection refuses', () => {
  it.each<[string, Partial<typeof order>, string]>([
    [
      'a VLAN that is taken',
      { vlan: 102 },
      'VLAN 102 on dxcon-source is already that of hosted connection dxcon-hosted2',
    ],
    ['an interconnect it does not know', { connectionId: 'dxcon-no' }, 'Could not find Connection with ID dxcon-no'],
    ['a LAG it does not know', { connectionId: 'dxlag-no' }, 'Could not find Lag with ID dxlag-no'],
    ['a hosted connection as the parent', { connectionId: 'dxcon-hosted1' }, 'dxcon-hosted1 is not an interconnect'],
    ['a member of a LAG', { connectionId: 'dxcon-member' }, 'dxcon-member is a member of dxlag-target'],
    ['a LAG that hosts nothing', { connectionId: 'dxlag-closed' }, 'dxlag-closed does not allow hosted connections'],
    ['a parent that is deleted', { connectionId: 'dxlag-gone' }, 'dxlag-gone cannot host connections in state deleted'],
    ['a malformed parent id', { connectionId: 'dxvif-a' }, 'ConnectionID dxvif-a has an invalid format.'],
    ['a bandwidth that there is not', { bandwidth: '3Gbps' }, 'Invalid value for parameter bandwidth: expected one of'],
    ['a VLAN that there is not', { vlan: 4095 }, 'parameter vlan: expected a whole number from 1 to 4094, found 4095'],
    ['an owner that is no account', { ownerAccount: '12' }, 'Invalid value for parameter ownerAccount'],
    ['an empty name', { connectionName: '' }, 'Missing required parameter connectionName'],
  ])('%s', async (_name, change, text) => {
    const simulator = await startSimulator();
    const before = await idsOn(simulator, 'dxcon-source');

    const error = await failureOf(allocate(simulator, change));

    expect(error).toBeInstanceOf(DirectConnectClientException);
    expect(error.message).toContain(text);
    expect(await idsOn(simulator, 'dxcon-source')).toEqual(before);
  });

  it('more connections than maxHostedConnections', async () => {
    const simulator = await startSimulator('settings: { maxHostedConnections: 4 }\n');

    await expect(allocate(simulator)).rejects.toThrow('dxcon-source has reached its limit of 4 hosted connections.');
  });

  // Direct Connect API reference: "Intended for use by Direct Connect Partners only." The text is quoted for this
  // very operation (crossplane-contrib/provider-upjet-aws, issue 279).
  it('a customer', async () => {
    const { customer } = await startSimulator();

    const error = await failureOf(customer.send(new AllocateHostedConnectionCommand(order)));

    expect(error.message).toBe('Account 111122223333 is not an authorized Direct Connect partner in us-west-1.');
  });

  // Direct Connect API reference, AllocateHostedConnection, Errors; TagResource: at most 50 tags.
  it.each([
    ['a tag key that comes twice', [{ key: 'a' }, { key: 'a', value: 'b' }], DuplicateTagKeysException],
    ['51 tags', Array.from({ length: 51 }, (_, number) => ({ key: `key${number}` })), TooManyTagsException],
  ])('%s', async (_name, tags, type) => {
    const { partner } = await startSimulator();

    const error = await failureOf(partner.send(new AllocateHostedConnectionCommand({ ...order, tags })));

    expect(error).toBeInstanceOf(type);
  });

  it.each([
    ['tags that are no list', { tags: 'a' }, 'parameter tags: expected a list'],
    ['no VLAN', { vlan: null }, 'Missing required parameter vlan'],
  ])('%s', async (_name, change, text) => {
    const { server } = await startSimulator();

    const response = await rawCall(server.url, 'AllocateHostedConnection', { ...order, ...change });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: expect.stringContaining(text) });
  });
});

describe('a fault on AllocateHostedConnection', () => {
  it('can hide what was made, or make it late', async () => {
    const simulator = await startSimulator();
    const operation = 'AllocateHostedConnection';
    await simulator.admin.armFault({ kind: 'drop', operation, effect: 'done', connectionId: 'dxcon-source' });
    await simulator.admin.armFault({ kind: 'unavailable', operation, effect: 'late', effectAfterMs: 500 });
    const before = (await idsOn(simulator, 'dxcon-source')).length;

    await failureOf(allocate(simulator));
    const afterDrop = (await idsOn(simulator, 'dxcon-source')).length;
    await failureOf(allocate(simulator, { vlan: 302 }));
    simulator.clock.advance(500);

    expect(afterDrop).toBe(before + 1);
    expect(await idsOn(simulator, 'dxcon-source')).toHaveLength(before + 2);
    const effects = (await simulator.admin.journal()).calls.flatMap(({ hiddenEffect }) => hiddenEffect ?? []);
    expect(effects.map(({ outcome }) => outcome)).toEqual(['changed', 'changed']);
  });
});
