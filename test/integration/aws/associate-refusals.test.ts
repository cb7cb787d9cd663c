import { describe, expect, it } from 'vitest';
import { startSimulator } from '../../../packages/direct-connect-simulator/test/harness.ts';
import type { ReasonCode } from '../../../src/contract/reason.ts';
import { adapterFor } from './harness.ts';

const SAME_NETWORK = `
virtualInterfaces:
  - id: dxvif-one
    connection: dxcon-hosted1
    asn: 65001
    peers: [{ amazonAddress: 169.254.255.1/30, customerAddress: 169.254.255.2/30 }]
  - id: dxvif-two
    connection: dxcon-there
    asn: 65002
    peers: [{ amazonAddress: 169.254.255.1/30, customerAddress: 169.254.255.2/30 }]
`;

describe('a call that the simulator refuses', () => {
  // Most of these texts are invented: no public one is known. That they map to a code proves that simulator and table
  // agree, not what the real service says; whatever it says, a client error is definite.
  it.each<[string, string, string, ReasonCode, string]>([
    ['the same VLAN on the target', 'dxcon-hosted2', 'dxlag-target', 'VLAN_CONFLICT', ''],
    ['the same addresses on the target', 'dxcon-hosted1', 'dxlag-target', 'IP_CONFLICT', SAME_NETWORK],
    ['a connection that is being deleted', 'dxcon-dying', 'dxlag-target', 'CONNECTION_STATE', ''],
    [
      'a target that is full',
      'dxcon-hosted1',
      'dxlag-target',
      'PARENT_CAPACITY',
      'settings: { maxHostedConnections: 1 }',
    ],
    ['a LAG that does not exist', 'dxcon-hosted1', 'dxlag-nowhere', 'PARENT_NOT_FOUND', ''],
    ['a LAG that hosts nothing', 'dxcon-hosted1', 'dxlag-closed', 'PARENT_CANNOT_HOST', ''],
    ['a LAG that is gone', 'dxcon-hosted1', 'dxlag-gone', 'PARENT_CANNOT_HOST', ''],
    ['an interconnect that is a member of a LAG', 'dxcon-hosted1', 'dxcon-member', 'PARENT_CANNOT_HOST', ''],
    ['another location', 'dxcon-hosted1', 'dxcon-remote', 'DIRECT_CONNECT_REFUSED', ''],
    ['a connection that does not exist', 'dxcon-nowhere', 'dxlag-target', 'DIRECT_CONNECT_REFUSED', ''],
  ])('%s: definite, with its reason, after one call', async (_name, connectionId, parentId, code, extra) => {
    const { server, admin } = await startSimulator(extra);

    const answer = await adapterFor(server.url).associate(connectionId, parentId);

    const { calls, moves } = await admin.journal();
    expect(answer).toEqual({
      kind: 'refused',
      code,
      message: expect.any(String),
      awsError: 'DirectConnectClientException',
      awsRequestId: calls[0]?.requestId,
    });
    expect(JSON.stringify(answer)).not.toContain('dxcon-there');
    expect([calls.length, moves.length]).toEqual([1, 0]);
  });

  it('says that a connection is still in transition, and later moves it', async () => {
    const { server, admin, clock } = await startSimulator('settings: { transitionMs: 60000 }\n');
    const { associate } = adapterFor(server.url);
    await associate('dxcon-hosted1', 'dxlag-target');

    const early = await associate('dxcon-hosted1', 'dxcon-single');
    clock.advance(60_000);
    const late = await associate('dxcon-hosted1', 'dxcon-single');

    expect(early).toMatchObject({ kind: 'transitioning', awsError: 'DirectConnectClientException' });
    expect(late).toMatchObject({ kind: 'moved' });
    expect(late).not.toHaveProperty('connection.lagId');
    expect((await admin.journal()).calls).toHaveLength(3);
  });

  it('from an account that is not the partner is our own error', async () => {
    const { server, admin } = await startSimulator();
    const { associate } = adapterFor(server.url, { AWS_ACCESS_KEY_ID: 'CUSTOMERKEY' });

    expect(await associate('dxcon-hosted1', 'dxlag-target')).toMatchObject({ kind: 'denied' });
    expect((await admin.journal()).calls).toHaveLength(1);
  });
});
