import type { FauxqsQueue, FauxqsStore } from './fauxqs-store.ts';
import { FORBIDDEN_CHARACTERS, hasForbiddenCharacters } from './message-characters.ts';
import { type HandleVerdict, ReceiptHandles } from './receipt-handles.ts';
import { SqsError } from './sqs-error.ts';

type Input = Readonly<Record<string, unknown>>;

/** Parameters of type String: of anything else SQS's model says that it is none. */
const TEXTS = ['QueueUrl', 'QueueName', 'MessageBody', 'ReceiptHandle'];

const PURGE_EVERY_MS = 60_000;

/**
 * A check of an operation's input for what fauxqs accepts, or stumbles over, and SQS rejects. It throws an SqsError, with
 * SQS's text where that is publicly known:
 * - characters outside of the documented set: InvalidMessageContents (SendMessage, SQS API Reference);
 * - a receipt handle that is not that of a message in flight (receipt-handles.ts);
 * - a queue's name: "alphanumeric characters, hyphens ( - ), and underscores ( _ )", up to 80 with the suffix .fifo
 *   (CreateQueue, SQS API Reference); without the attribute FifoQueue no suffix either (https://github.com/boto/botocore/issues/3058);
 * - PurgeQueue twice within 60 seconds: PurgeQueueInProgress (PurgeQueue, SQS API Reference).
 */
export function createInputCheck(
  store: FauxqsStore,
  now: () => number,
): (action: string, input: unknown) => HandleVerdict | undefined {
  const purgedAt = new WeakMap<FauxqsQueue, number>();
  const handles = new ReceiptHandles(store);

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
    if (queue === undefined) return undefined; // a parameter or a queue is missing: fauxqs says so
    if (action === 'PurgeQueue') checkPurge(queue);
    if (action === 'SendMessage') checkMessage(input);
    return handles.judge(action, input, queue);
  };
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

function checkMessage({ MessageBody }: Input): void {
  if (typeof MessageBody === 'string' && hasForbiddenCharacters(MessageBody)) {
    throw new SqsError('InvalidMessageContents', FORBIDDEN_CHARACTERS);
  }
}

function checkQueueName({ QueueName, Attributes }: Input): void {
  const name = String(QueueName ?? '');
  const isFifo = (Attributes as { FifoQueue?: unknown } | null | undefined)?.FifoQueue === 'true';
  if (name.length > 80 || !(isFifo ? /^[\w-]+(\.fifo)?$/ : /^[\w-]+$/).test(name)) {
    const message = 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length';
    throw new SqsError('InvalidParameterValueException', message);
  }
}
