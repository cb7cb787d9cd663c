import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { GlobalOptions } from './context.ts';

/** The clients, each made when it is first asked for, with the operator's own credentials. */
export interface Clients {
  readonly directConnect: DirectConnectClient;
  readonly dynamoDb: DynamoDBClient;
  /** Waits as long as a function may take: a command that is asked twice is decided twice. */
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly sqs: SQSClient;
}

/** Milliseconds. */
const TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 20_000, throwOnRequestTimeout: true };

/** No answer of a function takes longer (infra/settings-table.ts). */
const INVOCATION = { ...TIMEOUTS, requestTimeout: 60_000 };

export function clients({ region, profile }: Pick<GlobalOptions, 'region' | 'profile'>): Clients {
  const common = { ...(region ? { region } : {}), ...(profile ? { profile } : {}), requestHandler: TIMEOUTS };
  return {
    // Listing a whole account takes many questions: as fast as Direct Connect lets it, and patient where it is throttled.
    directConnect: new DirectConnectClient({ ...common, retryMode: 'adaptive', maxAttempts: 8 }),
    dynamoDb: new DynamoDBClient(common),
    // One attempt: whether a command whose answer was lost is given again is for who gave it.
    lambda: new LambdaClient({ ...common, requestHandler: INVOCATION, maxAttempts: 1 }),
    logs: new CloudWatchLogsClient(common),
    sqs: new SQSClient(common),
  };
}
