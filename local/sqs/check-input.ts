import type { FauxqsQueue, FauxqsStore } from './fauxqs-store.ts';
import { FORBIDDEN_CHARACTERS, hasForbiddenCharacters } from './message-characters.ts';
import { SqsError } from './sqs-error.ts';

type Input = Readonly<Record<string, unknown>>;

/** Parameters of type String: of anything else SQS's model says that it is none. */
const TEXTS = ['QueueUrl', 'QueueName', 'MessageBody', 'ReceiptHandle'];

/** fauxqs's receipt handles are UUIDs: what looks otherwise was never given out. */
const RECEIPT_HANDLE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const PURGE_EVERY_MS = 60_000;

/**
 * A check of an operation's input for what fauxqs takes, or stumbles over, and SQS refuses. It throws an SqsError, with
 * SQS's text where that is publicly known:
 * - characters outside of the documented set: InvalidMessageContents (SendMessage, SQS API Reference);
 * - a receipt handle that never was one: ReceiptHandleIsInvalid ("Troubleshoot API errors", SQS Developer Guide);
 * - a queue's name: "alphanumeric characters, hyphens ( - ), and underscores ( _ )", up to 80 with the suffix .fifo
 *   (CreateQueue, SQS API Reference); without the attribute FifoQueue no suffix either (https://github.com/boto/botocore/issues/3058);
 * - PurgeQueue twice within 60 seconds: PurgeQueueInProgress (PurgeQueue, SQS API Reference).
 */
export function createInputCheck(store: FauxqsStore, now: () => number): (action: string, input: unknown) => void {
  const purgedAt = new WeakMap<FauxqsQueue, number>();

  function checkPurge(queue: FauxqsQueue): void {
    if (now() - (purgedAt.get(queue) ?? Number.NEGATIVE_INFINITY) < PURGE_EVERY_MS) {
      const message = `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`;
      throw new SqsError('PurgeQueueInProgress', message);
    }
    purgedAt.set(queue, now());
  }

  return (action, input) => {
    checkShape(input);
    if (Array.isArray(input.Entries)) input.Entries.forEach(checkShape);
    if (action === 'CreateQueue') checkQueueName(input);
    const queue = typeof input.QueueUrl === 'string' ? store.getQueue(input.QueueUrl) : undefined;
    if (queue === undefined) return; // a parameter or a queue is missing: fauxqs says so
    if (action === 'PurgeQueue') checkPurge(queue);
    else checkMessage(action, input);
  };
}

interface BatchAnswer {
  Successful?: { Id: string }[];
  Failed?: object[];
}

/** Moves entries with junk receipt handles to the failed ones: fauxqs says of all that they were deleted. */
export function failJunkHandles(input: unknown, answer: BatchAnswer): void {
  const { Entries = [] } = input as { Entries?: { Id: string; ReceiptHandle: string }[] };
  for (const { Id, ReceiptHandle } of Entries) {
    if (answer.Successful === undefined || RECEIPT_HANDLE.test(ReceiptHandle)) continue;
    answer.Successful = answer.Successful.filter((entry) => entry.Id !== Id);
    const failure = { Id, SenderFault: true, Code: 'ReceiptHandleIsInvalid', Message: notAHandle(ReceiptHandle) };
    answer.Failed = [...(answer.Failed ?? []), failure];
  }
}

function checkShape(input: unknown): asserts input is Input {
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  const wrong = isObject ? TEXTS.find((name) => !isTextOrAbsent((input as Input)[name])) : 'The input';
  if (wrong !== undefined)
    throw new SqsError('SerializationException', `${wrong} does not have the type that SQS expects.`);
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

function checkMessage(action: string, { MessageBody, ReceiptHandle }: Input): void {
  if (action === 'SendMessage' && typeof MessageBody === 'string' && hasForbiddenCharacters(MessageBody)) {
    throw new SqsError('InvalidMessageContents', FORBIDDEN_CHARACTERS);
  }
  if (action === 'DeleteMessage' || action === 'ChangeMessageVisibility') checkReceiptHandle(ReceiptHandle);
}

function checkQueueName({ QueueName, Attributes }: Input): void {
  const name = String(QueueName ?? '');
  const isFifo = (Attributes as { FifoQueue?: unknown } | null | undefined)?.FifoQueue === 'true';
  if (name.length > 80 || !(isFifo ? /^[\w-]+(\.fifo)?$/ : /^[\w-]+$/).test(name)) {
    const message = 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length';
    throw new SqsError('InvalidParameterValue', message);
  }
}

function checkReceiptHandle(handle: unknown): void {
  if (typeof handle === 'string' && !RECEIPT_HANDLE.test(handle)) {
    throw new SqsError('ReceiptHandleIsInvalid', notAHandle(handle));
  }
}

function notAHandle(handle: string): string {
  return `The input receipt handle "${handle}" is not a valid receipt handle.`;
}
