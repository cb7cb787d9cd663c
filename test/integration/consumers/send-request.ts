import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LocalStack } from '../../../local/stack/local-stack.ts';

/** Sends a request to a stack as the tenant of stack-topology.yaml. */
export async function sendRequest(stack: LocalStack, request: object): Promise<void> {
  const credentials = { accessKeyId: 'AROAORDERSYSTEM', secretAccessKey: 'local' };
  const client = new SQSClient({ region: stack.region, endpoint: stack.sqs.url, credentials });
  await client.send(
    new SendMessageCommand({
      QueueUrl: stack.outputs.OrdersRequestsQueueUrl,
      MessageGroupId: 'group',
      MessageDeduplicationId: crypto.randomUUID(),
      MessageBody: JSON.stringify(request),
    }),
  );
  client.destroy();
}
