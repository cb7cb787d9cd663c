import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { TargetSender } from '../eventbridge/target-sender.ts';
import type { LambdaFunction } from '../lambda/lambda-function.ts';
import type { SqsServer } from '../sqs/sqs-server.ts';
import { localQueueName } from './others-queues.ts';

/**
 * How the local EventBridge reaches queues and functions. Functions are invoked asynchronously, as on AWS.
 *
 * @param copies how often what is sent to a queue gets there
 */
export function targetSender(
  sqs: SqsServer,
  sqsClient: SQSClient,
  functions: ReadonlyMap<string, LambdaFunction>,
  copies: (queueArn: string) => number = () => 1,
): TargetSender {
  return {
    async sqs(queueArn, { body, messageGroupId, attributes = {} }) {
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
      );
      const message = new SendMessageCommand({
        QueueUrl: sqs.queueUrl(localQueueName(queueArn)),
        MessageBody: body,
        MessageAttributes,
        ...(messageGroupId === undefined ? {} : { MessageGroupId: messageGroupId }),
      });
      for (let left = copies(queueArn); left > 0; left--) await sqsClient.send(message);
    },
    async lambda(functionArn, payload) {
      const lambda = functions.get(functionArn);
      if (!lambda) throw new Error(`there is no function ${functionArn}`);
      lambda.enqueue(payload);
    },
  };
}
