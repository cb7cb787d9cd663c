import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Sets when a queue delivers a received message again, in whole seconds from now. */
export type Defer = (queueArn: string, receiptHandle: string, seconds: number) => Promise<void>;

/** @param knownQueueUrl of any queue of the same account and Region */
export function visibility(client: SQSClient, knownQueueUrl: string): Defer {
  return async (queueArn, ReceiptHandle, VisibilityTimeout) => {
    const QueueUrl = queueUrlBeside(knownQueueUrl, queueArn);
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
  };
}

/**
 * URLs of queues of one account and Region differ in the last part only, the queue's name. One for each tenant would not fit
 * into a function's environment.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html
 */
function queueUrlBeside(knownQueueUrl: string, queueArn: string): string {
  return knownQueueUrl.slice(0, knownQueueUrl.lastIndexOf('/') + 1) + queueArn.slice(queueArn.lastIndexOf(':') + 1);
}
