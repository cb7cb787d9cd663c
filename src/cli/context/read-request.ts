import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { fromAttributes, requestPk } from '../../aws/request-attributes.ts';
import type { RequestItem, RequestKey } from '../../migration/model/request-item.ts';
import type { Context } from './context.ts';

/** A request as the ledger has it at this moment; undefined if it has none. */
export async function readRequest(
  { aws, stage }: Pick<Context, 'aws' | 'stage'>,
  key: RequestKey,
): Promise<RequestItem | undefined> {
  const Key = { pk: { S: requestPk(key) } };
  const { Item } = await aws.dynamoDb.send(new GetItemCommand({ TableName: stage.ledger, Key, ConsistentRead: true }));
  return Item && fromAttributes(Item);
}
