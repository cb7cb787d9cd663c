import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stackRequest, startTestStack, type TestStack } from '../../support/stack.ts';
import { logged, type Operator, operatorOf, PATIENT, step, TOOLS } from './operator.ts';

let stack: TestStack;
let run: Operator;
beforeAll(async () => {
  stack = await startTestStack();
  run = operatorOf(stack);
});
afterAll(() => stack.close());

describe.skipIf(TOOLS.missing)(`redrive (${TOOLS.missing ?? TOOLS.found})`, PATIENT, () => {
  const DEAD_LETTERS = "The requests' dead-letter queue";

  it('looks at dead letters, finds them in the ledger or not, and deletes them', async () => {
    const request = stackRequest('dead-1', 'dxcon-line1', { dryRun: true });
    await stack.send(request);
    await logged(stack, 'told', 'dead-1');
    const QueueUrl = stack.outputs.RequestsDeadLetterQueueUrl;
    const message = { MessageGroupId: 'g', MessageDeduplicationId: 'd', MessageBody: JSON.stringify(request) };
    await stack.sqsCall('SendMessage', { QueueUrl, ...message });

    const seen = JSON.parse(await run(step('redrive', DEAD_LETTERS)));
    expect(seen).toMatchObject({ SenderId: 'AROAORDERSYSTEM:local', Body: message.MessageBody });
    expect(await run(step('redrive', DEAD_LETTERS, 1), { REQUEST_ID: 'dead-1' })).toBe('PLANNED\n');
    expect(await run(step('redrive', DEAD_LETTERS, 1), { REQUEST_ID: 'never' })).toBe('');

    await run(step('redrive', DEAD_LETTERS, 2), { RECEIPT_HANDLE: seen.ReceiptHandle });
    expect(await stack.sqsCall('ReceiveMessage', { QueueUrl })).toEqual({});
  });

  it('shows that who sends by hand is the sender, and how to read the copy in quarantine', async () => {
    const BODY = JSON.stringify(stackRequest('by-hand', 'dxcon-line4'));
    await run(step('redrive', 'Sending by hand'), { BODY, CONNECTION_ID: 'dxcon-line4' });
    const { data } = await stack.nextEvent('Notification');
    expect(data.request?.requestId).toBe('dead-1');
    const refused = await stack.nextEvent('Notification');
    expect(refused.data).toMatchObject({ tenant: null, reason: { code: 'UNKNOWN_SENDER' } });

    const copy = JSON.parse(await run(step('redrive', 'Quarantine')));

    expect(copy).toMatchObject({ reason: 'UNKNOWN_SENDER', messageId: refused.metadata.causationId, Body: BODY });
    expect(copy.senderId).not.toContain('AROAORDERSYSTEM');
    await run(step('redrive', 'Quarantine', 1), { RECEIPT_HANDLE: copy.ReceiptHandle });
  });
});
