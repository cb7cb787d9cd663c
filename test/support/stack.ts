import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, inject } from 'vitest';
import { type AdminClient, createAdminClient, parseTopology } from '#direct-connect-simulator';
import { type LocalStack, startLocalStack } from '../../local/stack/local-stack.ts';
import { requestsQueueUrl } from '../../local/stack/tenant-queues.ts';
import type { EventDetail } from '../../src/contract/event.ts';
import { SERVICE } from '../../src/contract/event-names.ts';
import type { MigrationRequestInput } from '../../src/contract/request-schema.ts';
import { eventually } from './eventually.ts';

const TOPOLOGY = fileURLToPath(new URL('stack-topology.yaml', import.meta.url));

/** The local stack as a client that is not ours sees it: plain HTTP, the JSON protocol of SQS. */
export interface TestStack extends LocalStack {
  directConnectAdmin: AdminClient;
  /** Every line of the functions. */
  logs: string[];
  sqsCall: (action: string, input: object, accessKeyId?: string) => Promise<Record<string, unknown>>;
  /** To the queue of the tenant "orders", in one group, with the key of its order system or another. */
  send: (body: object | string, accessKeyId?: string) => Promise<string>;
  /** The next outcome of a consumer's queue, taken off it; verdicts on moved lines before it are taken off too. */
  nextEvent: (consumer: 'Billing' | 'Notification') => Promise<EventDetail>;
  /** The same with EventBridge's envelope around it. */
  nextEnvelope: (consumer: 'Billing' | 'Notification') => Promise<{ detail: EventDetail }>;
}

export function startTestStack(packaged: 'usual' | 'withoutReconcile' = 'usual'): Promise<TestStack> {
  return startTestStackFrom(inject('packages')[packaged]);
}

/**
 * The same from a package that the test has made itself.
 *
 * @param crowd hosted connections more, `dxcon-crowd1` and so on, on the LAG
 * @param file another topology with the same tenants, which the package has
 */
export async function startTestStackFrom(packageDirectory: string, crowd = 0, file = TOPOLOGY): Promise<TestStack> {
  const logs: string[] = [];
  const more = Array.from(
    { length: crowd },
    (_, index) =>
      `  - { id: dxcon-crowd${index + 1}, parent: dxlag-new1, ownerAccount: "111122223333", vlan: ${1001 + index} }\n`,
  );
  const [first, last] = readFileSync(file, 'utf8').split('tenants:');
  const topology = parseTopology(`${first}${more.join('')}tenants:${last}`, file);
  const stack = await startLocalStack({ packageDirectory, topology, log: (line) => void logs.push(line) });
  const sqsCall: TestStack['sqsCall'] = (action, input, accessKeyId) =>
    callSqs(stack.sqs.url, action, input, accessKeyId);
  const nextMessage = async (consumer: 'Billing' | 'Notification') => {
    const QueueUrl = stack.outputs[`${consumer}QueueUrl`];
    const message = await eventually(async () => {
      const { Messages = [] } = await sqsCall('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 });
      const [first] = Messages as { Body: string; ReceiptHandle: string }[];
      return first ?? expect.fail(`${consumer} received nothing`);
    });
    await sqsCall('DeleteMessage', { QueueUrl, ReceiptHandle: message.ReceiptHandle });
    return JSON.parse(message.Body) as { source: string; detail: EventDetail };
  };
  const nextEnvelope: TestStack['nextEnvelope'] = async (consumer) => {
    while (true) {
      const envelope = await nextMessage(consumer);
      if (envelope.source === SERVICE) return envelope;
    }
  };
  return {
    ...stack,
    directConnectAdmin: createAdminClient(stack.directConnect.url),
    logs,
    sqsCall,
    async send(body, accessKeyId) {
      const sent = await sqsCall(
        'SendMessage',
        {
          QueueUrl: requestsQueueUrl(stack, 'orders'),
          MessageGroupId: 'group',
          MessageDeduplicationId: crypto.randomUUID(),
          MessageBody: typeof body === 'string' ? body : JSON.stringify(body),
        },
        accessKeyId,
      );
      return String(sent.MessageId);
    },
    nextEnvelope,
    nextEvent: async (consumer) => (await nextEnvelope(consumer)).detail,
  };
}

async function callSqs(
  url: string,
  action: string,
  input: object,
  accessKeyId = 'AROAORDERSYSTEM',
): Promise<Record<string, unknown>> {
  const credential = `Credential=${accessKeyId}/20261123/us-east-1/sqs/aws4_request`;
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AmazonSQS.${action}`,
      authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${action}: ${response.status} ${text}`);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

/**
 * The disposition of a request whose call was answered. STALE is a few seconds here: where a caller takes longer to write
 * the answer down, a run of reconcile may see the effect first, and publish it as observed. Without reconcile it is `moved`.
 */
export const MOVED = expect.toBeOneOf(['moved', 'observed']);

/** A request of the tenant "orders" to move a line of stack-topology.yaml to the LAG. */
export function stackRequest(requestId: string, connectionId: string, fields: object = {}): MigrationRequestInput {
  return {
    schemaVersion: '1',
    requestId,
    connectionId,
    expectedParentConnectionId: 'dxcon-old1',
    parentConnectionId: 'dxlag-new1',
    requestedAt: new Date().toISOString(),
    ...fields,
  };
}
