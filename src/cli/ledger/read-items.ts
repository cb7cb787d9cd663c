import { setTimeout } from 'node:timers/promises';
import { type AttributeValue, BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { type Attributes, readText, text } from '../../aws/attributes.ts';
import type { ItemKey } from '../../aws/item-key.ts';
import { sideBySide } from '../../migration/verification/side-by-side.ts';
import { CliError } from '../cli-error.ts';
import type { Context } from '../context/context.ts';

/** Keys that BatchGetItem takes. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const BATCH = 100;

const BATCHES_AT_A_TIME = 4;

/** How often what DynamoDB had no capacity for is asked for again without any of it coming, and after how many milliseconds at first. */
const TRIES = 5;
const PAUSE_MS = 50;

/** Where items are read. */
export type Reading = Pick<Context, 'aws' | 'stage'>;

/** The ledger's items with these keys, by key, strongly consistent; one that is not there is left out. */
export async function readItems(reading: Reading, keys: readonly ItemKey[]): Promise<Map<string, Attributes>> {
  const all = [...new Set(keys)];
  const batches = Array.from({ length: Math.ceil(all.length / BATCH) }, (_, at) =>
    all.slice(at * BATCH, (at + 1) * BATCH),
  );
  const found = new Map<string, Attributes>();
  await sideBySide(
    batches,
    BATCHES_AT_A_TIME,
    () => true,
    async (batch) => {
      for (const item of await readBatch(reading, batch)) found.set(readText(item, 'pk') ?? '', item);
    },
  );
  return found;
}

export async function readItem(reading: Reading, key: ItemKey): Promise<Attributes | undefined> {
  return (await readItems(reading, [key])).get(key);
}

async function readBatch({ aws, stage }: Reading, keys: readonly string[]): Promise<Attributes[]> {
  const items: Attributes[] = [];
  let wanted: Record<string, AttributeValue>[] = keys.map((pk) => ({ pk: text(pk) }));
  for (let tries = 0; wanted.length > 0; ) {
    const { Responses, UnprocessedKeys } = await aws.dynamoDb.send(
      new BatchGetItemCommand({ RequestItems: { [stage.ledger]: { Keys: wanted, ConsistentRead: true } } }),
    );
    const came = Responses?.[stage.ledger] ?? [];
    items.push(...came);
    wanted = UnprocessedKeys?.[stage.ledger]?.Keys ?? [];
    tries = came.length > 0 ? 0 : tries + 1;
    if (wanted.length > 0 && tries > TRIES) {
      throw new CliError('DynamoDB hands out no more of the ledger: it has no capacity left', {
        todo: 'try again in a minute',
      });
    }
    if (wanted.length > 0) await setTimeout(PAUSE_MS * 2 ** tries);
  }
  return items;
}
