export const JSON_1_0 = 'application/x-amz-json-1.0';

/**
 * Errors of SQS's model whose code in the Query protocol is not their name, or whose status is not 400: its traits
 * `awsQueryError` and `httpError`. The header `x-amzn-query-error` carries the code, so that older code of a caller still
 * finds what it knows ("AWS JSON protocol", SQS Developer Guide). The test compares all with the model in AWS's SDK.
 */
const MODELLED: Readonly<Record<string, { readonly code?: string; readonly status?: number }>> = {
  BatchEntryIdsNotDistinct: { code: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct' },
  BatchRequestTooLong: { code: 'AWS.SimpleQueueService.BatchRequestTooLong' },
  EmptyBatchRequest: { code: 'AWS.SimpleQueueService.EmptyBatchRequest' },
  InvalidAddress: { status: 404 },
  InvalidBatchEntryId: { code: 'AWS.SimpleQueueService.InvalidBatchEntryId' },
  InvalidSecurity: { status: 403 },
  MessageNotInflight: { code: 'AWS.SimpleQueueService.MessageNotInflight' },
  OverLimit: { status: 403 },
  PurgeQueueInProgress: { code: 'AWS.SimpleQueueService.PurgeQueueInProgress', status: 403 },
  QueueDeletedRecently: { code: 'AWS.SimpleQueueService.QueueDeletedRecently' },
  QueueDoesNotExist: { code: 'AWS.SimpleQueueService.NonExistentQueue' },
  QueueNameExists: { code: 'QueueAlreadyExists' },
  ReceiptHandleIsInvalid: { status: 404 },
  RequestThrottled: { status: 403 },
  ResourceNotFoundException: { status: 404 },
  TooManyEntriesInBatchRequest: { code: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest' },
  UnsupportedOperation: { code: 'AWS.SimpleQueueService.UnsupportedOperation' },
};

/**
 * Errors that SQS's model does not have, by their code in the Query protocol, and their names in the JSON protocol as
 * answers of AWS have them (recorded in https://github.com/localstack/localstack, tests/aws/services/sqs/
 * test_sqs.snapshot.json, as `Code` and `QueryErrorCode`).
 */
const UNMODELLED: Readonly<Record<string, string>> = {
  InvalidParameterValue: 'InvalidParameterValueException',
  MissingParameter: 'MissingRequiredParameterException',
};

/** An error of SQS in the AWS JSON 1.0 protocol. */
export class SqsError extends Error {
  override readonly name = 'SqsError';
  readonly type: string;
  readonly status: number;

  /** @param type its name in the JSON protocol, or its code in the Query protocol, which fauxqs takes for that */
  constructor(type: string, message: string, status?: number) {
    super(message);
    this.type = UNMODELLED[type] ?? type;
    this.status = status ?? MODELLED[type]?.status ?? 400;
  }

  toBody(): object {
    return { __type: `com.amazonaws.sqs#${this.type}`, message: this.message };
  }

  get headers(): Record<string, string> {
    const fault = this.status < 500 ? 'Sender' : 'Receiver';
    const query = `${queryCode(this.type)};${fault}`;
    return { 'content-type': JSON_1_0, 'x-amzn-query-error': query };
  }
}

/** The code in the Query protocol of an error of the JSON protocol. */
export function queryCode(type: string): string {
  const unmodelled = Object.entries(UNMODELLED).find(([, name]) => name === type)?.[0];
  return MODELLED[type]?.code ?? unmodelled ?? type;
}
