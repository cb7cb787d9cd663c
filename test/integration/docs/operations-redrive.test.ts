import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stackRequest, startTestStack, type TestStack } from '../../support/stack.ts';
import { atShell, findsNothing, logged, type Operator, operatorOf, PATIENT, step, TOOLS } from './operator.ts';

let stack: TestStack;
let run: Operator;
beforeAll(async () => {
  stack = await startTestStack();
  run = operatorOf(stack);
});
afterAll(() => stack.close());

describe.skipIf(TOOLS.missing)(`redrive (${TOOLS.missing ?? TOOLS.found})`, PATIENT, () => {
  const DEAD_LETTERS = "The requests' dead-letter queue";

  it('deletes the dead letters that the ledger has with the same content, and keeps the others with a reason', async () => {
    await findsNothing(atShell(stack, step('redrive', DEAD_LETTERS), {}));
    const published = stackRequest('dead-1', 'dxcon-line1', { dryRun: true, requestedAt: '2026-01-01T00:00:00Z' });
    await stack.send(published);
    await logged(stack, 'published', 'dead-1');
    const QueueUrl = stack.outputs.OrdersRequestsDeadLetterQueueUrl;
    const bury = async (name: string, body: object | string, sender?: string) => {
      const MessageBody = typeof body === 'string' ? body : JSON.stringify(body);
      const message = { MessageGroupId: name, MessageDeduplicationId: name, MessageBody };
      return String((await stack.sqsCall('SendMessage', { QueueUrl, ...message }, sender)).MessageId);
    };
    const same = await bury('same', published);
    const other = await bury('other', { ...published, connectionId: 'dxcon-line2' });
    const never = await bury('never', stackRequest('never', 'dxcon-line3'));
    const unreadable = await bury('unreadable', 'not JSON');
    const anothers = await bury('anothers', published, 'AROANOTENANT');
    const inQueue = async () =>
      (await run(step('redrive', DEAD_LETTERS))).match(/(?<="MessageId": ")[^"]+/g)?.toSorted() ?? [];
    expect(await inQueue()).toEqual([same, other, never, unreadable, anothers].toSorted());

    const swept = await atShell(stack, step('redrive', DEAD_LETTERS, 1), { SENDER: 'AROAORDERSYSTEM' });

    expect(swept).toMatchObject({ status: 0, stdout: '' });
    expect(
      swept.stderr
        .split('\n')
        .filter((line) => line.startsWith('kept'))
        .toSorted(),
    ).toEqual(
      [
        `kept ${other}, "dead-1": other content`,
        `kept ${never}, "never": not in the ledger`,
        `kept ${unreadable}, null: not in the ledger`,
      ].toSorted(),
    );
    expect(await inQueue()).toEqual([other, never, unreadable, anothers].toSorted());

    const deleted = await atShell(stack, step('redrive', DEAD_LETTERS, 2), { MESSAGE_ID: other });
    expect(deleted).toMatchObject({ status: 0 });
    expect(await inQueue()).toEqual([never, unreadable, anothers].toSorted());
  });

  it('shows that a message sent by hand has another sender, and how to read the copy in quarantine', async () => {
    const BODY = JSON.stringify(stackRequest('by-hand', 'dxcon-line4'));
    await run(step('redrive', 'Sending by hand'), { BODY, CONNECTION_ID: 'dxcon-line4' });
    const { data } = await stack.nextEvent('Notification');
    expect(data.request?.requestId).toBe('dead-1');
    const rejected = await stack.nextEvent('Notification');
    expect(rejected.data).toMatchObject({ tenant: null, reason: { code: 'UNKNOWN_SENDER' } });

    const copy = JSON.parse(await run(step('alarms/quarantine', 'Look', 1)));

    expect(copy).toMatchObject({ reason: 'UNKNOWN_SENDER', messageId: rejected.metadata.causationId, Body: BODY });
    expect(copy.senderId).not.toContain('AROAORDERSYSTEM');
  });
});
