import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteItemCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { type DirectConnectServer, startDirectConnect } from '#direct-connect-simulator';
import { startDynamoDb } from '../../../local/dynamodb/server.ts';
import { type EventBridgeServer, startEventBridge } from '../../../local/eventbridge/start-event-bridge.ts';
import { ignoreAwsSettings } from '../../../local/ignore-aws-settings.ts';
import { startInvokeApi } from '../../../local/lambda/invoke-api.ts';
import { startSqs } from '../../../local/sqs/sqs-server.ts';
import { type Closer, closeAll } from '../../../local/stack/close-all.ts';
import { CallCounter, type Calls } from './calls.ts';
import { type Mover, topologyWith } from './parents.ts';

export const REGION = 'us-east-1';
export const ACCOUNT = '000000000000';
const CREDENTIALS = { accessKeyId: 'BENCH', secretAccessKey: 'local' };

/** What one handler works with, and no other one. */
export interface Place {
  /** What it signs with, and what its calls are counted by. */
  accessKeyId: string;
  tableName: string;
  busName: string;
  quarantineQueueUrl: string;
  /** Variables that point its SDK at the servers. */
  endpoints: Readonly<Record<string, string>>;
  directConnect: DirectConnectServer;
  movers: Mover[];
  /** What it has called so far. */
  calls(): Calls;
  /** Deletes an item of its table; not by the handler, so that it does not count. */
  deleteItem(pk: string): Promise<void>;
  /** The events that it has published so far, oldest first. */
  events(): readonly { detailType: string; detail: Record<string, unknown> }[];
}

/** The local servers, all in this process and none in a handler's. */
export interface Bed {
  /** @param lines on each of its two parents */
  openPlace(name: string, lines: number, table: Omit<CreateTableCommandInput, 'TableName'>): Promise<Place>;
  close(): Promise<void>;
}

export async function openBed(): Promise<Bed> {
  ignoreAwsSettings();
  const closers: Closer[] = [];
  const started = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const server = await starting;
    closers.push(() => server.close());
    return server;
  };
  const counter = new CallCounter();
  counter.start();
  closers.push(async () => counter.stop());
  const dynamoDb = await started(startDynamoDb());
  const sqs = await started(startSqs({ region: REGION, identities: {} }));
  // No function is there: a handler that wakes one has failed to make its call.
  const lambda = await started(startInvokeApi(new Map()));
  const client = new DynamoDBClient({ endpoint: dynamoDb.url, region: REGION, credentials: CREDENTIALS });
  closers.push(async () => client.destroy());

  return {
    async openPlace(name, lines, table) {
      const { topology, movers } = topologyWith(lines);
      const directConnect = await started(startDirectConnect({ topology }));
      const eventBridge = await started(startEventBridge({ region: REGION, account: ACCOUNT, targets: NO_TARGETS }));
      eventBridge.createBus(name);
      await client.send(new CreateTableCommand({ ...table, TableName: name }));
      const accessKeyId = `BENCH${name.toUpperCase()}`;
      return {
        ...{ accessKeyId, tableName: name, busName: name, directConnect, movers },
        quarantineQueueUrl: sqs.queueUrl('quarantine'),
        endpoints: {
          AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
          AWS_ENDPOINT_URL_SQS: sqs.url,
          AWS_ENDPOINT_URL_EVENTBRIDGE: eventBridge.url,
          AWS_ENDPOINT_URL_DIRECT_CONNECT: directConnect.url,
          AWS_ENDPOINT_URL_LAMBDA: lambda.url,
        },
        calls: () => counter.of(accessKeyId),
        async deleteItem(pk) {
          await client.send(new DeleteItemCommand({ TableName: name, Key: { pk: { S: pk } } }));
        },
        events: () => eventsOf(eventBridge),
      };
    },
    close: () => closeAll(closers),
  };
}

/** No rule sends anything anywhere. */
const NO_TARGETS = { sqs: async () => {}, lambda: async () => {} };

function eventsOf(eventBridge: EventBridgeServer) {
  return eventBridge.received().map(({ event }) => ({
    detailType: event['detail-type'],
    detail: event.detail as Record<string, unknown>,
  }));
}
