import { AssociateHostedConnectionCommand, DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { stackRequest } from '../../support/stack.ts';
import { PATIENT, TOOLS } from '../docs/operator.ts';
import { startWalk, type Walk } from './walk.ts';

// docs/operations/alarms: what became of lines that were moved.

let walk: Walk;
beforeEach(async () => {
  walk = await startWalk();
});
afterEach(() => walk.close());

const A_DAY = 86_400;
const REQUEST = { TENANT: 'orders', REQUEST_ID: 'r1', CONNECTION_ID: 'dxcon-line1', TO_PARENT_ID: 'dxlag-new1' };

describe.skipIf(TOOLS.missing)(`a line that was moved (${TOOLS.missing ?? TOOLS.found})`, PATIENT, () => {
  it('unhealthy: it is back on its old parent, and rings; moved to the new one, it is healthy after all', async () => {
    await walk.stack.send(stackRequest('r1', 'dxcon-line1'));
    expect((await walk.stack.nextEvent('Billing')).data.outcome).toBe('MIGRATED');
    expect(await walk.rings('unhealthy')).toBe(false);
    await moveByHand('dxcon-line1', 'dxcon-old1');

    await walk.untilRings('unhealthy');
    expect(await walk.prints('unhealthy', 'Look')).toMatch(/^\S+\tUNHEALTHY\tdxcon-line1\torders\tr1\n$/);
    expect(JSON.parse(await walk.prints('unhealthy', 'Look', 1, REQUEST))).toMatchObject({
      ...{ source: 'dxcon-old1', target: 'dxlag-new1', verdict: 'UNHEALTHY' },
      failings: ['NOT_ON_TARGET', 'ON_SOURCE'],
    });
    const now = await walk.prints('unhealthy', 'Look', 2, { ...REQUEST, TO_PARENT_ID: 'dxcon-old1' });
    expect(JSON.parse(now)).toMatchObject({ connectionState: 'available' });

    await moveByHand('dxcon-line1', 'dxlag-new1');
    await eventually(async () => {
      expect(await walk.prints('unhealthy', 'Over when', 0, REQUEST)).toBe('HEALTHY\n');
    });
    expect(await walk.rings('unhealthy', A_DAY)).toBe(false);
    expect(await walk.rings('unverified')).toBe(false);
  });

  it('moved-away: it is on a third parent, to which no request has moved it', async () => {
    await walk.stack.send(stackRequest('r1', 'dxcon-line1'));
    expect((await walk.stack.nextEvent('Billing')).data.outcome).toBe('MIGRATED');
    await moveByHand('dxcon-line1', 'dxlag-other1');

    await walk.untilRings('moved-away');
    expect(await walk.prints('moved-away', 'Look')).toMatch(/^\S+\tdxcon-line1\torders\tr1\n$/);
    expect(JSON.parse(await walk.prints('moved-away', 'Look', 1, REQUEST))).toMatchObject({
      ...{ connectionId: 'dxcon-line1', source: 'dxcon-old1', target: 'dxlag-new1' },
    });
    expect(await walk.rings('moved-away', A_DAY)).toBe(false);
  });
});

/** As an administrator would, past the service. */
async function moveByHand(connectionId: string, parentConnectionId: string): Promise<void> {
  const { region, directConnect } = walk.stack;
  const credentials = { accessKeyId: 'AROANETWORKADMIN', secretAccessKey: 'local' };
  const client = new DirectConnectClient({ region, endpoint: directConnect.url, credentials, maxAttempts: 1 });
  // For a while after a move it is in a transitioning state.
  await eventually(() => client.send(new AssociateHostedConnectionCommand({ connectionId, parentConnectionId })));
  client.destroy();
}
