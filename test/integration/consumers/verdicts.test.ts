import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Observation, observeConsumers } from '../../../local/demo/observe-consumers.ts';
import { eventually } from '../../support/eventually.ts';
import { startTestStack, type TestStack } from '../../support/stack.ts';

const CONTRACTS = fileURLToPath(new URL('../../../contracts/', import.meta.url));

let stack: TestStack;
let consumers: Observation;
let client: EventBridgeClient;
beforeAll(async () => {
  stack = await startTestStack();
  consumers = await observeConsumers(stack, await stack.directConnectAdmin.topology(), () => undefined);
  const credentials = { accessKeyId: 'AIDALOCALTEST', secretAccessKey: 'local' };
  client = new EventBridgeClient({ region: stack.region, endpoint: stack.eventBridge.url, credentials });
});
afterAll(async () => {
  client?.destroy();
  await consumers?.close();
  await stack?.close();
});

async function publish(golden: string): Promise<void> {
  const event = JSON.parse(readFileSync(`${CONTRACTS}${golden}.json`, 'utf8'));
  const { source: Source, 'detail-type': DetailType, detail } = event;
  const entry = { EventBusName: stack.outputs.BusName ?? '', Source, DetailType, Detail: JSON.stringify(detail) };
  expect(await client.send(new PutEventsCommand({ Entries: [entry] }))).toMatchObject({ FailedEntryCount: 0 });
}

const subjects = async () => (await consumers.messages()).map(({ subject }) => subject);

it('notification tells people of verdicts on the bus, in its queue beside outcomes; billing keeps a line of the outcome alone', async () => {
  await publish('v1/examples/events/migrated-moved');
  await eventually(async () => expect(await subjects()).toEqual([expect.stringMatching(/^Moved: /)]));
  await publish('operations/v1/examples/events/verified-unhealthy');
  await eventually(async () => expect(await subjects()).toHaveLength(2));
  await publish('operations/v1/examples/events/verified-healthy-after-unhealthy');
  await publish('operations/v1/examples/events/verified-unhealthy');
  await publish('operations/v1/examples/events/verified-healthy');

  await eventually(async () => expect(await subjects()).toHaveLength(4));
  const [, ...verdicts] = await subjects();
  expect(verdicts[0]).toMatch(/^Not back yet, as seen at 12:10 UTC: /);
  expect(new Set(verdicts.slice(1))).toEqual(
    new Set([
      'On its new port and available, as seen at 12:26 UTC: dxcon-fh3m8v2p "Example Customer, Frankfurt 1"',
      'On its new port and available, as seen at 12:06 UTC: dxcon-fh3m8v2p "Example Customer, Frankfurt 1"',
    ]),
  );
  expect(consumers.failures).toEqual([]);
  expect(await consumers.lines()).toHaveLength(1);
  // What the demo judges: outcomes alone.
  expect(new Set(consumers.received.map(({ detail }) => detail.data.outcome))).toEqual(new Set(['MIGRATED']));
});
