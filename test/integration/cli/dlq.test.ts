import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
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
    const [{ letters, url: shownUrl }] = JSON.parse(stdout);
    expect(shownUrl).toBe(url());
    expect(Object.fromEntries(letters.map((one: Record<string, string>) => [one.messageId, one.verdict]))).toEqual({
      ...{ [same]: 'known', [other]: 'otherContent', [never]: 'notInLedger', [unreadable]: 'unreadable' },
    });
    expect(await counts()).toEqual({ visible: 4, hidden: 0 });

    const shown = (await dxm(['dlq'], env)).stdout;
    expect(shown).toMatch(/^orders: 4 dead letters of AROAORDERSYSTEM$/m);
    expect(shown).toMatch(/^known: may go +dead-1 +dxcon-line1 /m);
    expect(shown).toContain('  dxm dlq clear orders --known\n');
    expect(shown).toContain(`  dxm dlq clear orders --message ${other}   # dead-1\n`);
    expect(shown).toMatch(
      /^ {2}\d{4}-\d\d-\d\d .* UTC: not JSON \\u\{202e\}\n {2}wrong: the body is not valid JSON\n/m,
    );
    expect(shown).toContain(`the logs of one:\n  dxm show ${never}\n`);
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
      ...{ status: 0, stdout: 'Deleted 3; about 1 are left: dxm dlq orders.\n' },
      stderr: expect.stringContaining('which the ledger has with the same content.\n'),
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
    expect(gone.stderr).toContain('If not, it is lost.');
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

describe('dead letters of others', () => {
  it('are named, with what to do, where there are none of order systems', async () => {
    const QueueUrl = url()?.replace(/requests-dlq_orders\.fifo$/, 'billing-dlq');
    await stack.sqsCall('SendMessage', { QueueUrl, MessageBody: '{}' });
    const { status, stdout } = await dxm(['dlq'], env);
    expect(status).toBe(3);
    expect(stdout).toBe(
      'No dead letters of order systems; but:\nbilling-dlq: about 1, outcomes that a consumer has not received\n' +
        '  do: fix the consumer, then move them back: docs/operations/alarms/consumer-dlq.md\n',
    );
    expect(JSON.parse((await dxm(['dlq', '--json'], env)).stdout)).toContainEqual(
      expect.objectContaining({ queue: 'billing-dlq', url: QueueUrl, about: 1 }),
    );
    expect((await dxm(['dlq', 'billing-dlq'], env)).stderr).toContain(
      'billing-dlq is no tenant: it is the queue of outcomes that a consumer has not received',
    );
    await stack.sqsCall('PurgeQueue', { QueueUrl });
  });

  it('that are hidden are not said to be nowhere', async () => {
    await bury('a', PUBLISHED);
    await stack.sqsCall('ReceiveMessage', { QueueUrl: url(), MaxNumberOfMessages: 10, VisibilityTimeout: 5 });
    const { stderr } = await dxm(['dlq', 'clear', 'orders', '--message', 'm-1', '--yes'], env);
    expect(stderr).toContain('there is no such dead letter among those that can be seen now');
    await stack.sqsCall('PurgeQueue', { QueueUrl: url() });
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

/** In the place of SQS: it keeps what makes messages visible until it may go on. */
async function slowly(): Promise<{ url: string; givingBack: Promise<void>; goOn: () => void }> {
  const [asked, allowed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const server = createServer(async (request, response) => {
    // The client asks a queue's own URL: it has to lead here.
    const [there, here] = [new URL(String(url())).origin, `http://${request.headers.host}`];
    const body = (await text(request)).replaceAll(here, there);
    if (request.headers['x-amz-target']?.includes('ChangeMessageVisibilityBatch')) {
      asked.resolve();
      await allowed.promise;
    }
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
    const answer = await fetch(String(env.AWS_ENDPOINT_URL_SQS), { method: 'POST', headers: headers as never, body });
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end((await answer.text()).replaceAll(there, here));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: here, givingBack: asked.promise, goOn: allowed.resolve };
}

describe('messages are visible again', () => {
  beforeEach(async () => {
    for (const line of ['a', 'b', 'c']) await bury(line, PUBLISHED);
  });

  it('after Ctrl-C, while the ledger does not answer', async () => {
    const running = startDxm(['dlq', 'orders'], await ledgerThat(() => {}));
    await eventually(async () => expect(await counts()).toEqual({ visible: 0, hidden: 3 }));
    running.interrupt();
    expect(await running.ended).toEqual({
      ...{ status: 130, stdout: '', stderr: 'interrupted: giving the messages back …\ninterrupted\n' },
    });
    expect(await counts()).toEqual({ visible: 3, hidden: 0 });
  });

  it('after Ctrl-C twice, since the second only says what a third would do', async () => {
    const queues = await slowly();
    const running = startDxm(['dlq', 'orders'], { ...(await ledgerThat(() => {})), AWS_ENDPOINT_URL_SQS: queues.url });
    await eventually(async () => expect(await counts()).toEqual({ visible: 0, hidden: 3 }));
    running.interrupt();
    await queues.givingBack;
    running.interrupt();
    await eventually(() => expect(running.said()).toContain('still giving them back'));
    queues.goOn();
    const { status, stderr } = await running.ended;
    expect(status).toBe(130);
    expect(stderr).toMatch(/Ctrl-C once more ends dxm, and they stay hidden until \d{4}-.* UTC\n/);
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
