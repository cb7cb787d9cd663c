import { readFileSync } from 'node:fs';
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { parse } from 'yaml';
import { startDynamoDb } from '../../local/dynamodb/server.ts';
import { Table } from '../../src/aws/table.ts';

export interface LedgerTable {
  table: Table;
  client: DynamoDBClient;
  tableName: string;
  close(): Promise<void>;
}

const CREDENTIALS = { accessKeyId: 'LOCAL', secretAccessKey: 'local' };

/** A fresh DynamoDB with the table that infra/ledger.yml describes. */
export async function startLedgerTable(): Promise<LedgerTable> {
  const server = await startDynamoDb();
  const client = new DynamoDBClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: CREDENTIALS,
    maxAttempts: 1,
    retryMode: 'standard',
  });
  const tableName = 'ledger';
  await client.send(new CreateTableCommand({ ...describedTable(), TableName: tableName }));
  return {
    table: new Table(client, tableName),
    client,
    tableName,
    async close() {
      client.destroy();
      await server.close();
    },
  };
}

function describedTable(): CreateTableCommandInput {
  const template = parse(readFileSync(new URL('../../infra/ledger.yml', import.meta.url), 'utf8'));
  const { BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = template.Resources.Ledger.Properties;
  return { TableName: '', BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes };
}
