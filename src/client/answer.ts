import type { SendMessageBatchCommandOutput } from '@aws-sdk/client-sqs';

/** What one attempt to send came to for one message. */
export type Answer = { accepted: true; messageId: string } | Failure;

export interface Failure {
  accepted: false;
  /** The name of an error: of SQS, of the SDK, or of ours. */
  why: string;
  /** Whether another attempt may go better. */
  again: boolean;
  /** Whether the message may be in the queue although nothing says so. */
  maybeQueued: boolean;
  cause?: unknown;
}

/** What an answer of SendMessageBatch says of one entry; not being named at all means nothing is known. */
export function answerFor(id: string, { Successful = [], Failed = [] }: SendMessageBatchCommandOutput): Answer {
  const messageId = Successful.find(({ Id }) => Id === id)?.MessageId;
  if (messageId) return { accepted: true, messageId };
  const failed = Failed.find(({ Id }) => Id === id);
  if (!failed) return { accepted: false, why: 'NotInTheAnswer', again: true, maybeQueued: true };
  // What SQS blames on itself it may have done nevertheless.
  const ours = failed.SenderFault === true;
  return { accepted: false, why: nameIn(failed.Code), again: !ours, maybeQueued: !ours };
}

/**
 * What an error of the whole call says of its messages. Only an answer of SQS with a status of 4xx, on the only attempt,
 * says that they are not in the queue: after a repetition by the SDK, the lost first one may have got through.
 */
export function failureOf(error: unknown): Failure {
  const { name, $fault, $metadata } = Object(error) as Partial<ServiceError>;
  const { httpStatusCode = 0, attempts = 1 } = $metadata ?? {};
  const why = nameIn(name);
  // Without credentials nothing can be signed, so nothing was sent; what fails to give them has tried again itself.
  const unsigned = why === 'CredentialsProviderError';
  const refused = $fault === 'client' && httpStatusCode >= 400 && httpStatusCode < 500;
  const throttled = httpStatusCode === TOO_MANY_REQUESTS || THROTTLING.test(why);
  return {
    accepted: false,
    why,
    again: !unsigned && (!refused || throttled),
    maybeQueued: !unsigned && (!refused || attempts > 1),
    cause: error,
  };
}

const TOO_MANY_REQUESTS = 429;

/** RequestThrottled, KmsThrottled, ThrottlingException, …; the names that AWS uses for it without the word. */
const THROTTLING = /throttl|TooManyRequests|RequestLimitExceeded|SlowDown/i;

/** Of an error of the SDK: not exported by a package that may be imported here. */
interface ServiceError {
  name: unknown;
  $fault: unknown;
  $metadata: { httpStatusCode?: number; attempts?: number };
}

/** Only what looks like a name goes into texts for people. */
function nameIn(value: unknown): string {
  return typeof value === 'string' && /^[\w.]{1,100}$/.test(value) ? value : 'UnknownError';
}
