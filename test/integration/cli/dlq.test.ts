import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { dxm, exportsOf, startDxm } from '../../support/dxm.ts';
import { eventually } from '../../support/eventually.ts';
import { stackRequest, startTestStack, type TestStack } from '../../support/stack.ts';

let stack: TestStack;
let env: Record<string, string>;
const PUBLISHED = stackRequest('dead-1', 'dxcon-line1', { requestedAt: '2026-01-01T09:00:00Z' });

beforeAll(async () => {
  stack = await startTestStack();
  env = { ...exportsOf(stack), TZ: 'UTC' };
  await stack.send(PUBLISHED);
  await eventually(() => expect(stack.logs.some((line) => line.includes('"message":"published"'))).toBe(true));
});
afterAll(() => stack.close());

const url = () => stack.outputs.OrdersRequestsDeadLetterQueueUrl;

/** Puts a message into the dead-letter queue, as a line's: one after the other for the same line. */
async function bury(line: string, body: object | string, sender?: string): Promise<string> {
  const MessageBody = typeof body === 'string' ? body : JSON.stringify(body);
  const message = { MessageGroupId: line, MessageDeduplicationId: crypto.randomUUID(), MessageBody };
  return String((await stack.sqsCall('SendMessage', { QueueUrl: url(), ...message }, sender)).MessageId);
}

async function counts(): Promise<{ visible: number; hidden: number }> {
  const { Attributes } = await stack.sqsCall('GetQueueAttributes', { QueueUrl: url(), AttributeNames: ['All'] });
  const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: hidden } = Attributes as Record<
    string,
    string
  >;
  return { visible: Number(visible), hidden: Number(hidden) };
}

beforeEach(async () => {
  while (true) {
    const { Messages = [] } = await stack.sqsCall('ReceiveMessage', { QueueUrl: url(), MaxNumberOfMessages: 10 });
    const letters = Messages as { ReceiptHandle: string }[];
    if (letters.length === 0) return;
    for (const { ReceiptHandle } of letters) await stack.sqsCall('DeleteMessage', { QueueUrl: url(), ReceiptHandle });
  }
});

describe('dead letters', () => {
  it('are each compared with the ledger as the service does, and left as they were', async () => {
    // The same instant, written differently, and a field that has its default.
    const same = await bury('a', { ...PUBLISHED, requestedAt: '2026-01-01T10:00:00.000+01:00', dryRun: false });
    const other = await bury('b', { ...PUBLISHED, connectionId: 'dxcon-line2' });
    const never = await bury('c', stackRequest('never', 'dxcon-line3'));
    const unreadable = await bury('d', 'not JSON \u202e');
    const { status, stdout } = await dxm(['dlq', 'orders', '--json'], env);
    expect(status).toBe(3);
    const [{ letters }] = JSON.parse(stdout);
    expect(Object.fromEntries(letters.map((one: Record<string, string>) => [one.messageId, one.verdict]))).toEqual({
      ...{ [same]: 'known', [other]: 'otherContent', [never]: 'notInLedger', [unreadable]: 'unreadable' },
    });
    expect(await counts()).toEqual({ visible: 4, hidden: 0 });

    const shown = (await dxm(['dlq'], env)).stdout;
    expect(shown).toMatch(/^orders: 4 dead letters of AROAORDERSYSTEM$/m);
    expect(shown).toMatch(/^known: may go +dead-1 +dxcon-line1 /m);
    expect(shown).toContain('  dxm dlq clear orders --known\n');
    expect(shown).toContain(`  dxm dlq clear orders --message ${other}   # dead-1\n`);
    expect(shown).toContain('  wrong: the body is not valid JSON\n');
  });

  it('that the ledger has are deleted, those behind them too, and no others', async () => {
    for (let i = 0; i < 3; i++) await bury('a', PUBLISHED);
    await bury('b', { ...PUBLISHED, note: 'other' });
    const seen = await dxm(['dlq', 'orders'], env);
    expect(seen.stderr).toContain('orders: about 2 more could not be seen: they are behind these');
    const unasked = await dxm(['dlq', 'clear', 'orders', '--known'], env);
    expect(unasked).toMatchObject({ status: 2, stderr: expect.stringContaining('sent by AROAORDERSYSTEM') });
    expect(await counts()).toEqual({ visible: 4, hidden: 0 });

    expect(await dxm(['dlq', 'clear', 'orders', '--known', '--yes'], env)).toEqual({
      ...{ status: 0, stdout: 'Deleted 3; about 1 are left: dxm dlq orders.\n', stderr: '' },
    });
    expect(await counts()).toEqual({ visible: 1, hidden: 0 });
    const none = await dxm(['dlq', 'clear', 'orders', '--known', '--yes'], env);
    expect(none).toMatchObject({ status: 1, stderr: expect.stringContaining('there is no such dead letter') });
  });

  it('of two senders are not deleted before a person says which is the tenant’s', async () => {
    await bury('a', PUBLISHED);
    await bury('b', PUBLISHED, 'AROANOTENANT');
    const refused = await dxm(['dlq', 'clear', 'orders', '--known', '--yes'], env);
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('these are of 2 senders') });
    const mine = await dxm(['dlq', 'clear', 'orders', '--known', '--sender', 'AROAORDERSYSTEM', '--yes'], env);
    expect(mine).toMatchObject({ status: 0, stdout: 'Deleted 1; about 1 are left: dxm dlq orders.\n' });
  });

  it('are deleted one by one, after it was said what would be lost', async () => {
    const never = await bury('a', stackRequest('never', 'dxcon-line3'));
    const asked = await dxm(['dlq', 'clear', 'orders', '--message', never], env);
    expect(asked.stderr).toContain('the ledger does not have never: no one was answered');
    expect(asked.stderr).toContain('If not, it is lost.');
    const gone = await dxm(['dlq', 'clear', 'orders', '--message', never, '--yes', '--json'], env);
    expect(JSON.parse(gone.stdout)).toEqual({ tenant: 'orders', deleted: 1, left: 0 });
    expect(await dxm(['dlq', 'orders'], env)).toMatchObject({ status: 0, stdout: 'No dead letters of orders.\n' });
  });

  it('of no tenant are refused by name', async () => {
    const { status, stderr } = await dxm(['dlq', 'order'], env);
    expect({ status, stderr }).toEqual({
      ...{
        status: 1,
        stderr:
          'error: this stage has no tenant order\n   do: did you mean orders? There are old-orders, orders, rival\n',
      },
    });
  });
});

/** In the ledger's place. */
async function ledgerThat(listener: RequestListener): Promise<Record<string, string>> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { ...env, AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('messages are visible again', () => {
  beforeEach(async () => {
    for (const line of ['a', 'b', 'c']) await bury(line, PUBLISHED);
  });

  it('after Ctrl-C, while the ledger does not answer', async () => {
    const running = startDxm(['dlq', 'orders'], await ledgerThat(() => {}));
    await eventually(async () => expect(await counts()).toEqual({ visible: 0, hidden: 3 }));
    running.interrupt();
    expect(await running.ended).toEqual({ status: 130, stdout: '', stderr: 'interrupted\n' });
    expect(await counts()).toEqual({ visible: 3, hidden: 0 });
  });

  it('after an error', async () => {
    const denied = await ledgerThat((_request, response) => {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      response.end('{"__type":"com.amazon.coral.service#AccessDeniedException","message":"no"}');
    });
    expect(await dxm(['dlq', 'orders'], denied)).toMatchObject({
      ...{ status: 1, stdout: '', stderr: expect.stringContaining('these credentials may not do that: no') },
    });
    expect(await counts()).toEqual({ visible: 3, hidden: 0 });
  });
});
