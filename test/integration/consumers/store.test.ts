import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DynamoDbStore, tableDefinition } from '../../../examples/consumers/dynamodb-store.ts';
import { MemoryStore } from '../../../examples/consumers/memory-store.ts';
import type { Store } from '../../../examples/consumers/store.ts';
import { type DynamoDbServer, startDynamoDb } from '../../../local/dynamodb/server.ts';

interface Note {
  text: string;
  of?: string | null;
}

let server: DynamoDbServer;
let client: DynamoDBClient;
let tables = 0;
beforeAll(async () => {
  server = await startDynamoDb();
  const credentials = { accessKeyId: 'AIDALOCAL', secretAccessKey: 'local' };
  client = new DynamoDBClient({ region: 'eu-central-1', endpoint: server.url, credentials, maxAttempts: 3 });
});
afterAll(async () => {
  client.destroy();
  await server.close();
});

async function overDynamoDb(): Promise<Store<Note>> {
  const name = `notes-${++tables}`;
  await client.send(new CreateTableCommand(tableDefinition(name)));
  return new DynamoDbStore<Note>(client, name);
}

describe.each([
  ['over DynamoDB', overDynamoDb],
  ['in memory', async () => new MemoryStore<Note>()],
])('the store %s', (_name, open) => {
  let store: Store<Note>;
  beforeEach(async () => {
    store = await open();
  });

  it('puts a record once, whatever is put later under its key', async () => {
    expect(await store.putOnce('a', '1', { text: 'first', of: null })).toBe(true);
    expect(await store.putOnce('a', '1', { text: 'second' })).toBe(false);
    expect(await store.list('a')).toEqual([{ text: 'first', of: null }]);
  });

  it('lets one of many concurrent puts win', async () => {
    const put = await Promise.all(Array.from({ length: 20 }, (_, n) => store.putOnce('a', '1', { text: String(n) })));
    expect(put.filter(Boolean)).toHaveLength(1);
    expect(await store.list('a')).toEqual([{ text: String(put.indexOf(true)) }]);
  });

  it('lists one group by its keys, or all, and nothing where there is nothing', async () => {
    for (const key of ['2', '10', '1']) await store.putOnce('a', key, { text: `a${key}` });
    await store.putOnce('b', '1', { text: 'b1' });

    expect((await store.list('a')).map(({ text }) => text)).toEqual(['a1', 'a10', 'a2']);
    expect((await store.list()).map(({ text }) => text).sort()).toEqual(['a1', 'a10', 'a2', 'b1']);
    expect(await store.list('c')).toEqual([]);
  });

  it('lists more than a page of DynamoDB holds', async () => {
    const text = 'x'.repeat(100_000);
    for (let n = 10; n < 35; n++) await store.putOnce('a', String(n), { text, of: String(n) });

    const keys = (records: Note[]) => records.map((record) => Number(record.of));
    const all = Array.from({ length: 25 }, (_, n) => n + 10);
    expect(keys(await store.list('a'))).toEqual(all);
    expect(keys(await store.list())).toEqual(all);
  });

  it('returns copies: changing one does not change the store', async () => {
    const record = { text: 'as put' };
    await store.putOnce('a', '1', record);
    record.text = 'changed';
    const [listed] = await store.list('a');
    if (listed) listed.text = 'changed';
    expect(await store.list('a')).toEqual([{ text: 'as put' }]);
  });
});

it('the store over DynamoDB passes on errors other than a taken key', async () => {
  const store = new DynamoDbStore<Note>(client, 'no-such-table');
  await expect(store.putOnce('a', '1', { text: '' })).rejects.toThrow('not found');
});

it('a put whose answer was lost has stored its record, and its retry reports that it exists', async () => {
  const store = await overDynamoDb();
  server.faults.failNext(1, 'lose');
  expect(await store.putOnce('a', '1', { text: 'once' })).toBe(false);
  expect(await store.list('a')).toEqual([{ text: 'once' }]);
});
