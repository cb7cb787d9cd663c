import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { TargetSender } from '../eventbridge/target-sender.ts';
import type { LambdaFunction } from '../lambda/lambda-function.ts';
import type { SqsServer } from '../sqs/sqs-server.ts';

/** How the local EventBridge reaches queues and functions. Functions are invoked asynchronously, as on AWS. */
export function targetSender(
  sqs: SqsServer,
  sqsClient: SQSClient,
  functions: ReadonlyMap<string, LambdaFunction>,
): TargetSender {
  return {
    async sqs(queueArn, { body, messageGroupId, attributes = {} }) {
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
      );
      await sqsClient.send(
        new SendMessageCommand({
          QueueUrl: sqs.queueUrl(queueArn.split(':').at(-1) ?? ''),
          MessageBody: body,
          MessageAttributes,
          ...(messageGroupId === undefined ? {} : { MessageGroupId: messageGroupId }),
        }),
      );
    },
    async lambda(functionArn, payload) {
      const lambda = functions.get(functionArn);
      if (!lambda) throw new Error(`there is no function ${functionArn}`);
      lambda.enqueue(payload);
    },
  };
}
