import { Logger } from '@aws-lambda-powertools/logger';
import { AssociateHostedConnectionCommand, DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { variable } from './environment.ts';

/*
 * The handler that one writes first: middy, a logger, and the four clients as they come. A request is stored, so that it is not carried
 * out again; what cannot be read goes to a queue for people.
 */

interface MigrationRequest {
  requestId: string;
  connectionId: string;
  parentConnectionId: string;
}

const logger = new Logger({ serviceName: 'plain' });
const directConnect = new DirectConnectClient({});
const dynamoDb = new DynamoDBClient({});
const eventBridge = new EventBridgeClient({});
const sqs = new SQSClient({});
const tableName = variable('TABLE_NAME');
const busName = variable('BUS_NAME');
const quarantineQueueUrl = variable('QUARANTINE_QUEUE_URL');

async function processRecord({ body, messageId }: SQSRecord): Promise<void> {
  const request = parse(body);
  if (request === undefined) {
    logger.warn('invalid request', { messageId });
    await sqs.send(new SendMessageCommand({ QueueUrl: quarantineQueueUrl, MessageBody: body }));
    return;
  }
  if (!(await isNew(request))) return;
  const { requestId, connectionId, parentConnectionId } = request;
  const moved = await directConnect.send(new AssociateHostedConnectionCommand({ connectionId, parentConnectionId }));
  logger.info('moved', { requestId, connectionId, state: moved.connectionState });
  const detail = { requestId, connectionId, parentConnectionId, state: moved.connectionState };
  const entry = { EventBusName: busName, Source: 'plain', DetailType: 'Hosted Connection Migrated' };
  await eventBridge.send(new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify(detail) }] }));
}

async function isNew({ requestId }: MigrationRequest): Promise<boolean> {
  const item = { TableName: tableName, Item: { id: { S: requestId } } };
  try {
    await dynamoDb.send(new PutItemCommand({ ...item, ConditionExpression: 'attribute_not_exists(id)' }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

function parse(body: string): MigrationRequest | undefined {
  try {
    const { requestId, connectionId, parentConnectionId } = JSON.parse(body);
    const isValid = [requestId, connectionId, parentConnectionId].every((field) => typeof field === 'string');
    return isValid ? { requestId, connectionId, parentConnectionId } : undefined;
  } catch {
    return undefined;
  }
}

export const handler = middy(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
  for (const record of Records) {
    try {
      await processRecord(record);
    } catch (error) {
      logger.error('failed', error as Error);
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }
  return { batchItemFailures };
});
