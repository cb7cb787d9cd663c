import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type Attributes, number, present, text } from './attributes.ts';
import type { ItemKey } from './item-key.ts';

/** The index of what is due: sparse, since only unfinished and unpublished items carry `due`. */
const DUE_INDEX = 'due';

/** The one partition of the index. */
export const DUE = 'due';

const PAGE = 100;

/** One conditional change of one item. Attribute names in `condition` carry a #, values a colon. */
export interface Change {
  set?: Record<string, Attributes[string] | undefined>;
  remove?: string[];
  /** What is added to a number. */
  add?: Attributes;
  /** An entry of a map attribute, in the slot of that name. */
  put?: { map: string; slot: string; value: Attributes[string] } | undefined;
  condition: string;
  values?: Attributes;
}

/** The ledger's table: items by `pk`, one conditional write at a time, and what is due. */
export class Table {
  readonly #client: DynamoDBClient;
  readonly #name: string;

  constructor(client: DynamoDBClient, name: string) {
    this.#client = client;
    this.#name = name;
  }

  /** Strongly consistent. */
  async get(pk: ItemKey): Promise<Attributes | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#name, Key: { pk: text(pk) }, ConsistentRead: true }),
    );
    return Item;
  }

  /** False if the item exists. */
  async create(pk: ItemKey, attributes: Attributes): Promise<boolean> {
    return holds(
      this.#client.send(
        new PutItemCommand({
          TableName: this.#name,
          Item: { pk: text(pk), ...attributes },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      ),
    );
  }

  /** False if the condition does not hold. */
  async change(
    pk: ItemKey,
    { set = {}, remove = [], add = {}, put, condition, values = {} }: Change,
  ): Promise<boolean> {
    const setting = present(set);
    const assignments = Object.keys(setting).map((name) => `#${name} = :set_${name}`);
    if (put) assignments.push(`#${put.map}.#slot = :slot`);
    const removals = remove.map((name) => `#${name}`);
    const additions = Object.keys(add).map((name) => `#${name} :add_${name}`);
    const expression = [clause('SET', assignments), clause('REMOVE', removals), clause('ADD', additions)].join(' ');
    const allValues = {
      ...prefixed(':set_', setting),
      ...prefixed(':add_', add),
      ...values,
      ...(put ? { ':slot': put.value } : {}),
    };
    return holds(
      this.#client.send(
        new UpdateItemCommand({
          TableName: this.#name,
          Key: { pk: text(pk) },
          UpdateExpression: expression,
          ConditionExpression: condition,
          ExpressionAttributeNames: { ...namesIn(`${expression} ${condition}`), ...(put ? { '#slot': put.slot } : {}) },
          ...(Object.keys(allValues).length > 0 ? { ExpressionAttributeValues: allValues } : {}),
        }),
      ),
    );
  }

  /** How many are due, as far as one page of the index (1 MB) says. */
  async countDue(now: number): Promise<number> {
    const { Count = 0 } = await this.#client.send(new QueryCommand({ ...this.#whatIsDue(now), Select: 'COUNT' }));
    return Count;
  }

  /** Keys due at `now` or before, oldest first, a page at a time. The index is eventually consistent. */
  async due(now: number, next?: string): Promise<{ items: Attributes[]; next?: string }> {
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        ...this.#whatIsDue(now),
        Limit: PAGE,
        ...(next === undefined ? {} : { ExclusiveStartKey: JSON.parse(next) }),
      }),
    );
    return { items: Items, ...(LastEvaluatedKey ? { next: JSON.stringify(LastEvaluatedKey) } : {}) };
  }

  #whatIsDue(now: number): QueryCommandInput {
    return {
      TableName: this.#name,
      IndexName: DUE_INDEX,
      KeyConditionExpression: '#due = :due AND #dueAtMs <= :now',
      ExpressionAttributeNames: { '#due': 'due', '#dueAtMs': 'dueAtMs' },
      ExpressionAttributeValues: { ':due': text(DUE), ':now': number(now) },
    };
  }
}

/** Every name goes through a placeholder, since many everyday words are reserved in expressions. */
function namesIn(expression: string): Record<string, string> {
  return Object.fromEntries(
    [...expression.matchAll(/#(\w+)/g)].map(([placeholder, name]) => [placeholder, name ?? '']),
  );
}

function clause(keyword: string, actions: string[]): string {
  return actions.length > 0 ? `${keyword} ${actions.join(', ')}` : '';
}

function prefixed(prefix: string, attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`${prefix}${name}`, value]));
}

async function holds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
