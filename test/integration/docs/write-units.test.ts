import { randomUUID } from 'node:crypto';
import {
  type DynamoDBClient,
  GetItemCommand,
  type GetItemCommandOutput,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ledger } from '../../../src/aws/ledger.ts';
import { Table } from '../../../src/aws/table.ts';
import type { Settings } from '../../../src/migration/model/settings.ts';
import { turnsAtOnce } from '../../../src/migration/pace/turns-at-once.ts';
import { itemSize } from '../../support/item-size.ts';
import { type LedgerTable, startLedgerTable } from '../../support/ledger-table.ts';
import { tableUnder } from '../../support/markdown-table.ts';
import { CONNECTION, OLD, request, World } from '../../support/world.ts';

const PAGE = new URL('../../../docs/operations/cost.md', import.meta.url).pathname;

/** What the index has of an item besides its key, as infra/ledger.yml projects it. */
const PROJECTED = ['callByMs', 'notAfterMs', 'postponements'];

/** A record as Direct Connect gives it, with everything that the contract takes. */
const RECORD = {
  ...{ connectionName: 'customer-line-4711', region: 'us-east-1', location: 'EqDC2', partnerName: 'ExamplePartner' },
  ...{ loaIssueTime: '2026-01-02T03:04:05.000Z', awsDevice: 'EqDC2-21bh9s6okt9l3', awsDeviceV2: 'EqDC2-21bh9s6okt9l3' },
  ...{ awsLogicalDeviceId: 'EqDC2-21bh9s6okt9l3', hasLogicalRedundancy: 'unknown', tags: [], jumboFrameCapable: true },
  ...{ providerName: 'ExampleProvider', macSecCapable: false, portEncryptionStatus: 'Encryption Down' },
  ...{ encryptionMode: 'no_encrypt', macSecKeys: [], partnerInterconnectMacSecCapable: false },
} as const;

let server: LedgerTable;
beforeAll(async () => {
  server = await startLedgerTable();
});
afterAll(() => server.close());

type Item = GetItemCommandOutput['Item'];

interface Units {
  item: string;
  units: number;
  ofIndex: number;
}

/** A client that says of each write what DynamoDB charges for it. */
function metered(client: DynamoDBClient, tableName: string): { client: DynamoDBClient; writes: Units[] } {
  const writes: Units[] = [];
  const read = async (pk: string): Promise<Item> =>
    (await client.send(new GetItemCommand({ TableName: tableName, Key: { pk: { S: pk } }, ConsistentRead: true })))
      .Item;
  const send = async (command: unknown) => {
    const isWrite = command instanceof PutItemCommand || command instanceof UpdateItemCommand;
    if (!isWrite) return client.send(command as GetItemCommand);
    const { pk } = command instanceof PutItemCommand ? (command.input.Item ?? {}) : (command.input.Key ?? {});
    const before = await read(pk?.S ?? '');
    const answer = await client.send(command as UpdateItemCommand);
    const after = await read(pk?.S ?? '');
    writes.push({
      item: pk?.S?.split('#')[0] ?? '',
      units: unitsOf(before, after),
      ofIndex: indexUnits(before, after),
    });
    return answer;
  };
  return { client: { send } as unknown as DynamoDBClient, writes };
}

/** By the larger of what was there and what is. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html */
function unitsOf(before: Item, after: Item): number {
  return Math.max(...[before, after].map((item) => Math.ceil((item ? itemSize(item) : 0) / 1024)));
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes */
function indexUnits(before: Item, after: Item): number {
  const [was, is] = [rowOf(before), rowOf(after)];
  if (JSON.stringify(was) === JSON.stringify(is)) return 0;
  const isMoved = was !== undefined && is !== undefined && JSON.stringify(was.key) !== JSON.stringify(is.key);
  return isMoved ? 2 : 1;
}

function rowOf(item: Item) {
  if (!item?.due) return undefined;
  return { key: [item.due, item.dueAtMs], projected: PROJECTED.map((name) => item[name]) };
}

/** Of a move that is made at once. */
async function writesOf(requestId: string, settings: Partial<Settings>): Promise<Units[]> {
  const world = new World({ clockSkewMs: 5_000, staleMs: 60_000, ...settings });
  world.place(CONNECTION, OLD, RECORD);
  const { client, writes } = metered(server.client, server.tableName);
  world.ports.ledger = ledger(new Table(client, server.tableName));
  world.ports.turns = turnsAtOnce(world.ports);
  world.ports.newId = randomUUID;
  world.now += writesSoFar++ * 3_600_000;
  const order = {
    requestId,
    correlationId: 'order-4711',
    orderId: '4711',
    requestedAt: new Date(world.now).toISOString(),
  };
  await world.deliver(request(order), { id: randomUUID() });
  expect(world.details().map(({ data }) => data.outcome)).toEqual(['MIGRATED']);
  return writes;
}
let writesSoFar = 0;

const sum = (writes: Units[]) => writes.reduce((all, { units, ofIndex }) => all + units + ofIndex, 0);

it('a move writes what the page on cost says, write by write', async () => {
  const rows = (await writesOf('order-4711-1', {})).map(({ units, ofIndex }) => [String(units), String(ofIndex)]);
  expect(tableUnder(PAGE, 'What its writes are charged').map(([, , units, ofIndex]) => [units, ofIndex])).toEqual(rows);
});

it('takes at most twelve write units with groups and verification switched off', async () => {
  expect(sum(await writesOf('order-4711-2', { verifyWithinMs: 0, redundancyLock: 'off' }))).toBeLessThanOrEqual(12);
});
