import {
  AllocateHostedConnectionCommand,
  AssociateConnectionWithLagCommand,
  AssociateHostedConnectionCommand,
  ConfirmConnectionCommand,
  DeleteConnectionCommand,
  DescribeHostedConnectionsCommand,
  DescribeLagsCommand,
  type DirectConnectClient,
  DisassociateConnectionFromLagCommand,
  UpdateLagCommand,
} from '@aws-sdk/client-direct-connect';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createClient, failureOf, startSimulator } from './harness.ts';

const ids = { connectionId: 'dxcon-hosted1', parentConnectionId: 'dxlag-target' };
const member = { connectionId: 'dxcon-member', lagId: 'dxlag-target' };

async function start() {
  const simulator = await startSimulator('readOnlyKeys: [PLANNER]\n');
  const planner = createClient(simulator.server.url, 'PLANNER');
  onTestFinished(() => planner.destroy());
  return { ...simulator, planner };
}

describe('a key that may only read', () => {
  it('reads as the partner does', async () => {
    const { planner } = await start();

    const { connections } = await planner.send(new DescribeHostedConnectionsCommand({ connectionId: 'dxcon-source' }));

    expect(connections).toHaveLength(4);
    await expect(planner.send(new DescribeLagsCommand({}))).resolves.toBeDefined();
  });

  it('may not move, in the words of IAM; any other key may', async () => {
    const { planner, partner, admin } = await start();

    const error = await failureOf(planner.send(new AssociateHostedConnectionCommand(ids)));

    // IAM User Guide, "Troubleshoot access denied error messages": "User: … is not authorized to perform: … on resource:
    // … because no identity-based policy allows the … action".
    expect(error).toMatchObject({
      name: 'AccessDeniedException',
      message:
        'User: arn:aws:iam::999988887777:user/PLANNER is not authorized to perform: directconnect:AssociateHostedConnection on resource: arn:aws:directconnect:us-west-1:999988887777:dxcon/dxcon-hosted1 because no identity-based policy allows the directconnect:AssociateHostedConnection action',
      $metadata: { httpStatusCode: 400 },
    });
    const { calls, moves } = await admin.journal();
    expect(calls).toMatchObject([{ accessKeyId: 'PLANNER', answer: { type: 'AccessDeniedException' } }]);
    expect(moves).toEqual([]);
    await expect(partner.send(new AssociateHostedConnectionCommand(ids))).resolves.toBeDefined();
  });

  it.each<[string, (planner: DirectConnectClient) => Promise<unknown>]>([
    ['AllocateHostedConnection', (planner) => planner.send(new AllocateHostedConnectionCommand({} as never))],
    ['ConfirmConnection', (planner) => planner.send(new ConfirmConnectionCommand(ids))],
    ['DeleteConnection', (planner) => planner.send(new DeleteConnectionCommand(ids))],
    ['AssociateConnectionWithLag', (planner) => planner.send(new AssociateConnectionWithLagCommand(member))],
    ['DisassociateConnectionFromLag', (planner) => planner.send(new DisassociateConnectionFromLagCommand(member))],
    ['UpdateLag', (planner) => planner.send(new UpdateLagCommand({ lagId: 'dxlag-target', lagName: 'x' }))],
  ])('may not %s', async (operation, call) => {
    const { planner, admin } = await start();
    const before = await admin.topology();

    const error = await failureOf(call(planner));

    expect(error.name).toBe('AccessDeniedException');
    expect(error.message).toContain(`perform: directconnect:${operation} on resource: `);
    expect(await admin.topology()).toEqual(before);
  });

  it('changes nothing by a call whose answer is lost either', async () => {
    const { planner, admin } = await start();
    await admin.armFault({ kind: 'drop', effect: 'done' });

    await failureOf(planner.send(new AssociateHostedConnectionCommand(ids)));

    const { calls, moves } = await admin.journal();
    expect(calls[0]?.hiddenEffect).toMatchObject({ outcome: 'refused' });
    expect(moves).toEqual([]);
  });
});
