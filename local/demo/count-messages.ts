import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LocalStack } from '../stack/local-stack.ts';

const CREDENTIALS = { accessKeyId: 'AIDALOCALOPERATOR', secretAccessKey: 'local' };

/** How many messages wait in a queue. */
export async function countMessages({ sqs, region }: LocalStack, QueueUrl: string | undefined): Promise<number> {
  const client = new SQSClient({
    region,
    endpoint: sqs.url,
    credentials: CREDENTIALS,
    maxAttempts: 3,
    retryMode: 'standard',
  });
  const AttributeNames = ['ApproximateNumberOfMessages' as const];
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  client.destroy();
  return Number(Attributes?.ApproximateNumberOfMessages);
}
