import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type CreateTableCommandInput,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import type { Store } from './store.ts';

/** The table that the store needs. */
export function tableDefinition(tableName: string): CreateTableCommandInput {
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
  };
}

/**
 * The store over DynamoDB: an item a record, which is kept as JSON text. A put whose answer is lost is repeated by the
 * SDK and then finds its own item: it was put, and false is returned.
 */
export class DynamoDbStore<T> implements Store<T> {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, tableName: string) {
    this.#client = client;
    this.#table = tableName;
  }

  async putOnce(group: string, key: string, record: T): Promise<boolean> {
    try {
      await this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: { pk: { S: group }, sk: { S: key }, record: { S: JSON.stringify(record) } },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  async list(group?: string): Promise<T[]> {
    const records: T[] = [];
    let start: Record<string, AttributeValue> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.#page(group, start);
      for (const { record } of Items) records.push(JSON.parse(record?.S ?? '') as T);
      start = LastEvaluatedKey;
    } while (start);
    return records;
  }

  async #page(group: string | undefined, start: Record<string, AttributeValue> | undefined) {
    const page = { TableName: this.#table, ConsistentRead: true, ...(start ? { ExclusiveStartKey: start } : {}) };
    if (group === undefined) return this.#client.send(new ScanCommand(page));
    const condition = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: group } } };
    return this.#client.send(new QueryCommand({ ...page, ...condition }));
  }
}
