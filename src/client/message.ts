import type { SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';

/** A valid request, ready to be sent. However often it is sent, its deduplication id is the same. */
export interface Message {
  requestId: string;
  connectionId: string;
  body: string;
  deduplicationId: string;
  traceparent: string | undefined;
}

const TRACEPARENT = 'traceparent';
const DATA_TYPE = 'String';

/** The entry of a batch, as docs/contract.md wants it: grouped by connection. */
export function toEntry(message: Message, id: string): SendMessageBatchRequestEntry {
  const { body, connectionId, deduplicationId, traceparent } = message;
  return {
    Id: id,
    MessageBody: body,
    MessageGroupId: connectionId,
    MessageDeduplicationId: deduplicationId,
    ...(traceparent && { MessageAttributes: { [TRACEPARENT]: { DataType: DATA_TYPE, StringValue: traceparent } } }),
  };
}

/** Bytes of a message as SQS counts them: its body, and name, type and value of its attributes. */
export function sizeOf({ body, traceparent }: Message): number {
  const attribute = traceparent ? TRACEPARENT.length + DATA_TYPE.length + traceparent.length : 0;
  return Buffer.byteLength(body) + attribute;
}
