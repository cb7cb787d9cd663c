import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { parseRequestId } from '../../src/drain/run/request-of.ts';
import type { Intent } from '../judge/drain/drain-wire.ts';
import type { LocalStack } from '../stack/local-stack.ts';

/** When each call of a drain was decided on, as far as the histories in the ledger say: of each request, for its last sixteen attempts. */
export async function readIntents({ dynamoDb, region, outputs }: LocalStack): Promise<Intent[]> {
  const credentials = { accessKeyId: 'LOCALOPERATOR', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ region, endpoint: dynamoDb.url, credentials });
  const intents: Intent[] = [];
  try {
    for await (const { Items = [] } of paginateScan({ client }, { TableName: outputs.LedgerName ?? '' })) {
      for (const { pk, history } of Items) {
        const [kind, , requestId = ''] = pk?.S?.split('#') ?? [];
        const connectionId = parseRequestId(requestId)?.connectionId;
        if (kind !== 'REQUEST' || connectionId === undefined) continue;
        const entries = Object.values(history?.M ?? {}).map(({ S = '{}' }) => JSON.parse(S) as Entry);
        const calling = entries.filter(({ what }) => what === 'calling');
        intents.push(...calling.map(({ atMs }) => ({ requestId, connectionId, atMs })));
      }
    }
    return intents;
  } finally {
    client.destroy();
  }
}

/** Of a request's history; `atMs` in milliseconds since the epoch. */
interface Entry {
  what?: string;
  atMs: number;
}
