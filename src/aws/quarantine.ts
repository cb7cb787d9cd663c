import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Quarantine } from '../migration/ports/quarantine.ts';

/** The quarantine queue: the body as it came, and beside it who sent which message and why it is here. */
export function quarantine(client: SQSClient, queueUrl: string): Quarantine {
  return {
    async store({ id, body, senderId }, { tenant, reason }): Promise<void> {
      const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });
      const MessageAttributes = {
        messageId: attribute(id),
        senderId: attribute(senderId),
        reason: attribute(reason),
        // An attribute cannot be empty.
        ...(tenant === undefined ? {} : { tenant: attribute(tenant) }),
      };
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, MessageAttributes }));
    },
  };
}
