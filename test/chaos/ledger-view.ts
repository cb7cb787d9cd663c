import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import type { LocalStack } from '../../local/stack/local-stack.ts';

/** A request that the ledger still has on its list of what is due. */
export interface DueRequest {
  tenant: string;
  requestId: string;
  state: string;
  /** Its last event has been published. */
  isPublished: boolean;
}

export interface Due {
  count: number;
  /** Those that are due first; of many, not all. */
  first: DueRequest[];
}

/** How many due requests are read: each costs the table a read. */
const MAX_READ = 50;

/** The ledger as an operator can see it: by its table, not by the service's own code. */
export interface LedgerView {
  due(): Promise<Due>;
  /** Connections that a request holds, with the request. */
  taken(): Promise<string[]>;
  close(): void;
}

export function viewLedger({ region, dynamoDb }: LocalStack, tableName: string): LedgerView {
  const client = new DynamoDBClient({
    region,
    endpoint: dynamoDb.url,
    credentials: { accessKeyId: 'LOCALOPERATOR', secretAccessKey: 'local' },
    maxAttempts: 3,
    retryMode: 'standard',
  });
  return {
    due: () => readDue(client, tableName),
    taken: () => readTaken(client, tableName),
    close: () => client.destroy(),
  };
}

async function readDue(client: DynamoDBClient, TableName: string): Promise<Due> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName,
      IndexName: 'due',
      KeyConditionExpression: '#due = :due',
      ExpressionAttributeNames: { '#due': 'due' },
      ExpressionAttributeValues: { ':due': { S: 'due' } },
    }),
  );
  const first: DueRequest[] = [];
  for (const { pk } of Items.slice(0, MAX_READ)) {
    const { Item } = await client.send(
      new GetItemCommand({ TableName, Key: { pk: pk ?? { S: '' } }, ConsistentRead: true }),
    );
    if (Item?.dueAtMs !== undefined) first.push(toDueRequest(pk?.S ?? '', Item));
  }
  return { count: Items.length, first };
}

function toDueRequest(pk: string, { state, eventId, publishedEventId }: Record<string, AttributeValue>): DueRequest {
  const [, tenant = '', requestId = ''] = pk.split('#');
  return {
    tenant,
    requestId,
    state: state?.S ?? '',
    isPublished: eventId !== undefined && eventId.S === publishedEventId?.S,
  };
}

async function readTaken(client: DynamoDBClient, TableName: string): Promise<string[]> {
  const taken: string[] = [];
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName, ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }) }),
    );
    for (const { pk, active } of page.Items ?? [])
      if (active?.S !== undefined) taken.push(`${pk?.S}, held by ${active.S}`);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return taken;
}
