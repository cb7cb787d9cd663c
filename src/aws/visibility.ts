import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Sets when SQS delivers a received message again, in whole seconds from now. */
export type Defer = (receiptHandle: string, seconds: number) => Promise<void>;

export function visibility(client: SQSClient, queueUrl: string): Defer {
  return async (ReceiptHandle, VisibilityTimeout) => {
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout }));
  };
}
