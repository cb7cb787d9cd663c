import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type MigrationEvent, parseEvent } from 'dx-migrator/contract';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { billing } from '../../../examples/consumers/billing/billing.ts';
import type { BillingLine } from '../../../examples/consumers/billing/line.ts';
import { type Consumption, consume } from '../../../examples/consumers/consume.ts';
import { DynamoDbStore, tableDefinition } from '../../../examples/consumers/dynamodb-store.ts';
import type { OutboxMessage } from '../../../examples/consumers/notification/message.ts';
import { notification } from '../../../examples/consumers/notification/notification.ts';
import { type MaintenanceEvent, parseNotified } from '../../../examples/consumers/notification/parse.ts';
import { type DynamoDbServer, startDynamoDb } from '../../../local/dynamodb/server.ts';
import { eventually } from '../../support/eventually.ts';
import { PROVIDER } from '../../unit/calendar/announced-lines.ts';
import { jsonOf } from '../../unit/consumers/event-factory.ts';
import { announcedOf, doneOf } from '../../unit/consumers/maintenance-factory.ts';
import { openQueue, type TestQueue } from './queue-with-dead-letters.ts';

let queue: TestQueue;
let server: DynamoDbServer;
let database: DynamoDBClient;
beforeEach(async () => {
  // A receive whose process has just died may still take a message: that is one of them.
  queue = await openQueue(10);
  server = await startDynamoDb();
  const credentials = { accessKeyId: 'AIDALOCAL', secretAccessKey: 'local' };
  database = new DynamoDBClient({ region: 'eu-central-1', endpoint: server.url, credentials });
});
afterEach(async () => {
  database.destroy();
  await server.close();
  await queue.close();
});

async function openStore<T>(name: string): Promise<DynamoDbStore<T>> {
  await database.send(new CreateTableCommand(tableDefinition(name)));
  return new DynamoDbStore<T>(database, name);
}

/** Takes one event and dies when it is handled: its delete never leaves the process. */
async function dieAfterHandling<Event = MigrationEvent>(
  handle: (event: Event) => Promise<unknown>,
  parse = parseEvent as Consumption<Event>['parse'],
): Promise<void> {
  const dying = new AbortController();
  const client = queue.newClient();
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName !== 'DeleteMessageCommand') return next(args);
        dying.abort();
        throw new Error('the process is dead');
      },
    { step: 'initialize' },
  );
  const onError = () => undefined;
  await consume({ client, queueUrl: queue.queueUrl, parse, handle, onError, signal: dying.signal });
}

/** Runs a process until the queue is empty; gives how many events it handled. */
async function runUntilEmpty<Event = MigrationEvent>(
  handle: (event: Event) => Promise<unknown>,
  parse = parseEvent as Consumption<Event>['parse'],
): Promise<number> {
  const ending = new AbortController();
  let handled = 0;
  const loop = consume({
    client: queue.newClient(),
    queueUrl: queue.queueUrl,
    parse,
    handle: async (event) => {
      handled++;
      await handle(event);
    },
    onError: (error) => {
      throw error;
    },
    signal: ending.signal,
  });
  await eventually(async () => expect(await queue.depth()).toBe(0));
  ending.abort();
  await loop;
  return handled;
}

it('a crash between handling and deleting leaves one line of billing', async () => {
  const lines = await openStore<BillingLine>('lines');
  await queue.send(jsonOf({ outcome: 'MIGRATED' }));

  await dieAfterHandling(billing(lines));
  expect(await lines.list()).toHaveLength(1);
  const handledAgain = await runUntilEmpty(billing(lines));

  expect(handledAgain).toBe(1);
  expect(await lines.list()).toMatchObject([{ eventId: 'r1-MIGRATED', from: 'dxcon-old', to: 'dxlag-new' }]);
});

it('a crash between handling and deleting leaves one message of notification', async () => {
  const outbox = await openStore<OutboxMessage>('outbox');
  await queue.send(jsonOf({ outcome: 'HELD', code: 'OUTCOME_UNKNOWN' }));

  await dieAfterHandling(notification(outbox, new Map()));
  expect(await runUntilEmpty(notification(outbox, new Map()))).toBe(1);
  await queue.send(jsonOf({ outcome: 'MIGRATED' }));
  await dieAfterHandling(notification(outbox, new Map()));
  expect(await runUntilEmpty(notification(outbox, new Map()))).toBe(1);

  expect((await outbox.list()).map(({ subject }) => subject)).toEqual([
    expect.stringMatching(/^Held/),
    expect.stringMatching(/^Moved.*\(was held\)$/),
  ]);
});

it('crashes between handling and deleting leave a customer one message for all lines, and one at the end', async () => {
  const outbox = await openStore<OutboxMessage>('outbox');
  const events = await openStore<MaintenanceEvent>('maintenance');
  const notify = notification(outbox, new Map(), { events, provider: PROVIDER });
  const lines = ['dxcon-1', 'dxcon-2'].map((id) => announcedOf(id, { linesOfOwner: 2 }));

  for (const event of [...lines, ...lines.map((line) => doneOf(line))]) {
    await queue.send(event);
    await dieAfterHandling(notify, parseNotified);
    expect(await runUntilEmpty(notify, parseNotified)).toBe(1);
  }

  expect((await outbox.list()).map(({ subject }) => subject)).toEqual([
    'Maintenance: 2026-12-24 21:00 UTC, 2 connections',
    'Maintenance completed: 2026-12-24 21:00 UTC, 2 connections moved',
  ]);
});
