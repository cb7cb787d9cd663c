import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stackRequest } from '../../support/stack.ts';
import { findsNothing, logged, PATIENT, TOOLS } from '../docs/operator.ts';
import { startWalk, type Walk } from './walk.ts';

const A_WHILE = 301;

let walk: Walk;
beforeAll(async () => {
  walk = await startWalk();
});
afterAll(() => walk.close());

const state = async (page: string, REQUEST_ID: string) =>
  (await walk.prints(page, 'Over when', 0, { TENANT: 'orders', REQUEST_ID })).trim();
const EMPTY = { ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' };
const remove = async (MESSAGE_ID: string) =>
  expect(await walk.follow('quarantine', 'Act', 0, { MESSAGE_ID })).toMatchObject({ status: 0, stdout: '' });

describe.skipIf(TOOLS.missing)(`rejected messages (${TOOLS.missing ?? TOOLS.found})`, PATIENT, () => {
  it('quarantine: the message is read, and deleted when it is dealt with', async () => {
    expect(await walk.rings('quarantine')).toBe(false);
    const body = '{"schemaVersion":"1","requestId":"order 1"}';
    const messageId = await walk.stack.send(body);
    await walk.untilRings('quarantine');

    const [counted, printed] = [await walk.prints('quarantine', 'Look'), await walk.prints('quarantine', 'Look', 1)];
    expect(counted).toMatch(/^ *1 INVALID_REQUEST\torders\tAROAORDERSYSTEM\n$/);
    const copy = JSON.parse(printed);

    expect(copy).toMatchObject({
      reason: 'INVALID_REQUEST',
      tenant: 'orders',
      senderId: 'AROAORDERSYSTEM:local',
      messageId,
      Body: body,
    });
    const published = await walk.stack.nextEvent('Notification');
    expect(published.metadata.causationId).toBe(copy.messageId);
    expect(published.data.reason?.message).toContain('requestId');

    await remove(copy.MessageId);
    expect(await walk.rings('quarantine', A_WHILE)).toBe(false);
    await findsNothing(walk.follow('quarantine', 'Act', 0, { MESSAGE_ID: copy.MessageId }));
    await findsNothing(walk.follow('quarantine', 'Look'));
    expect(JSON.parse(await walk.prints('quarantine', 'Over when'))).toEqual(EMPTY);
  });

  it('unknown-sender: its id is read, and the request is accepted unchanged once it is a tenant’s', async () => {
    expect(await walk.rings('unknown-sender')).toBe(false);
    const request = stackRequest('order-2', 'dxcon-line1');
    await walk.stack.send('not JSON');
    await walk.stack.send(request, 'AROANEWROLE');
    await walk.untilRings('unknown-sender');
    expect(await walk.rings('quarantine')).toBe(true);

    const copy = JSON.parse(await walk.prints('unknown-sender', 'Look'));

    expect(copy).toMatchObject({ senderId: expect.stringMatching(/^AIDALOCAL/), Body: JSON.stringify(request) });
    expect(Math.abs(Date.now() - Date.parse(copy.at))).toBeLessThan(60_000);
    await remove(copy.MessageId);
    await findsNothing(walk.follow('unknown-sender', 'Look'), 'a copy of an unknown sender');
    await walk.stack.send(request);
    await logged(walk.stack, 'migrated', 'order-2');
    expect(await state('unknown-sender', 'order-2')).toBe('MIGRATED');
    expect(await walk.rings('unknown-sender', A_WHILE)).toBe(false);
  });

  it('not-permitted: parents and the line’s account are read; the rejection stays, a new request is accepted', async () => {
    expect(await walk.rings('not-permitted')).toBe(false);
    const rejected = stackRequest('order-3', 'dxcon-line2', { parentConnectionId: 'dxlag-others' });
    await walk.stack.send(rejected);
    await walk.untilRings('not-permitted');
    // On none of the tenant's parents: rejected after a second observation, by the other function.
    await walk.stack.send(stackRequest('order-4', 'dxcon-nowhere'));
    await logged(walk.stack, 'rejected', 'order-4');

    const line = { FROM_PARENT_ID: 'dxcon-old1', CONNECTION_ID: 'dxcon-line2' };
    const [asked, between, whose] = await Promise.all([
      walk.prints('not-permitted', 'Look'),
      walk.prints('not-permitted', 'Look', 1, { TENANT: 'orders', REQUEST_ID: 'order-3' }),
      walk.prints('not-permitted', 'Look', 2, line),
    ]);
    const nowhere = { ...line, CONNECTION_ID: 'dxcon-nowhere' };
    await findsNothing(walk.follow('not-permitted', 'Look', 2, nowhere), 'dxcon-nowhere among');
    expect(asked.split('\n').map((printed) => printed.split('  ').slice(1))).toEqual([
      ['orders', 'order-3', 'dxcon-line2'],
      ['orders', 'order-4', 'dxcon-nowhere'],
      [],
    ]);
    expect(JSON.parse(between)).toMatchObject({
      expectedParentConnectionId: 'dxcon-old1',
      parentConnectionId: 'dxlag-others',
    });
    expect(whose).toBe('dxcon-line2\t111122223333\tavailable\n');

    await walk.stack.send(rejected);
    await walk.stack.send(stackRequest('order-3b', 'dxcon-line2'));
    await logged(walk.stack, 'migrated', 'order-3b');
    expect(walk.stack.logs.filter((line) => line.includes('"migrated"') && line.includes('"order-3"'))).toEqual([]);
    expect(await state('not-permitted', 'order-3b')).toBe('MIGRATED');
    expect(await walk.rings('not-permitted', A_WHILE)).toBe(false);
  });

  it('conflict: the first request stands, and the second is accepted under an id of its own', async () => {
    expect(await walk.rings('conflict')).toBe(false);
    const first = stackRequest('order-5', 'dxcon-line3', { note: 'the first' });
    await walk.stack.send(first);
    const messageId = await walk.stack.send(stackRequest('order-5', 'dxcon-line4'));
    await walk.untilRings('conflict');

    const ids = await walk.prints('conflict', 'Look');
    expect(ids.trim().split('  ').slice(1)).toEqual(['orders', 'order-5', 'dxcon-line4', messageId]);
    await logged(walk.stack, 'migrated', 'order-5');
    const names = { TENANT: 'orders', REQUEST_ID: 'order-5' };
    const stands = JSON.parse(await walk.prints('conflict', 'Look', 1, names));
    expect(stands).toMatchObject({ state: 'MIGRATED', first: { connectionId: 'dxcon-line3', note: 'the first' } });

    await walk.stack.send(stackRequest('order-5b', 'dxcon-line4'));
    await logged(walk.stack, 'migrated', 'order-5b');
    expect(await walk.rings('conflict', A_WHILE)).toBe(false);
  });
});
