import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  type ReturnValue,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type Attributes, list, number, present, text } from './attributes.ts';
import type { ItemKey } from './item-key.ts';

/** The index of what is due: sparse, since only unfinished and unpublished items carry `due`. */
export const DUE_INDEX = 'due';

/** The partition of the index that `reconcile` reads. */
export const DUE = 'due';

/** Rows of a partition that are due from `from` to `to`, after the page that ended at `next`. */
interface DueRange {
  from?: number;
  to: number;
  next?: string | undefined;
  limit?: number;
}

/** One conditional change of one item. Attribute names in `condition` carry a #, values a colon. */
export interface Change {
  set?: Record<string, Attributes[string] | undefined>;
  remove?: string[];
  /** What is added to a number or a set. */
  add?: Attributes;
  /** What is taken out of a set. */
  delete?: Attributes;
  /** An entry of a map attribute, in the slot of that name. */
  put?: { map: string; slot: string; value: Attributes[string] } | undefined;
  /** An entry at the end of a list attribute, which need not be there yet. */
  append?: { list: string; value: AttributeValue };
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
  async change(pk: ItemKey, change: Change): Promise<boolean> {
    return holds(this.#client.send(this.#update(pk, change)));
  }

  /** The item as the change has left it, so that nothing can come in between; undefined if the condition does not hold. */
  async changeAndRead(pk: ItemKey, change: Change): Promise<Attributes | undefined> {
    const written = await unlessItFails(this.#client.send(this.#update(pk, change, 'ALL_NEW')));
    return written?.Attributes;
  }

  #update(
    pk: ItemKey,
    { set = {}, remove = [], add = {}, delete: taken = {}, put, append, condition, values = {} }: Change,
    ReturnValues: ReturnValue = 'NONE',
  ): UpdateItemCommand {
    const setting = present(set);
    const assignments = Object.keys(setting).map((name) => `#${name} = :set_${name}`);
    if (put) assignments.push(`#${put.map}.#slot = :slot`);
    if (append) {
      assignments.push(`#${append.list} = list_append(if_not_exists(#${append.list}, :none), :appended)`);
    }
    const removals = remove.map((name) => `#${name}`);
    const additions = Object.keys(add).map((name) => `#${name} :add_${name}`);
    const deletions = Object.keys(taken).map((name) => `#${name} :delete_${name}`);
    const expression = [
      ...[clause('SET', assignments), clause('REMOVE', removals)],
      ...[clause('ADD', additions), clause('DELETE', deletions)],
    ].join(' ');
    const allValues = {
      ...prefixed(':set_', setting),
      ...prefixed(':add_', add),
      ...prefixed(':delete_', taken),
      ...values,
      ...(put ? { ':slot': put.value } : {}),
      ...(append ? { ':none': list([]), ':appended': list([append.value]) } : {}),
    };
    return new UpdateItemCommand({
      TableName: this.#name,
      Key: { pk: text(pk) },
      UpdateExpression: expression,
      ConditionExpression: condition,
      ExpressionAttributeNames: { ...namesIn(`${expression} ${condition}`), ...(put ? { '#slot': put.slot } : {}) },
      ...(Object.keys(allValues).length > 0 ? { ExpressionAttributeValues: allValues } : {}),
      ReturnValues,
    });
  }

  /** How many are due, as far as one page of the index (1 MB) says. */
  async countDue(now: number): Promise<number> {
    const { Count = 0 } = await this.#client.send(
      new QueryCommand({ ...this.#whatIsDue(DUE, { to: now }), Select: 'COUNT' }),
    );
    return Count;
  }

  /** What is due in a partition, oldest first, a page at a time. The index is eventually consistent. */
  async due(partition: string, range: DueRange): Promise<{ items: Attributes[]; next?: string }> {
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        ...this.#whatIsDue(partition, range),
        ...(range.limit === undefined ? {} : { Limit: range.limit }),
        ...(range.next === undefined ? {} : { ExclusiveStartKey: JSON.parse(range.next) }),
      }),
    );
    return { items: Items, ...(LastEvaluatedKey ? { next: JSON.stringify(LastEvaluatedKey) } : {}) };
  }

  #whatIsDue(partition: string, { from = 0, to }: DueRange): QueryCommandInput {
    return {
      TableName: this.#name,
      IndexName: DUE_INDEX,
      KeyConditionExpression: '#due = :due AND #dueAtMs BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#due': 'due', '#dueAtMs': 'dueAtMs' },
      ExpressionAttributeValues: { ':due': text(partition), ':from': number(from), ':to': number(to) },
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

async function holds(write: Promise<object>): Promise<boolean> {
  return (await unlessItFails(write)) !== undefined;
}

/** Undefined if the condition of the write does not hold. */
async function unlessItFails<Written>(write: Promise<Written>): Promise<Written | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
