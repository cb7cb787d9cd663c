import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';

/**
 * How every client asks again. Said here rather than left to the SDK, whose defaults change; adaptive mode would hold
 * calls back in a process that freezes between invocations.
 */
const RETRIES = { maxAttempts: 4, retryMode: 'standard' };

/** Milliseconds. Without throwOnRequestTimeout the SDK only warns. */
const TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 5_000, socketTimeout: 5_000, throwOnRequestTimeout: true };

/** Nothing changes the middleware of a client, so it is put together once for each operation: a tenth of a call's processor time. */
const FASTER = { cacheMiddleware: true };

const COMMON = { ...RETRIES, ...FASTER, requestHandler: TIMEOUTS };

export const askingClient = () => new DirectConnectClient(COMMON);
export const dynamoDbClient = () => new DynamoDBClient(COMMON);
export const eventBridgeClient = () => new EventBridgeClient(COMMON);
export const lambdaClient = () => new LambdaClient(COMMON);
export const sqsClient = () => new SQSClient(COMMON);

/**
 * The client that moves lines makes one attempt: the SDK would repeat the move after a reset, a timeout or a 5xx, and move a
 * line twice.
 *
 * @param callTimeoutMs how long AssociateHostedConnection may take, in milliseconds
 */
export function movingClient(callTimeoutMs: number): DirectConnectClient {
  const patient = {
    ...TIMEOUTS,
    connectionTimeout: 3_000,
    requestTimeout: callTimeoutMs,
    socketTimeout: callTimeoutMs,
    // A connection kept open while the process was frozen may be dead: its reset would make a call that never ran unclear.
    httpsAgent: { keepAlive: false },
    httpAgent: { keepAlive: false },
  };
  return new DirectConnectClient({ maxAttempts: 1, retryMode: 'standard', ...FASTER, requestHandler: patient });
}
