import { randomUUID } from 'node:crypto';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Tenant } from '../../src/migration/model/tenants.ts';
import type { LocalStack } from '../stack/local-stack.ts';
import { requestsQueueUrl, tenantOfKey } from '../stack/tenant-queues.ts';
import type { RequestLine } from './requests-file.ts';
import type { SentRequest } from './sent-request.ts';

/** Sends the lines in their order, each with its sender's credentials, as order systems do: a stranger's to the first's queue. */
export async function sendRequests(
  lines: readonly RequestLine[],
  stack: LocalStack,
  tenants: readonly Tenant[],
): Promise<SentRequest[]> {
  const [first] = tenants;
  if (first === undefined) throw new Error('the topology names no tenants: there is no queue to send to');
  const sent: SentRequest[] = [];
  for (const { line, body, sender = first.senders[0] ?? '' } of lines) {
    const tenant = tenantOfKey(sender, tenants);
    const { requestId, connectionId } = readIds(body);
    const client = new SQSClient({
      region: stack.region,
      endpoint: stack.sqs.url,
      credentials: { accessKeyId: sender, secretAccessKey: 'local' },
      maxAttempts: 3,
      retryMode: 'standard',
    });
    const sentAtMs = Date.now();
    const { MessageId = '' } = await client.send(
      new SendMessageCommand({
        QueueUrl: requestsQueueUrl(stack, (tenant ?? first).name),
        MessageBody: body,
        MessageGroupId: connectionId ?? 'unreadable',
        MessageDeduplicationId: randomUUID(),
      }),
    );
    client.destroy();
    sent.push({ line, messageId: MessageId, sentAtMs, tenant: tenant?.name ?? null, requestId, connectionId });
  }
  return sent;
}

/** The ids of a body that can be read; of any other, nothing. */
function readIds(body: string): Pick<SentRequest, 'requestId' | 'connectionId'> {
  try {
    const { requestId, connectionId } = Object(JSON.parse(body));
    return { requestId: readId(requestId), connectionId: readId(connectionId) };
  } catch {
    return { requestId: null, connectionId: null };
  }
}

function readId(value: unknown): string | null {
  return typeof value === 'string' && /^[\w.:-]{1,128}$/.test(value) ? value : null;
}
