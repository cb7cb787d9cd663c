import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { receiveFrom } from '../../../local/demo/consumer-queue.ts';
import type { LocalStack } from '../../../local/stack/local-stack.ts';
import { eventually } from '../../support/eventually.ts';

it('a queue that is gone is reported when the queues are closed, and ends no process before', async () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);
  process.on('unhandledRejection', note);
  let ended = 0;
  const server = createServer((socket) => socket.on('close', () => ended++).destroy()).listen(0, '127.0.0.1');
  onTestFinished(() => {
    process.off('unhandledRejection', note);
    server.close();
  });
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const outputs = { BillingQueueUrl: `${url}/000000000000/billing` };
  const stack = { region: 'eu-central-1', sqs: { url }, outputs } as unknown as LocalStack;

  const queues = receiveFrom(['billing'], stack, () => undefined);
  await eventually(() => expect(ended).toBe(3));
  for (let turns = 0; turns < 100; turns++) await turn();

  await expect(queues.close()).rejects.toThrow();
  expect(unhandled).toEqual([]);
});
