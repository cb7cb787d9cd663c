import * as v from 'valibot';

/** Default retry policy ("How EventBridge retries delivering events", EventBridge User Guide), and its upper limits. */
const MAX_RETRY_ATTEMPTS = 185;
const MAX_EVENT_AGE_SECONDS = 86_400;

const retrySchema = v.strictObject({
  MaximumRetryAttempts: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_RETRY_ATTEMPTS)),
    MAX_RETRY_ATTEMPTS,
  ),
  MaximumEventAgeInSeconds: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(60), v.maxValue(MAX_EVENT_AGE_SECONDS)),
    MAX_EVENT_AGE_SECONDS,
  ),
});

/** The part of AWS::Events::Rule Target that this local EventBridge understands; a strict object rejects the rest. */
export const targetSchema = v.strictObject({
  Id: v.pipe(v.string(), v.regex(/^[.\-_A-Za-z0-9]{1,64}$/, 'must be 1 to 64 of . - _ A-Z a-z 0-9')),
  Arn: v.string(),
  RoleArn: v.optional(v.string()),
  Input: v.optional(v.string()),
  SqsParameters: v.optional(v.strictObject({ MessageGroupId: v.pipe(v.string(), v.minLength(1), v.maxLength(100)) })),
  RetryPolicy: v.optional(retrySchema, {}),
  DeadLetterConfig: v.optional(v.strictObject({ Arn: v.string() })),
});

/** Where events go, and what happens if they cannot. */
export interface Target {
  readonly id: string;
  readonly arn: string;
  readonly service: 'sqs' | 'lambda';
  /** Sent instead of the event, as it is. */
  readonly input?: string;
  /** For FIFO and fair queues. */
  readonly messageGroupId?: string;
  readonly maxRetries: number;
  readonly maxAgeMs: number;
  /** ARN of the dead-letter queue; without one, what cannot be delivered is dropped. */
  readonly deadLetterArn?: string;
}

/**
 * Checks one target of a rule. RoleArn is accepted and not used: nothing is authorised locally.
 *
 * @throws {Error} naming the property
 */
export function parseTarget(given: v.InferOutput<typeof targetSchema>, index: number): Target {
  const at = `Targets.${index}`;
  const service = serviceOf(given.Arn);
  const messageGroupId = given.SqsParameters?.MessageGroupId;
  const deadLetterArn = given.DeadLetterConfig?.Arn;
  if (service === undefined) {
    throw new Error(`${at}.Arn: only SQS queues and Lambda functions are supported locally, not "${given.Arn}"`);
  }
  if (given.Arn.endsWith('.fifo') && messageGroupId === undefined) {
    throw new Error(`${at}.SqsParameters.MessageGroupId: needed for a FIFO queue`);
  }
  if (service !== 'sqs' && messageGroupId !== undefined) {
    throw new Error(`${at}.SqsParameters: only an SQS queue takes them`);
  }
  if (deadLetterArn !== undefined && (serviceOf(deadLetterArn) !== 'sqs' || deadLetterArn.endsWith('.fifo'))) {
    throw new Error(`${at}.DeadLetterConfig.Arn: must be a standard SQS queue`);
  }
  if (given.Input !== undefined) {
    checkJson(given.Input, `${at}.Input`);
  }
  return {
    id: given.Id,
    arn: given.Arn,
    service,
    maxRetries: given.RetryPolicy.MaximumRetryAttempts,
    maxAgeMs: given.RetryPolicy.MaximumEventAgeInSeconds * 1000,
    ...(given.Input === undefined ? {} : { input: given.Input }),
    ...(messageGroupId === undefined ? {} : { messageGroupId }),
    ...(deadLetterArn === undefined ? {} : { deadLetterArn }),
  };
}

function serviceOf(arn: string): 'sqs' | 'lambda' | undefined {
  const service = /^arn:aws:(sqs|lambda):[^:]+:\d{12}:/.exec(arn)?.[1];
  return service === 'sqs' || service === 'lambda' ? service : undefined;
}

function checkJson(text: string, at: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new Error(`${at}: must be valid JSON text`, { cause: error });
  }
}
