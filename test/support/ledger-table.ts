import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { parse } from 'yaml';
import { startDynamoDb } from '../../local/dynamodb/server.ts';
import { Table } from '../../src/aws/table.ts';

export interface LedgerTable {
  table: Table;
  client: DynamoDBClient;
  tableName: string;
  close(): Promise<void>;
}

/** What the client of a table on this machine signs with. */
export const TABLE_ACCESS_KEY = 'LOCAL';
const CREDENTIALS = { accessKeyId: TABLE_ACCESS_KEY, secretAccessKey: 'local' };

/** A fresh DynamoDB with the table that infra/ledger.yml describes. */
export async function startLedgerTable(): Promise<LedgerTable> {
  const server = await startDynamoDb();
  const config = { endpoint: server.url, region: 'us-east-1', credentials: CREDENTIALS, maxAttempts: 1 };
  const opened = await openTable(config, 'ledger');
  return {
    ...opened,
    async close() {
      opened.client.destroy();
      await server.close();
    },
  };
}

/**
 * The same on the DynamoDB that LEDGER_ENDPOINT names, with whatever region and credentials the SDK finds: a table of its
 * own, deleted again in the end. Without the variable, on this machine. A variable of our own: one of AWS's may be set for
 * something else, such as `npm start`.
 */
export async function openLedgerTable(): Promise<LedgerTable> {
  const endpoint = process.env.LEDGER_ENDPOINT;
  if (!endpoint) return startLedgerTable();
  const opened = await openTable({ endpoint, maxAttempts: 4 }, `dx-migrator-test-${randomUUID()}`);
  return {
    ...opened,
    async close() {
      await opened.client.send(new DeleteTableCommand({ TableName: opened.tableName }));
      opened.client.destroy();
    },
  };
}

async function openTable(config: DynamoDBClientConfig, tableName: string): Promise<Omit<LedgerTable, 'close'>> {
  const client = new DynamoDBClient({ ...config, retryMode: 'standard' });
  await client.send(new CreateTableCommand({ ...describedTable(), TableName: tableName }));
  await waitUntilTableExists({ client, maxWaitTime: 120 }, { TableName: tableName });
  return { table: new Table(client, tableName), client, tableName };
}

function describedTable(): CreateTableCommandInput {
  // CloudFormation's tags are none of YAML's; here nothing depends on them.
  const template = parse(readFileSync(new URL('../../infra/ledger.yml', import.meta.url), 'utf8'), {
    logLevel: 'error',
  });
  const { BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = template.Resources.Ledger.Properties;
  return { TableName: '', BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes };
}
