/**
 * Errors whose code in the Query protocol differs from their JSON name: SQS's model gives them with the trait
 * `awsQueryError`, and the header `x-amzn-query-error` carries them, so that older code of a caller still finds the code
 * that it knows ("AWS JSON protocol", SQS Developer Guide; which codes have the prefix is taken from AWS's Query errors as known, not checked one by one).
 */
const PREFIXED: ReadonlySet<string> = new Set([
  'BatchEntryIdsNotDistinct',
  'BatchRequestTooLong',
  'EmptyBatchRequest',
  'InvalidBatchEntryId',
  'MessageNotInflight',
  'PurgeQueueInProgress',
  'QueueDeletedRecently',
  'TooManyEntriesInBatchRequest',
  'UnsupportedOperation',
]);

/** An error as SQS tells it in the AWS JSON 1.0 protocol. */
export class SqsError extends Error {
  override readonly name = 'SqsError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }

  toJson(): string {
    return JSON.stringify({ __type: `com.amazonaws.sqs#${this.code}`, message: this.message });
  }

  get headers(): Record<string, string> {
    return { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-query-error': queryError(this.code) };
  }
}

/** The value of `x-amzn-query-error` for an error of the JSON protocol. */
export function queryError(code: string): string {
  const fault = code === 'InternalFailure' ? 'Receiver' : 'Sender';
  return `${queryCode(code)};${fault}`;
}

export function queryCode(code: string): string {
  if (code === 'QueueDoesNotExist') return 'AWS.SimpleQueueService.NonExistentQueue';
  if (code === 'QueueNameExists') return 'QueueAlreadyExists';
  return PREFIXED.has(code) ? `AWS.SimpleQueueService.${code}` : code;
}
