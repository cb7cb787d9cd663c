import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { type Attributes, readText, text } from '../../aws/attributes.ts';
import { parseRequestPk } from '../../aws/request-attributes.ts';
import type { RequestKey } from '../../migration/model/request-item.ts';
import type { Context } from '../context/context.ts';

/**
 * The keys of all requests ever that have this as the id of their first message, of an event, or as their correlation id. It reads
 * every item of the table.
 *
 * @param say is told how many items were read so far
 */
export async function scanForRequests(
  { aws, stage }: Pick<Context, 'aws' | 'stage'>,
  id: string,
  say: (items: number) => void,
): Promise<RequestKey[]> {
  const keys: RequestKey[] = [];
  let items = 0;
  let next: Attributes | undefined;
  do {
    const {
      Items = [],
      ScannedCount = 0,
      LastEvaluatedKey,
    } = await aws.dynamoDb.send(
      new ScanCommand({
        TableName: stage.ledger,
        ProjectionExpression: 'pk',
        FilterExpression:
          'messageId = :id OR eventId = :id OR publishedEventId = :id OR contains(#request, :correlationId)',
        ExpressionAttributeNames: { '#request': 'request' },
        ExpressionAttributeValues: {
          ':id': text(id),
          // As JSON has it in the stored request.
          ':correlationId': text(`"correlationId":${JSON.stringify(id)}`),
        },
        ...(next ? { ExclusiveStartKey: next } : {}),
      }),
    );
    keys.push(...Items.flatMap((item) => parseRequestPk(readText(item, 'pk') ?? '') ?? []));
    items += ScannedCount;
    say(items);
    next = LastEvaluatedKey;
  } while (next);
  return keys;
}
