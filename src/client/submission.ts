/** What became of one request that was submitted; tell the two apart by `accepted`. */
export type Submission = Accepted | NotAccepted;

/** The request is in the queue. What the service makes of it comes as an event. */
export interface Accepted {
  accepted: true;
  requestId: string;
  /** SQS's id of the message: `metadata.causationId` of the request's events, if it is delivered as the first. */
  messageId: string;
}

/**
 * - `INVALID`: it is not as the contract says, and was not sent. Correct it.
 * - `NOT_SENT`: it is valid, but an earlier one for its connection was not accepted, or the call ended before its turn.
 * - `REFUSED`: it is not in the queue: SQS turned it away (no right to send, no such queue, throttled), or there were no
 *   credentials to sign it with.
 * - `UNCERTAIN`: no reliable answer came, however often it was sent. It may be in the queue. Submitting it again, with
 *   the same requestId and content, is safe.
 */
export type NotAcceptedCode = 'INVALID' | 'NOT_SENT' | 'REFUSED' | 'UNCERTAIN';

/** The request is not known to be in the queue. */
export interface NotAccepted {
  accepted: false;
  code: NotAcceptedCode;
  /** Absent where none could be read. */
  requestId?: string;
  /** For people. Repeats nothing of the request but ids. */
  problem: string;
  /** What the SDK threw last, where it threw: may name accounts, roles and the queue. */
  cause?: unknown;
}

/** How far a call has come. What was read and is in neither of the other two waits for its batch. */
export interface SubmissionProgress {
  read: number;
  accepted: number;
  notAccepted: number;
}

/** What became of all requests of a call. */
export interface SubmissionReport {
  accepted: number;
  notAccepted: number;
  /** One for each request that was read, in the order in which they were given. */
  results: Submission[];
}

/**
 * Thrown when the caller's own part threw: the iterable that gives the requests, or a callback. Nothing was sent after
 * that; `cause` is what was thrown, and `report` says of each request that was read what became of it.
 */
export class SubmissionInterruptedError extends Error {
  override name = 'SubmissionInterruptedError';
  readonly report: SubmissionReport;

  constructor(report: SubmissionReport, cause: unknown) {
    super('the source of the requests or a callback threw; the report says what became of the requests read before', {
      cause,
    });
    this.report = report;
  }
}
