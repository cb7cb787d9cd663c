import type { Context, SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Defer } from '../aws/visibility.ts';
import { parseTraceparent } from '../contract/traceparent.ts';
import { describeError } from '../migration/model/describe-error.ts';
import type { Message } from '../migration/model/message.ts';
import { roomForCallMs, type Settings } from '../migration/model/settings.ts';
import type { Log } from '../migration/ports/log.ts';
import { type Delivery, OnlyInQueueError } from '../migration/receive.ts';
import { backoffSeconds } from '../migration/waiting/backoff.ts';
import { tenantOfQueue } from './requests-queue.ts';

export interface BatchPorts {
  deliver: (message: Message, remaining: () => number) => Promise<Delivery>;
  defer: Defer;
  settings: Pick<Settings, 'callTimeoutMs'>;
  random: () => number;
  log: Log;
}

const AT_ONCE: Delivery = { kind: 'retry', seconds: 0 };

/**
 * A handler for batches of any size, each of one queue: the messages of one group in order, groups side by side. After the first of a
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
    // Those before it took their time: better back at once, to an invocation of its own, than cut off.
    const hasTime = index === 0 || remaining() >= roomForCallMs(ports.settings);
    const delivery = hasTime ? await deliverRecord(record, remaining, ports) : AT_ONCE;
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
    ports.log('faulted', { messageId: message.id, error: describeError(error) });
    const cause = error instanceof OnlyInQueueError ? 'onlyInQueue' : 'fault';
    return { kind: 'retry', seconds: backoffSeconds(cause, message.receives, ports.random()) };
  }
}

/** Failing here only means that the message comes again when the queue's own visibility timeout ends. */
async function deferRecord(
  { messageId, receiptHandle, eventSourceARN }: SQSRecord,
  seconds: number,
  ports: BatchPorts,
): Promise<void> {
  try {
    await ports.defer(eventSourceARN, receiptHandle, seconds);
  } catch (error) {
    ports.log('faulted', { messageId, error: describeError(error) });
  }
}

function groupOf({ attributes, messageId }: SQSRecord): string {
  return attributes.MessageGroupId ?? messageId;
}

function toMessage({ messageId, body, attributes, messageAttributes, eventSourceARN }: SQSRecord): Message {
  const traceparent = parseTraceparent(messageAttributes.traceparent?.stringValue);
  return {
    id: messageId,
    body,
    tenant: tenantOfQueue(eventSourceARN),
    senderId: attributes.SenderId,
    sentAtMs: Number(attributes.SentTimestamp),
    receives: Number(attributes.ApproximateReceiveCount),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}
