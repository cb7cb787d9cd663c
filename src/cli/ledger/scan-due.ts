import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { type Attributes, readText } from '../../aws/attributes.ts';
import { DUE_INDEX } from '../../aws/table.ts';
import type { Reading } from './read-items.ts';

/** What the index of what is due has, by the items' keys: the partition that each is in. */
export type Due = ReadonlyMap<string, string>;

/**
 * All that is due at any time. What changes its due time while page after page is read may move from a page that is still to come to
 * one that was read: so where there is more than one page, all are read twice. The index lags behind the items by a moment.
 */
export async function scanDue(reading: Reading): Promise<Due> {
  const { due, pages } = await scanOnce(reading);
  if (pages === 1) return due;
  return new Map([...due, ...(await scanOnce(reading)).due]);
}

async function scanOnce({ aws, stage }: Reading): Promise<{ due: Map<string, string>; pages: number }> {
  const due = new Map<string, string>();
  let pages = 0;
  let next: Attributes | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await aws.dynamoDb.send(
      new ScanCommand({
        TableName: stage.ledger,
        IndexName: DUE_INDEX,
        ...(next ? { ExclusiveStartKey: next } : {}),
      }),
    );
    for (const item of Items) due.set(readText(item, 'pk') ?? '', readText(item, 'due') ?? '');
    pages += 1;
    next = LastEvaluatedKey;
  } while (next);
  return { due, pages };
}
