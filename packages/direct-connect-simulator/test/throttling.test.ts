import {
  AssociateHostedConnectionCommand,
  DeleteConnectionCommand,
  DescribeLagsCommand,
} from '@aws-sdk/client-direct-connect';
import { describe, expect, it } from 'vitest';
import { failureOf, startSimulator } from './harness.ts';

describe('throttling', () => {
  // Direct Connect API reference, Common Errors: ThrottlingException, HTTP 400.
  it('answers above the rate with ThrottlingException, moves nothing, and lets calls pass again in time', async () => {
    const { partner, clock, admin } = await startSimulator(
      'settings: { throttle: { mutations: { ratePerSecond: 1, burst: 1 } } }\n',
    );
    const move = (connectionId: string) =>
      partner.send(new AssociateHostedConnectionCommand({ connectionId, parentConnectionId: 'dxlag-target' }));
    await move('dxcon-hosted1');

    const error = await failureOf(move('dxcon-hosted3'));
    clock.advance(999);
    const stillTooEarly = await failureOf(move('dxcon-hosted3'));
    clock.advance(1);
    await move('dxcon-hosted3');

    expect(error).toMatchObject({
      name: 'ThrottlingException',
      message: 'Rate exceeded',
      $metadata: { httpStatusCode: 400 },
    });
    expect(stillTooEarly.name).toBe('ThrottlingException');
    expect((await admin.journal()).moves.map(({ connectionId }) => connectionId)).toEqual([
      'dxcon-hosted1',
      'dxcon-hosted3',
    ]);
  });

  it('counts moves and whatever else changes something together', async () => {
    const { partner } = await startSimulator('settings: { throttle: { mutations: { ratePerSecond: 1, burst: 1 } } }\n');
    await partner.send(new DeleteConnectionCommand({ connectionId: 'dxcon-hosted1' }));

    const move = { connectionId: 'dxcon-hosted3', parentConnectionId: 'dxlag-target' };

    await expect(partner.send(new AssociateHostedConnectionCommand(move))).rejects.toThrow('Rate exceeded');
  });

  it('counts reads apart from moves', async () => {
    const { partner, clock } = await startSimulator(
      'settings: { throttle: { reads: { ratePerSecond: 1, burst: 2 } } }\n',
    );
    const read = () => partner.send(new DescribeLagsCommand({}));
    clock.advance(3_600_000); // an hour of rest fills the bucket to its brim, no further
    await read();
    await read();

    await expect(read()).rejects.toThrow('Rate exceeded');
    await expect(
      partner.send(
        new AssociateHostedConnectionCommand({ connectionId: 'dxcon-hosted1', parentConnectionId: 'dxlag-target' }),
      ),
    ).resolves.toBeDefined();
  });
});
