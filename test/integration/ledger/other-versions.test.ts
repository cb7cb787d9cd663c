import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { drainItem } from '../../../src/aws/drain-item.ts';
import { ledger as dynamoDbLedger } from '../../../src/aws/ledger.ts';
import type { Drain } from '../../../src/drain/run/drain.ts';
import { type LedgerTable, startLedgerTable } from '../../support/ledger-table.ts';
import { START } from '../../support/world.ts';
import { ATTEMPT, asRead, ENTRY, newItem, newName, outcomeOf, taker } from './ledgers.ts';

// What docs/operations/roll-back.md rests on.

let server: LedgerTable;
beforeAll(async () => {
  server = await startLedgerTable();
});
afterAll(() => server.close());

const at = (pk: string) => ({ TableName: server.tableName, Key: { pk: { S: pk } } });

/** As a newer version might: an attribute that this one does not know. */
async function addFromTheFuture(pk: string): Promise<void> {
  const UpdateExpression = 'SET fromTheFuture = :value';
  const ExpressionAttributeValues = { ':value': { S: 'kept' } };
  await server.client.send(new UpdateItemCommand({ ...at(pk), UpdateExpression, ExpressionAttributeValues }));
}

async function fromTheFuture(pk: string): Promise<string | undefined> {
  const { Item } = await server.client.send(new GetItemCommand({ ...at(pk), ConsistentRead: true }));
  return Item?.fromTheFuture?.S;
}

it('an item with an attribute of another version is read, processed, and keeps the attribute', async () => {
  const ledger = dynamoDbLedger(server.table);
  const item = newItem();
  const key = { tenant: item.tenant, requestId: item.request.requestId };
  const pk = `REQUEST#${key.tenant}#${key.requestId}`;
  await ledger.claim(item);
  await addFromTheFuture(pk);

  expect(await ledger.read(key)).toEqual(item);
  expect(await ledger.intend(key, asRead(0), ATTEMPT, START, ENTRY)).toBe(true);
  expect(await ledger.recordOutcome(key, { attempt: ATTEMPT }, outcomeOf('HELD', null), START, ENTRY)).toBeDefined();
  expect(await ledger.reopen(key, ATTEMPT, undefined, START, ENTRY)).toBe(true);
  const migrated = outcomeOf('MIGRATED');
  expect(await ledger.recordOutcome(key, { state: 'RECEIVED', ...asRead(1) }, migrated, START, ENTRY)).toBeDefined();
  expect(await ledger.markPublished(key, migrated.event.eventId, true)).toBe(true);

  expect(await fromTheFuture(pk)).toBe('kept');
});

it('so does a connection, and the control item', async () => {
  const ledger = dynamoDbLedger(server.table);
  const connectionId = newName('dxcon-');
  const key = { tenant: 'orders', requestId: 'r' };
  const last = { lastOrderKey: '2026-01-02T00:00:00.000Z', lastParent: null, lastOutcomeAtMs: START };
  await ledger.takeLock(connectionId, key, taker('2026-01-01T00:00:00.000000000Z'));
  await ledger.setPaused({ paused: true, atMs: START, by: 'ada', why: 'w' });
  await addFromTheFuture(`CONNECTION#${connectionId}`);
  await addFromTheFuture('CONTROL');

  expect(await ledger.releaseLock(connectionId, key, last)).toBe(true);
  expect(await ledger.setCircuits({}, { all: { openedAtMs: 0, openUntilMs: START, streak: 1 } })).toBe(true);
  expect(await ledger.setPaused({ paused: false, atMs: START, by: 'ada', why: 'w' })).toBe(true);

  expect(await fromTheFuture(`CONNECTION#${connectionId}`)).toBe('kept');
  expect(await fromTheFuture('CONTROL')).toBe('kept');
});

it('and a drain, with what its JSON has besides', async () => {
  const drains = drainItem(server.table);
  const drain = { drainId: newName('drain-'), phase: 'RUNNING', stops: [], new: 'kept' } as unknown as Drain;
  const stop = { id: 's', kind: 'person', atMs: START, by: 'ada', why: 'w' } as const;
  await drains.createDrain(drain, START);
  await addFromTheFuture(`DRAIN#${drain.drainId}`);

  expect(await drains.readDrain(drain.drainId)).toEqual({ drain, version: 1, dueAtMs: START });
  const stopped = await drains.addStop(drain.drainId, stop, START);
  expect(stopped).toEqual({ drain: { ...drain, stops: [stop] }, version: 2, dueAtMs: START });
  expect(await drains.setDrain(2, { ...drain, phase: 'ENDING' }, undefined)).toBe(true);

  expect((await drains.readDrain(drain.drainId))?.drain).toMatchObject({ phase: 'ENDING', new: 'kept' });
  expect(await fromTheFuture(`DRAIN#${drain.drainId}`)).toBe('kept');
});
