import { randomUUID } from 'node:crypto';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Tenant, tenantOf } from '../../src/migration/model/tenants.ts';
import type { LocalStack } from '../stack/local-stack.ts';
import type { RequestLine } from './requests-file.ts';
import type { SentRequest } from './sent-request.ts';

/** Used where the topology names no tenant: no one's key. */
const UNREGISTERED = 'AIDANOBODY000';

/** Sends the lines in their order, each with its sender's credentials, as order systems do. */
export async function sendRequests(
  lines: readonly RequestLine[],
  stack: LocalStack,
  tenants: readonly Tenant[],
): Promise<SentRequest[]> {
  const sent: SentRequest[] = [];
  for (const { line, body, sender = tenants[0]?.senders[0] ?? UNREGISTERED } of lines) {
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
        QueueUrl: stack.outputs.RequestsQueueUrl,
        MessageBody: body,
        MessageGroupId: connectionId ?? 'unreadable',
        MessageDeduplicationId: randomUUID(),
      }),
    );
    client.destroy();
    const tenant = tenantOf(sender, tenants)?.name ?? null;
    sent.push({ line, messageId: MessageId, sentAtMs, tenant, requestId, connectionId });
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
