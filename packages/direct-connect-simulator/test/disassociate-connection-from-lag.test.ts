import { DirectConnectClientException, DisassociateConnectionFromLagCommand } from '@aws-sdk/client-direct-connect';
import { describe, expect, it } from 'vitest';
import { failureOf } from './harness.ts';
import { hostedOn, join, lagOf, lagWorld, leave, membersOf, move, startLags } from './lags.ts';

describe('DisassociateConnectionFromLag', () => {
  // Direct Connect API reference: hosted connections "remain associated with the LAG", except for the minimum the last
  // member may always go, and "the LAG continues to exist as an empty LAG".
  it('takes the last member out, below the minimum; what the LAG hosts stays, and is down', async () => {
    const simulator = await startLags();

    const alone = await leave(simulator, 'dxcon-last', 'dxlag-solo');

    expect(alone).toMatchObject({ connectionId: 'dxcon-last', connectionState: 'available' });
    expect(alone).not.toHaveProperty('lagId');
    expect(await lagOf(simulator, 'dxlag-solo')).toMatchObject({ lagState: 'down', numberOfConnections: 0 });
    expect(await hostedOn(simulator, 'dxlag-solo')).toEqual(['dxcon-solo down dxlag-solo']);
    expect((await simulator.admin.journal()).moves).toEqual([]);
  });

  it('is undone by joining again, which brings LAG and lines up', async () => {
    const simulator = await startLags();
    await leave(simulator, 'dxcon-last', 'dxlag-solo');
    simulator.clock.advance(2000);

    await join(simulator, 'dxcon-last', 'dxlag-solo');

    expect(await lagOf(simulator, 'dxlag-solo')).toMatchObject({ lagState: 'available', numberOfConnections: 1 });
    expect(await hostedOn(simulator, 'dxlag-solo')).toEqual(['dxcon-solo available dxlag-solo']);
  });

  it('makes the port one that hosts connections again', async () => {
    const simulator = await startLags();
    await leave(simulator, 'dxcon-last', 'dxlag-solo');

    await expect(move(simulator, 'dxcon-solo', 'dxcon-last')).resolves.toBeDefined();
  });

  it('lets a member go that carries no traffic, whatever the minimum is', async () => {
    const simulator = await startLags(
      '',
      lagWorld.replace('dxcon-two, location: SITE1', 'dxcon-two, location: SITE1, state: down'),
    );

    await expect(leave(simulator, 'dxcon-two', 'dxlag-pair')).resolves.toBeDefined();
  });

  it.each([
    ['a member that the LAG needs', 'dxcon-one', 'dxlag-pair', 'dxlag-pair would fall below its minimum of 2 links.'],
    // Quoted for this operation by what hashicorp/terraform-provider-aws matches.
    ['a connection it does not know', 'dxcon-nowhere', 'dxlag-pair', 'Connection does not exist'],
    ['a LAG it does not know', 'dxcon-one', 'dxlag-nowhere', 'Lag does not exist'],
    ['a member of another LAG', 'dxcon-last', 'dxlag-pair', 'Connection dxcon-last is not associated with dxlag-pair.'],
    [
      'a line that the LAG hosts',
      'dxcon-pair',
      'dxlag-pair',
      'Connection dxcon-pair is not associated with dxlag-pair.',
    ],
  ])('refuses %s', async (_name, connectionId, lagId, text) => {
    const simulator = await startLags();

    const error = await failureOf(leave(simulator, connectionId, lagId));

    expect(error).toBeInstanceOf(DirectConnectClientException);
    expect(error.message).toContain(text);
    expect(await membersOf(simulator, 'dxlag-pair')).toEqual(['dxcon-one', 'dxcon-two']);
  });

  // Quoted for this very operation: hashicorp/terraform-provider-aws, pull request 3212.
  it('refuses a port that has only just joined', async () => {
    const simulator = await startLags();
    await join(simulator, 'dxcon-b', 'dxlag-empty');

    const early = await failureOf(leave(simulator, 'dxcon-b', 'dxlag-empty'));
    simulator.clock.advance(2000);

    expect(early.message).toBe('Connection dxcon-b is in a transitioning state.');
    await expect(leave(simulator, 'dxcon-b', 'dxlag-empty')).resolves.toBeDefined();
    // Nor can one join at once that has only just left.
    await expect(join(simulator, 'dxcon-b', 'dxlag-empty')).rejects.toThrow('dxcon-b is in a transitioning state.');
  });

  it('takes a LAG down that is left without any link, though its minimum is 0', async () => {
    const simulator = await startLags();
    await join(simulator, 'dxcon-a', 'dxlag-empty');
    simulator.clock.advance(2000);

    await leave(simulator, 'dxcon-a', 'dxlag-empty');

    expect(await lagOf(simulator, 'dxlag-empty')).toMatchObject({ lagState: 'down', minimumLinks: 0 });
    expect(await hostedOn(simulator, 'dxlag-empty')).toContain('dxcon-line1 down dxlag-empty');
  });

  it('refuses a customer', async () => {
    const { customer } = await startLags();
    const command = new DisassociateConnectionFromLagCommand({ connectionId: 'dxcon-last', lagId: 'dxlag-solo' });

    await expect(customer.send(command)).rejects.toThrow('Connection does not exist');
  });
});
