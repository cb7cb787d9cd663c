import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stackRequest, type TestStack } from '../../support/stack.ts';
import { findsNothing, logged, PATIENT, TOOLS } from '../docs/operator.ts';
import { startWalk, type Walk } from './walk.ts';

// docs/operations/alarms: what keeps requests waiting.

let walk: Walk;
beforeEach(async () => {
  walk = await startWalk();
});
afterEach(() => walk.close());

/** Two lines of another account that came to no good end a moment ago: the stack has none of two accounts. */
async function haveTroubles({ dynamoDb, region, outputs }: TestStack, parent: string): Promise<void> {
  const credentials = { accessKeyId: 'LOCALOPERATOR', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ region, endpoint: dynamoDb.url, credentials });
  const trouble = { ownerAccount: '444455556666', atMs: Date.now() };
  const troubles = ['dxcon-a', 'dxcon-b'].map((connectionId) => ({ connectionId, ...trouble }));
  const Item = { pk: { S: `PARENT#${parent}` }, troubles: { S: JSON.stringify(troubles) } };
  await client.send(new PutItemCommand({ TableName: outputs.LedgerName ?? '', Item }));
  client.destroy();
}

/** A day, in seconds: alarms return to OK within it unless they ring again. */
const A_DAY = 86_400;
const REQUEST = { TENANT: 'orders', REQUEST_ID: 'r1', CONNECTION_ID: 'dxcon-line1', TO_PARENT_ID: 'dxlag-new1' };

describe.skipIf(TOOLS.missing)(`what keeps requests waiting (${TOOLS.missing ?? TOOLS.found})`, PATIENT, () => {
  it('access-denied: the requests wait, and go on once it is allowed', async () => {
    expect(await walk.rings('access-denied')).toBe(false);
    await walk.stack.directConnectAdmin.armFault({ kind: 'accessDenied' });
    await walk.stack.send(stackRequest('r1', 'dxcon-line1'));

    await walk.untilRings('access-denied');
    expect(await walk.prints('access-denied', 'Look')).toContain('orders  r1  dxcon-line1  1  AccessDeniedException');
    expect(JSON.parse(await walk.prints('access-denied', 'Look', 1, REQUEST))).toEqual({
      expectedParentConnectionId: 'dxcon-old1',
      parentConnectionId: 'dxlag-new1',
    });

    expect((await walk.stack.nextEvent('Billing')).data.outcome).toBe('MIGRATED');
    await logged(walk.stack, 'published', 'r1');
    await findsNothing(walk.follow('access-denied', 'Over when'), 'no request is RECEIVED');
    expect(await walk.rings('access-denied', A_DAY)).toBe(false);
  });

  it('calling: no observation of the line is possible', async () => {
    const local = { Threshold: 1, Period: 5 };
    expect(await walk.rings('calling', 0, local)).toBe(false);
    const { directConnectAdmin } = walk.stack;
    await directConnectAdmin.armFault({ kind: 'drop', effect: 'none' });
    await walk.stack.send(stackRequest('r1', 'dxcon-line1'));
    await logged(walk.stack, 'unclear', 'r1');
    await directConnectAdmin.armFault({
      kind: 'accessDenied',
      operation: 'DescribeHostedConnections',
      times: 1000,
    });

    await walk.untilRings('calling', local);
    expect(await walk.prints('calling', 'Look')).toMatch(/^CALLING\torders\tr1\tdxcon-line1\t/);
    expect(await walk.prints('calling', 'Look', 1)).toMatch(
      /orders {2}r1 {2}dxcon-line1 {2}\d(.*\n)*.*orders {2}r1 {2}observation/,
    );
    const ran = await walk.follow('calling', 'Look', 2, REQUEST);
    expect(ran).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('AccessDeniedException') });
    expect(ran.stderr).toContain('what is on dxlag-new1 is not known');
    expect(await walk.prints('calling', 'Over when')).toContain('CALLING\torders\tr1\t');
    await directConnectAdmin.clearFaults();

    expect((await walk.stack.nextEvent('Notification')).data.outcome).toBe('HELD');
    expect(await walk.prints('calling', 'Look', 2, { TO_PARENT_ID: 'dxcon-old1' })).toContain('dxcon-line1\tavailable');
    await findsNothing(walk.follow('calling', 'Over when'), 'no request is CALLING');
    expect(await walk.rings('calling', A_DAY)).toBe(false);
  });

  it('stuck: no observation of the line is possible, before any call', async () => {
    const local = { Threshold: 3, Period: 5 };
    expect(await walk.rings('stuck', 0, local)).toBe(false);
    const { directConnectAdmin } = walk.stack;
    await directConnectAdmin.armFault({ kind: 'throttle', operation: 'DescribeHostedConnections', times: 100_000 });
    await walk.stack.send(stackRequest('r1', 'dxcon-line1'));

    await walk.untilRings('stuck', local);
    expect(await walk.prints('stuck', 'Look')).toMatch(
      /orders {2}r1 {2}dxcon-line1 {2}(observationUnavailable|throttled) {2}[\d.]+$/m,
    );
    await directConnectAdmin.clearFaults();

    expect((await walk.stack.nextEvent('Billing')).data.outcome).toBe('MIGRATED');
    expect(await walk.rings('stuck', A_DAY)).toBe(false);
  });

  it('parent-closed: the last of three lines is held, and what comes after it waits until a person opens the parent', async () => {
    const local = { Period: 5 };
    expect(await walk.rings('parent-closed', 0, local)).toBe(false);
    await haveTroubles(walk.stack, 'dxlag-new1');
    await walk.stack.directConnectAdmin.armFault({ kind: 'drop', effect: 'none' });
    await walk.stack.send(stackRequest('r1', 'dxcon-line1'));

    await walk.untilRings('parent-closed', local);
    const closed = JSON.parse(await walk.prints('parent-closed', 'Look'));
    expect(closed.closedParents).toMatchObject([{ parent: 'dxlag-new1', by: 'dx-migrator' }]);
    await walk.stack.send(stackRequest('r2', 'dxcon-line2'));
    await logged(walk.stack, 'waiting', 'r2');
    expect(await walk.prints('parent-closed', 'Look', 1)).toContain('orders  r2  dxcon-line2');
    expect(await walk.prints('parent-closed', 'Look', 2, { PARENT_ID: 'dxcon-old1' })).toContain('dxcon-line2\t1111');
    const opened = await walk.prints('parent-closed', 'Act', 0, { PARENT_ID: 'dxlag-new1', WHY: 'new optics' });
    expect(JSON.parse(opened)).toMatchObject({ changed: true, closedParents: [] });

    expect((await walk.stack.nextEvent('Billing')).data.request?.requestId).toBe('r2');
    expect(await walk.rings('parent-closed', A_DAY)).toBe(false);
  });

  it('paused: someone has forgotten to resume', async () => {
    const local = { Period: 5, EvaluationPeriods: 1, DatapointsToAlarm: 1 };
    expect(await walk.rings('paused', 0, local)).toBe(false);
    await walk.stack.functions.get('control')?.invoke('{"action":"pause","by":"bob","why":"upgrade"}');
    await walk.stack.send(stackRequest('r1', 'dxcon-line1'));

    await walk.untilRings('paused', local);
    expect(await walk.prints('paused', 'Look')).toContain('bob  upgrade');
    await logged(walk.stack, 'waiting', 'r1');
    expect(await walk.prints('paused', 'Look', 1)).toMatch(/1 RECEIVED/);
    expect(JSON.parse(await walk.prints('paused', 'Act'))).toMatchObject({ paused: false, changed: true });

    expect((await walk.stack.nextEvent('Billing')).data.outcome).toBe('MIGRATED');
    expect(await walk.rings('paused', A_DAY)).toBe(false);
  });
});
