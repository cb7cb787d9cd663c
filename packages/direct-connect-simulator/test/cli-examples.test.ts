import { describe, expect, it } from 'vitest';
import { cliExamples, documented, type Shape } from './documented-shapes.ts';
import { authorization, baseTopology, rawCall, startSimulator } from './harness.ts';

const withVirtualInterface = `
virtualInterfaces:
  - id: dxvif-one
    connection: dxcon-hosted1
    asn: 65000
    authKey: asdf34example
    peers: [{ amazonAddress: 192.168.1.1/30, customerAddress: 192.168.1.2/30 }]
`;

type Json = Record<string, unknown>;

function expectShape(value: unknown, shape: Shape, example: string): void {
  expect(value).toBeTypeOf('object');
  const record = value as Json;
  expect(Object.keys(record)).toEqual(expect.arrayContaining(example.split(' ').filter(Boolean)));
  const kinds = Object.entries(record).map(([name, member]) => [name, Array.isArray(member) ? 'array' : typeof member]);
  expect(shape).toMatchObject(Object.fromEntries(kinds));
}

async function answerTo(operation: string, parameters: Json, caller = 'PARTNERKEY'): Promise<Json> {
  const { server } = await startSimulator(withVirtualInterface);
  const headers = { authorization: authorization(caller) };
  return (await (await rawCall(server.url, operation, parameters, headers)).json()) as Json;
}

function first(list: unknown): unknown {
  expect(list).toBeInstanceOf(Array);
  return (list as unknown[])[0];
}

// The raw JSON, not what an SDK makes of it: SDKs drop members that they do not know and convert the rest.
describe('answers have the members and types of the published CLI examples, and none that is not documented', () => {
  it('associate-hosted-connection', async () => {
    const parameters = { connectionId: 'dxcon-hosted1', parentConnectionId: 'dxlag-target' };

    const answer = await answerTo('AssociateHostedConnection', parameters);

    expectShape(answer, documented.Connection, cliExamples['associate-hosted-connection']);
    expect(answer).toMatchObject({ connectionId: 'dxcon-hosted1', vlan: 101, lagId: 'dxlag-target' });
  });

  it('allocate-hosted-connection', async () => {
    const parameters = { connectionId: 'dxcon-source', ownerAccount: '111122223333', bandwidth: '500Mbps', vlan: 301 };

    const answer = await answerTo('AllocateHostedConnection', { ...parameters, connectionName: 'mydcinterconnect' });

    expectShape(answer, documented.Connection, cliExamples['allocate-hosted-connection']);
    expect(answer).toMatchObject({ connectionState: 'ordering', connectionName: 'mydcinterconnect', vlan: 301 });
    expect(answer).not.toHaveProperty('lagId');
  });

  it('confirm-connection', async () => {
    const { server } = await startSimulator(
      '  - { id: dxcon-new, parent: dxcon-source, ownerAccount: "111122223333", vlan: 9, state: ordering }\n',
    );
    const headers = { authorization: authorization('CUSTOMERKEY') };

    const response = await rawCall(server.url, 'ConfirmConnection', { connectionId: 'dxcon-new' }, headers);

    const answer = await response.json();
    expectShape(answer, documented.ConfirmConnectionResponse, cliExamples['confirm-connection']);
    expect(answer).toEqual({ connectionState: 'pending' });
  });

  it('delete-connection', async () => {
    const { server } = await startSimulator('settings: { deleteMs: 0 }\n');

    const response = await rawCall(server.url, 'DeleteConnection', { connectionId: 'dxcon-hosted1' });

    const answer = await response.json();
    expectShape(answer, documented.Connection, cliExamples['delete-connection']);
    expect(answer).toMatchObject({ connectionId: 'dxcon-hosted1', connectionState: 'deleted' });
  });

  it('associate-connection-with-lag', async () => {
    const parameters = { connectionId: 'dxcon-source', lagId: 'dxlag-target' };

    const apart = baseTopology.replace(
      'dxlag-target, ownerAccount: "222233334444", vlan: 102',
      'dxcon-remote, ownerAccount: "222233334444", vlan: 102',
    );
    const { server } = await startSimulator('', () => 0, apart);

    const answer = await (await rawCall(server.url, 'AssociateConnectionWithLag', parameters)).json();

    expectShape(answer, documented.Connection, cliExamples['associate-connection-with-lag']);
    expect(answer).toMatchObject(parameters);
  });

  it('disassociate-connection-from-lag', async () => {
    const parameters = { connectionId: 'dxcon-member', lagId: 'dxlag-target' };

    const answer = await answerTo('DisassociateConnectionFromLag', parameters);

    expectShape(answer, documented.Connection, cliExamples['disassociate-connection-from-lag']);
    expect(answer).not.toHaveProperty('lagId');
  });

  it('update-lag', async () => {
    const answer = await answerTo('UpdateLag', { lagId: 'dxlag-target', lagName: '2ConnLag' });

    expectShape(answer, documented.Lag, cliExamples['update-lag']);
    expectShape(first(answer.connections), documented.Connection, cliExamples['describe-lags connections']);
    expect(answer).toMatchObject({ lagId: 'dxlag-target', lagName: '2ConnLag', minimumLinks: 1 });
  });

  it('describe-hosted-connections', async () => {
    const answer = await answerTo('DescribeHostedConnections', { connectionId: 'dxcon-source' });

    const connection = first(answer.connections);
    expectShape(connection, documented.Connection, cliExamples['describe-hosted-connections']);
    expect(connection).not.toHaveProperty('lagId');
  });

  it('describe-connections', async () => {
    const answer = await answerTo('DescribeConnections', {}, 'CUSTOMERKEY');

    expectShape(first(answer.connections), documented.Connection, cliExamples['describe-connections']);
  });

  it('describe-interconnects', async () => {
    const answer = await answerTo('DescribeInterconnects', {});

    expectShape(first(answer.interconnects), documented.Interconnect, cliExamples['describe-interconnects']);
  });

  it('describe-lags', async () => {
    const answer = await answerTo('DescribeLags', {});

    const lag = first(answer.lags);
    expectShape(lag, documented.Lag, cliExamples['describe-lags']);
    const member = first((lag as Json).connections);
    expectShape(member, documented.Connection, cliExamples['describe-lags connections']);
    expect(member).toMatchObject({ connectionId: 'dxcon-member', lagId: 'dxlag-target' });
  });

  it('describe-virtual-interfaces', async () => {
    const answer = await answerTo('DescribeVirtualInterfaces', { connectionId: 'dxcon-hosted1' }, 'CUSTOMERKEY');

    const virtualInterface = first(answer.virtualInterfaces);
    expectShape(virtualInterface, documented.VirtualInterface, cliExamples['describe-virtual-interfaces']);
    const peer = first((virtualInterface as Json).bgpPeers);
    expectShape(peer, documented.BGPPeer, cliExamples['associate-virtual-interface bgpPeers']);
  });

  // Direct Connect API reference, Connection: loaIssueTime is a timestamp (a number), hasLogicalRedundancy a string.
  it('sends timestamps as epoch seconds, hasLogicalRedundancy as text, and MACsec keys', async () => {
    const { server } = await startSimulator(`
  - id: dxcon-secure
    parent: dxcon-remote
    ownerAccount: "111122223333"
    vlan: 7
    loaIssueTime: "2024-05-01T12:00:00Z"
    hasLogicalRedundancy: yes
    macSec: { keys: [{ secretARN: "arn:aws:secretsmanager:x", ckn: "0a0b" }] }
`);

    const response = await rawCall(server.url, 'DescribeHostedConnections', { connectionId: 'dxcon-remote' });

    const { connections } = (await response.json()) as { connections: unknown };
    expectShape(first(connections), documented.Connection, '');
    expect(first(connections)).toMatchObject({
      loaIssueTime: 1_714_564_800,
      hasLogicalRedundancy: 'yes',
      macSecCapable: true,
      portEncryptionStatus: 'Encryption Up',
      encryptionMode: 'should_encrypt',
      macSecKeys: [{ secretARN: 'arn:aws:secretsmanager:x', ckn: '0a0b', state: 'associated' }],
    });
  });
});
