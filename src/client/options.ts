import type { SendMessageBatchCommand, SendMessageBatchCommandOutput } from '@aws-sdk/client-sqs';
import type { MigrationRequestInput } from '../contract/request-schema.ts';
import type { SubmissionProgress } from './submission.ts';

/** The one call that is made. An `SQSClient` is a `MessageSender`. */
export interface MessageSender {
  send(command: SendMessageBatchCommand): Promise<SendMessageBatchCommandOutput>;
}

export interface MigrationClientOptions {
  /**
   * An `SQSClient` with the order system's own region, credentials, timeouts and retries. Give it a `requestTimeout` with
   * `throwOnRequestTimeout`: without them, a connection that has gone dead is waited for without end.
   */
  sqs: MessageSender;
  /** URL of the order system's own requests queue, which the service's operators have given it. */
  queueUrl: string;
}

export interface SubmitOptions {
  /** W3C trace context to carry into the request's events. What is none is left out, and stops nothing. */
  traceparent?: string | undefined;
}

export interface SubmitAllOptions {
  /** Called after each batch, and waited for. */
  onProgress?: ((progress: SubmissionProgress) => unknown) | undefined;
  /** Gives the W3C trace context of a valid request, if it has one; see `SubmitOptions`. */
  traceparentOf?: ((request: MigrationRequestInput) => string | undefined) | undefined;
  /**
   * Once aborted, nothing more is read or sent, and no wait goes on; only a batch under way is still waited for. The
   * source is asked to close, which is not waited for, and what it still gives or throws is passed over.
   */
  signal?: AbortSignal | undefined;
}

/** What a client needs of the world around it; a test gives its own. */
export interface Surroundings {
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Uniform in [0, 1). */
  random: () => number;
  newDeduplicationId: () => string;
  /** May reject once the signal aborts: no one waits any more then. */
  wait: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
}
