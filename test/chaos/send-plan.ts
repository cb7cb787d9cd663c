import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LocalStack } from '../../local/stack/local-stack.ts';
import { requestsQueueUrl, tenantOfKey } from '../../local/stack/tenant-queues.ts';
import { TENANTS } from './chaos-topology.ts';
import { bodyOf, type PlannedMessage } from './planned-message.ts';

export interface SentMessage {
  planned: PlannedMessage;
  body: string;
  messageId: string;
  sentAtMs: number;
  /** The tenant of the sender; null for a stranger. */
  tenant: string | null;
}

/** Where one that is no tenant's sender sends. */
const STRANGERS_QUEUE = 'alder';

/** Sends every message at its time, each with its sender's credentials, as order systems do. */
export async function sendPlan(
  plan: readonly PlannedMessage[],
  stack: LocalStack,
  onSent: (sent: SentMessage) => void,
): Promise<void> {
  const clients = new Map(plan.map(({ sender }) => [sender, clientFor(sender, stack)]));
  const start = Date.now();
  try {
    for (const planned of plan) {
      await sleep(Math.max(0, start + planned.at - Date.now()));
      const body = bodyOf(planned, start);
      const tenant = tenantOfKey(planned.sender, TENANTS)?.name ?? null;
      const sentAtMs = Date.now();
      const answer = await clients.get(planned.sender)?.send(
        new SendMessageCommand({
          QueueUrl: requestsQueueUrl(stack, tenant ?? STRANGERS_QUEUE),
          MessageBody: body,
          MessageGroupId: planned.group,
          MessageDeduplicationId: randomUUID(),
        }),
      );
      onSent({ planned, body, messageId: answer?.MessageId ?? '', sentAtMs, tenant });
    }
  } finally {
    for (const client of clients.values()) client.destroy();
  }
}

function clientFor(accessKeyId: string, { region, sqs }: LocalStack): SQSClient {
  return new SQSClient({
    region,
    endpoint: sqs.url,
    credentials: { accessKeyId, secretAccessKey: 'local' },
    maxAttempts: 3,
    retryMode: 'standard',
  });
}
