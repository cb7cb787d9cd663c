/** A message for a queue. Attributes are all of data type String. */
export interface QueueMessage {
  readonly body: string;
  readonly messageGroupId?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/**
 * How this EventBridge reaches its targets. Each method resolves once the target has the message, and rejects with
 * whatever the SDK threw otherwise: its name and HTTP status decide whether it is tried again.
 */
export interface TargetSender {
  /** SendMessage. A FIFO queue gets no deduplication id: it must have content-based deduplication, as on AWS. */
  sqs(queueArn: string, message: QueueMessage): Promise<void>;
  /** Invoke with InvocationType Event: resolves when Lambda has taken the event, and does not wait for the function. */
  lambda(functionArn: string, payload: string): Promise<void>;
}
