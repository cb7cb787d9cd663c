import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LocalStack } from '../stack/local-stack.ts';
import { Deliveries, type Received } from './deliveries.ts';
import type { Consumer } from './sent-request.ts';

export interface ConsumerQueues {
  /** All outcomes that have been received, oldest first. */
  received: Received[];
  /** Ends receiving. */
  close(): Promise<void>;
}

const CREDENTIALS = { accessKeyId: 'AIDALOCALCONSUMER', secretAccessKey: 'local' };

/** Takes the events from the consumers' queues for as long as it is open. */
export function receiveFrom(consumers: readonly Consumer[], stack: LocalStack, onEvent: () => void): ConsumerQueues {
  const deliveries = new Deliveries();
  const ending = new AbortController();
  const ended = Promise.all(
    consumers.map((consumer) => receiveLoop(consumer, stack, ending.signal, deliveries, onEvent)),
  );
  // A queue that is gone is reported by close(); until then, where an interruption has closed the stack, it must not end the process.
  ended.catch(() => undefined);
  return {
    received: deliveries.outcomes,
    async close() {
      ending.abort();
      await ended;
    },
  };
}

async function receiveLoop(
  consumer: Consumer,
  stack: LocalStack,
  ending: AbortSignal,
  deliveries: Deliveries,
  onEvent: () => void,
): Promise<void> {
  const client = new SQSClient({
    region: stack.region,
    endpoint: stack.sqs.url,
    credentials: CREDENTIALS,
    maxAttempts: 3,
    retryMode: 'standard',
  });
  const QueueUrl = stack.outputs[consumer === 'billing' ? 'BillingQueueUrl' : 'NotificationQueueUrl'];
  while (!ending.aborted) {
    const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 });
    const { Messages = [] } = await client.send(receive);
    for (const { Body = '' } of Messages) deliveries.add(consumer, Body);
    if (Messages.length === 0) continue;
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    onEvent();
  }
  client.destroy();
}
