import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TableFault } from '../../../local/dynamodb/faults.ts';
import type { BusFault } from '../../../local/eventbridge/faults.ts';
import { FaultQueue } from '../../../local/fault-queue.ts';
import { type FaultsServer, startFaults } from '../../../local/stack/faults-server.ts';

let bus: FaultQueue<BusFault>;
let ledger: FaultQueue<TableFault>;
let server: FaultsServer;
beforeEach(async () => {
  bus = new FaultQueue();
  ledger = new FaultQueue();
  server = await startFaults({ bus, ledger });
});
afterEach(() => server.close());

async function ask(method: string, body?: string, url = server.url): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, { method, ...(body === undefined ? {} : { body }) });
  return { status: response.status, body: await response.json() };
}

it('arms faults, lists what is left of them, and clears them', async () => {
  expect(await ask('POST', '{"at":"bus","fault":"entry","times":2}')).toEqual({
    status: 201,
    body: { at: 'bus', fault: 'entry', times: 2 },
  });
  expect((await ask('POST', '{"at":"ledger","fault":"lose"}')).body).toEqual({ at: 'ledger', fault: 'lose', times: 1 });
  expect(bus.take()).toBe('entry');

  expect((await ask('GET')).body).toEqual([
    { at: 'bus', fault: 'entry', times: 1 },
    { at: 'ledger', fault: 'lose', times: 1 },
  ]);
  expect((await ask('DELETE')).body).toEqual([]);
  expect([bus.take(), ledger.take()]).toEqual([undefined, undefined]);
});

it.each([
  ['not JSON', 'the body is not JSON'],
  ['{}', 'at: is missing'],
  ['{"at":"queue","fault":"refuse"}', 'at: must be one of "bus", "ledger", not "queue"'],
  ['{"at":"bus","fault":"throttle"}', 'fault: must be one of "entry", "refuse", "drop", not "throttle"'],
  ['{"at":"ledger","fault":"refuse","times":0}', 'times: must be 1 or more, not 0'],
  ['{"at":"ledger","fault":"refuse","times":1.5}', 'times: must be'],
  ['{"at":"ledger","fault":"refuse","time":2}', 'time: is not a known key'],
])('rejects %s, naming what is wrong, and arms nothing', async (body, message) => {
  const answer = await ask('POST', body);

  expect(answer).toEqual({ status: 400, body: { message: expect.stringContaining(message) } });
  expect(JSON.stringify(answer.body)).toContain('\\"at\\":\\"bus\\"');
  expect((await ask('GET')).body).toEqual([]);
});

it('lists its paths when asked for another one', async () => {
  expect(await ask('PUT')).toEqual({
    status: 404,
    body: { message: 'only GET, POST and DELETE /_admin/faults are known here' },
  });
  expect((await ask('GET', undefined, server.url.replace('faults', 'journal'))).status).toBe(404);
});
