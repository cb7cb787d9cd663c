import type { Context, SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Defer } from '../aws/visibility.ts';
import { parseTraceparent } from '../contract/traceparent.ts';
import { backoffSeconds } from '../migration/backoff.ts';
import type { Delivery } from '../migration/deliver.ts';
import type { Message } from '../migration/message.ts';
import type { Log } from '../migration/ports.ts';

export interface BatchPorts {
  deliver: (message: Message, remaining: () => number) => Promise<Delivery>;
  defer: Defer;
  random: () => number;
  log: Log;
}

/**
 * A handler for batches of any size: the messages of one group in order, groups side by side. After the first of a
 * group that has to come again, the later ones come again at the same time, behind it.
 */
export function deliverBatch(ports: BatchPorts): (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> {
  return async ({ Records }, context) => {
    const remaining = () => context.getRemainingTimeInMillis();
    const groups = [...Map.groupBy(Records, groupOf).values()];
    const failures = await Promise.all(groups.map((group) => deliverGroup(group, remaining, ports)));
    return { batchItemFailures: failures.flat() };
  };
}

async function deliverGroup(
  records: SQSRecord[],
  remaining: () => number,
  ports: BatchPorts,
): Promise<SQSBatchItemFailure[]> {
  for (const [index, record] of records.entries()) {
    const delivery = await deliverRecord(record, remaining, ports);
    if (delivery.kind === 'retry') {
      const rest = records.slice(index);
      await Promise.all(rest.map((later) => deferRecord(later, delivery.seconds, ports)));
      return rest.map(({ messageId }) => ({ itemIdentifier: messageId }));
    }
  }
  return [];
}

/** Whatever goes wrong, the message comes again: only an answered or stored request is acknowledged. */
async function deliverRecord(record: SQSRecord, remaining: () => number, ports: BatchPorts): Promise<Delivery> {
  const message = toMessage(record);
  try {
    return await ports.deliver(message, remaining);
  } catch (error) {
    ports.log('faulted', { messageId: message.id, error: describe(error) });
    return { kind: 'retry', seconds: backoffSeconds('fault', message.receives, ports.random()) };
  }
}

/** Failing here only means that the message comes again when the queue's own visibility timeout ends. */
async function deferRecord({ messageId, receiptHandle }: SQSRecord, seconds: number, ports: BatchPorts): Promise<void> {
  try {
    await ports.defer(receiptHandle, seconds);
  } catch (error) {
    ports.log('faulted', { messageId, error: describe(error) });
  }
}

function groupOf({ attributes, messageId }: SQSRecord): string {
  return attributes.MessageGroupId ?? messageId;
}

function toMessage({ messageId, body, attributes, messageAttributes }: SQSRecord): Message {
  const traceparent = parseTraceparent(messageAttributes.traceparent?.stringValue);
  return {
    id: messageId,
    body,
    senderId: attributes.SenderId,
    sentAt: Number(attributes.SentTimestamp),
    receives: Number(attributes.ApproximateReceiveCount),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
}
