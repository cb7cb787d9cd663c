/** One message of a tenant's requests queue, as far as the core needs it. */
export interface Message {
  id: string;
  body: string;
  /** Whose queue it came from. */
  tenant: string;
  /** As SQS says; nothing in the body is trusted for this. */
  senderId: string;
  /** SentTimestamp, in milliseconds since the epoch. */
  sentAtMs: number;
  /** ApproximateReceiveCount, from 1. */
  receives: number;
  traceparent?: string;
}
