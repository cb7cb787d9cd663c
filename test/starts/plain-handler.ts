import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { AssociateHostedConnectionCommand, DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';

// What the functions are compared with: a handler with the same libraries and four clients, as one would write it.

const logger = new Logger({ serviceName: 'plain' });
const directConnect = new DirectConnectClient();
const dynamoDb = new DynamoDBClient();
const eventBridge = new EventBridgeClient();
const sqs = new SQSClient();

export const handler = middy(async (event: { Id: string }) => {
  const { Id } = event;
  logger.info('received');
  await directConnect.send(new AssociateHostedConnectionCommand({ connectionId: Id, parentConnectionId: Id }));
  await dynamoDb.send(new UpdateItemCommand({ TableName: Id, Key: { pk: { S: Id } } }));
  await eventBridge.send(new PutEventsCommand({ Entries: [{ Detail: Id }] }));
  await sqs.send(new SendMessageCommand({ QueueUrl: Id, MessageBody: Id }));
}).use(injectLambdaContext(logger));
