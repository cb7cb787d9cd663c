import { processPartialResponse, SqsFifoPartialProcessorAsync } from '@aws-lambda-powertools/batch';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { Logger } from '@aws-lambda-powertools/logger';
import { JSONStringified } from '@aws-lambda-powertools/parser/helpers';
import { AssociateHostedConnectionCommand, DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { variable } from './environment.ts';
import { type MigrationRequest, migrationRequest } from './request.ts';

/* The same work with the parts that Powertools has for it: batch, idempotency with its table, parser, logger. */

const logger = new Logger({ serviceName: 'powertools' });
const directConnect = new DirectConnectClient({});
const eventBridge = new EventBridgeClient({});
const busName = variable('BUS_NAME');
const processor = new SqsFifoPartialProcessorAsync();
const config = new IdempotencyConfig({ eventKeyJmesPath: 'requestId' });
const body = JSONStringified(migrationRequest);

const move = makeIdempotent(
  async ({ requestId, connectionId, parentConnectionId }: MigrationRequest) => {
    const moved = await directConnect.send(new AssociateHostedConnectionCommand({ connectionId, parentConnectionId }));
    const state = moved.connectionState ?? 'unknown';
    logger.info('moved', { requestId, connectionId, state });
    const detail = { requestId, connectionId, parentConnectionId, state };
    const entry = { EventBusName: busName, Source: 'powertools', DetailType: 'Hosted Connection Migrated' };
    await eventBridge.send(new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify(detail) }] }));
    return { state };
  },
  { persistenceStore: new DynamoDBPersistenceLayer({ tableName: variable('TABLE_NAME') }), config },
);

async function processRecord(record: SQSRecord): Promise<void> {
  await move(body.parse(record.body));
}

export async function handler(event: SQSEvent, context: Context) {
  logger.addContext(context);
  config.registerLambdaContext(context);
  return await processPartialResponse(event, processRecord, processor, { context });
}
