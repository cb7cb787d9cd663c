import { GetQueueAttributesCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LocalStack } from '../../local/stack/local-stack.ts';

export interface Queues {
  /** Messages in a queue, those under way included. */
  depth(name: string): Promise<number>;
  setVisibilityTimeout(name: string, seconds: number): Promise<void>;
  close(): void;
}

/** The stack's queues by the last part of their names: `requests_alder.fifo`, `billing-dlq`. */
export function openQueues({ region, sqs, outputs }: LocalStack): Queues {
  const client = new SQSClient({
    region,
    endpoint: sqs.url,
    credentials: { accessKeyId: 'AIDALOCALOPERATOR', secretAccessKey: 'local' },
    maxAttempts: 3,
    retryMode: 'standard',
  });
  const prefix = outputs.QuarantineQueueUrl?.replace(/quarantine$/, '');
  return {
    async depth(name) {
      const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl: `${prefix}${name}`, AttributeNames: [...AttributeNames] }),
      );
      return AttributeNames.reduce((sum, attribute) => sum + Number(Attributes[attribute]), 0);
    },
    async setVisibilityTimeout(name, seconds) {
      const Attributes = { VisibilityTimeout: String(seconds) };
      await client.send(new SetQueueAttributesCommand({ QueueUrl: `${prefix}${name}`, Attributes }));
    },
    close: () => client.destroy(),
  };
}
