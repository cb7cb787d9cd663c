import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DynamoDbServer, startDynamoDb } from '../../../local/dynamodb/server.ts';

const TableName = 'table';
let server: DynamoDbServer;
let client: DynamoDBClient;

beforeEach(async () => {
  server = await startDynamoDb();
  client = clientWith(1);
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
});
afterEach(async () => {
  client.destroy();
  await server.close();
});

function clientWith(maxAttempts: number): DynamoDBClient {
  const credentials = { accessKeyId: 'LOCAL', secretAccessKey: 'local' };
  return new DynamoDBClient({
    ...{ endpoint: server.url, region: 'us-east-1', credentials },
    ...{ maxAttempts, retryMode: 'standard' },
  });
}

const put = (pk: string) => client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk } } }));
const exists = async (pk: string) =>
  (await client.send(new GetItemCommand({ TableName, Key: { pk: { S: pk } } }))).Item !== undefined;

describe('a table with faults', () => {
  // Names and statuses: "Error handling with DynamoDB", DynamoDB Developer Guide.
  it.each([
    ['refuse', 'InternalServerError', 500],
    ['throttle', 'ProvisionedThroughputExceededException', 400],
  ] as const)('%s: answers %s and does nothing', async (fault, name, httpStatusCode) => {
    server.faults.failNext(1, fault);
    await expect(put('one')).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
    expect(await exists('one')).toBe(false);
  });

  it('drop: breaks the connection and does nothing', async () => {
    server.faults.failNext(1, 'drop');
    await expect(put('one')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await exists('one')).toBe(false);
  });

  it('lose: breaks the connection and does all of it', async () => {
    server.faults.failNext(1, 'lose');
    await expect(put('one')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await exists('one')).toBe(true);
  });

  it('affects the next requests, in turn, and no more than asked for', async () => {
    server.faults.failNext(2, 'refuse');
    server.faults.failNext(1, 'throttle');
    await expect(put('one')).rejects.toMatchObject({ name: 'InternalServerError' });
    await expect(exists('two')).rejects.toMatchObject({ name: 'InternalServerError' });
    await expect(put('three')).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
    await put('four');
    expect(server.failed()).toMatchObject([
      { fault: 'refuse', operation: 'PutItem', pk: 'one' },
      { fault: 'refuse', operation: 'GetItem', pk: 'two' },
      { fault: 'throttle', operation: 'PutItem', pk: 'three' },
    ]);
  });

  it('is overcome by the SDK’s retries', async () => {
    const patient = clientWith(3);
    server.faults.failNext(2, 'drop');
    await patient.send(new PutItemCommand({ TableName, Item: { pk: { S: 'one' } } }));
    patient.destroy();
    expect(await exists('one')).toBe(true);
  });

  it('clears the faults that no request has met', async () => {
    server.faults.failNext(5, 'refuse');
    server.faults.clear();
    await put('one');
    expect(server.failed()).toEqual([]);
  });

  it('needs a count', () => {
    expect(() => server.faults.failNext(0, 'refuse')).toThrow('times must be a positive integer, not 0');
  });
});
