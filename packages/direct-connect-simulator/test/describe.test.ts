import {
  AssociateHostedConnectionCommand,
  DescribeConnectionsCommand,
  DescribeHostedConnectionsCommand,
  DescribeInterconnectsCommand,
  DescribeLagsCommand,
  DescribeVirtualInterfacesCommand,
} from '@aws-sdk/client-direct-connect';
import { describe, expect, it } from 'vitest';
import { failureOf, type Simulator, startSimulator } from './harness.ts';

const toTarget = new AssociateHostedConnectionCommand({
  connectionId: 'dxcon-hosted1',
  parentConnectionId: 'dxlag-target',
});

function list({ partner }: Simulator, page: { maxResults?: number; nextToken?: string | undefined } = {}) {
  return partner.send(new DescribeHostedConnectionsCommand({ connectionId: 'dxcon-source', ...page }));
}

async function idsOnSource(simulator: Simulator): Promise<(string | undefined)[]> {
  return ((await list(simulator)).connections ?? []).map(({ connectionId }) => connectionId);
}

describe('pages', () => {
  it('return every entry once, and no token with the last', async () => {
    const simulator = await startSimulator();

    const first = await list(simulator, { maxResults: 3 });
    const second = await list(simulator, { maxResults: 3, nextToken: first.nextToken });

    const ids = [first, second].map(({ connections }) => connections?.map(({ connectionId }) => connectionId));
    expect(ids).toEqual([['dxcon-hosted1', 'dxcon-hosted2', 'dxcon-hosted3'], ['dxcon-dying']]);
    expect(first.nextToken).toBeDefined();
    expect(second).not.toHaveProperty('nextToken');
  });

  it('lose nothing when a shown connection moves away in between', async () => {
    const simulator = await startSimulator();
    const first = await list(simulator, { maxResults: 1 });
    await simulator.partner.send(toTarget);

    const second = await list(simulator, { nextToken: first.nextToken });

    expect(second.connections?.map(({ connectionId }) => connectionId)).toEqual([
      'dxcon-hosted2',
      'dxcon-hosted3',
      'dxcon-dying',
    ]);
  });

  // Direct Connect API reference: "If MaxResults is given a value larger than 100, only 100 results are returned."
  it('hold 100 entries at most', async () => {
    const many = Array.from(
      { length: 101 },
      (_, index) =>
        `  - { id: dxcon-many${index}, parent: dxcon-remote, ownerAccount: "111122223333", vlan: ${index + 1} }\n`,
    );
    const { partner } = await startSimulator(many.join(''));

    const page = await partner.send(
      new DescribeHostedConnectionsCommand({ connectionId: 'dxcon-remote', maxResults: 500 }),
    );

    expect(page.connections).toHaveLength(100);
    expect(page.nextToken).toBeDefined();
  });

  it('can be made small by a setting', async () => {
    const simulator = await startSimulator('settings: { pageSize: 2 }\n');

    expect((await list(simulator)).connections).toHaveLength(2);
  });

  it.each([0, -1, 1.5])('reject a maxResults of %d', async (maxResults) => {
    const simulator = await startSimulator();

    await expect(list(simulator, { maxResults })).rejects.toThrow('maxResults');
  });

  it('reject an invalid token, and one of another listing', async () => {
    const simulator = await startSimulator('settings: { pageSize: 1 }\n');
    await simulator.partner.send(toTarget);
    const { nextToken } = await simulator.partner.send(
      new DescribeHostedConnectionsCommand({ connectionId: 'dxlag-target' }),
    );
    expect(nextToken).toBeDefined();

    await expect(list(simulator, { nextToken: 'abc' })).rejects.toThrow('nextToken');
    await expect(list(simulator, { nextToken })).rejects.toThrow('nextToken');
  });

  it('work for every Describe operation', async () => {
    const { partner, customer } = await startSimulator(`
virtualInterfaces:
  - { id: dxvif-a, connection: dxcon-hosted1, asn: 65000, peers: [{ amazonAddress: 10.0.0.1/30, customerAddress: 10.0.0.2/30 }] }
  - { id: dxvif-b, connection: dxcon-hosted2, asn: 65000, peers: [{ amazonAddress: 10.0.1.1/30, customerAddress: 10.0.1.2/30 }] }
settings: { pageSize: 1 }
`);

    const pages = await Promise.all([
      partner.send(new DescribeInterconnectsCommand({})),
      partner.send(new DescribeLagsCommand({})),
      customer.send(new DescribeConnectionsCommand({})),
      customer.send(new DescribeVirtualInterfacesCommand({})),
    ]);

    expect(pages.every(({ nextToken }) => nextToken !== undefined)).toBe(true);
  });
});

describe('visibility by account', () => {
  it('a customer sees its own connections, with their tags', async () => {
    const { customer } = await startSimulator();

    const { connections } = await customer.send(new DescribeConnectionsCommand({}));

    expect(connections?.map(({ connectionId }) => connectionId)).toEqual(['dxcon-hosted1', 'dxcon-hosted2']);
    expect(connections?.[0]?.tags).toEqual([{ key: 'team', value: 'network' }]);
  });

  it('the partner sees its customers’ connections without their tags, and none of them as its own', async () => {
    const { partner } = await startSimulator();

    const hosted = await partner.send(new DescribeHostedConnectionsCommand({ connectionId: 'dxcon-source' }));
    const own = await partner.send(new DescribeConnectionsCommand({}));

    expect(hosted.connections?.[0]).toMatchObject({ connectionId: 'dxcon-hosted1', tags: [] });
    expect(own.connections).toEqual([]);
  });

  it('a customer may not ask for interconnects or what they host, and has no LAGs', async () => {
    const { customer } = await startSimulator();
    const notPartner = 'Account 111122223333 is not an authorized Direct Connect partner in us-west-1.';

    const hosted = await failureOf(
      customer.send(new DescribeHostedConnectionsCommand({ connectionId: 'dxcon-source' })),
    );
    const interconnects = await failureOf(customer.send(new DescribeInterconnectsCommand({})));
    const { lags } = await customer.send(new DescribeLagsCommand({}));

    expect([hosted.message, interconnects.message]).toEqual([notPartner, notPartner]);
    expect(lags).toEqual([]);
  });

  // hashicorp/terraform-provider-aws, issue 43499.
  it('a hosted connection’s own id does not reveal its parent', async () => {
    const { partner } = await startSimulator();

    const error = await failureOf(
      partner.send(new DescribeHostedConnectionsCommand({ connectionId: 'dxcon-hosted1' })),
    );

    expect(error.message).toBe(
      "999988887777 DescribeHostedConnections failed for connection dxcon-hosted1 doesn't exist.",
    );
  });

  it('one connection is found by its id, and an unknown one gets the quoted text', async () => {
    const { partner, customer } = await startSimulator();

    const interconnect = await partner.send(new DescribeInterconnectsCommand({ interconnectId: 'dxcon-single' }));
    const lag = await partner.send(new DescribeLagsCommand({ lagId: 'dxlag-target' }));
    const connection = await customer.send(new DescribeConnectionsCommand({ connectionId: 'dxcon-hosted2' }));

    expect(interconnect.interconnects).toMatchObject([{ interconnectName: 'Single' }]);
    expect(lag.lags).toMatchObject([{ lagId: 'dxlag-target', numberOfConnections: 1, minimumLinks: 1 }]);
    expect(connection.connections).toMatchObject([{ vlan: 102 }]);
    await expect(partner.send(new DescribeInterconnectsCommand({ interconnectId: 'dxcon-no' }))).rejects.toThrow(
      'Could not find Connection with ID dxcon-no',
    );
    await expect(partner.send(new DescribeLagsCommand({ lagId: 'dxlag-no' }))).rejects.toThrow(
      'Could not find Lag with ID dxlag-no',
    );
    await expect(customer.send(new DescribeConnectionsCommand({ connectionId: 'dxcon-hosted3' }))).rejects.toThrow(
      'Could not find Connection with ID dxcon-hosted3',
    );
  });
});

describe('Describe lags', () => {
  it('by a share of describeLagMs that each call draws for itself', async () => {
    const shares = [0.5, 0.5, 0.1];
    const simulator = await startSimulator('settings: { describeLagMs: 1000 }\n', () => shares.shift() ?? 0);
    await simulator.partner.send(toTarget);

    simulator.clock.advance(499);
    const tooEarly = await idsOnSource(simulator);
    simulator.clock.advance(1);
    const lateEnough = await idsOnSource(simulator);

    expect(tooEarly).toContain('dxcon-hosted1');
    expect(lateEnough).not.toContain('dxcon-hosted1');
  });

  it('by all of it where it is fixed, for state and lagId too; the admin view never lags', async () => {
    const simulator = await startSimulator('settings: { describeLagMs: 1000, describeLag: fixed }\n');
    await simulator.partner.send(toTarget);
    simulator.clock.advance(999);

    const stale = await list(simulator);
    const truth = (await simulator.admin.topology()).parents.find(({ id }) => id === 'dxlag-target');
    simulator.clock.advance(1);

    expect(stale.connections?.[0]).toMatchObject({ connectionId: 'dxcon-hosted1' });
    expect(stale.connections?.[0]).not.toHaveProperty('lagId');
    expect(truth?.hostedConnections.map(({ id }) => id)).toContain('dxcon-hosted1');
    expect(await idsOnSource(simulator)).not.toContain('dxcon-hosted1');
  });
});
