import type { FauxqsQueue, FauxqsStore } from './fauxqs-store.ts';
import { SqsError } from './sqs-error.ts';

/** fauxqs's receipt handles are UUIDs: anything else was never issued. */
const RECEIPT_HANDLE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** How many handles of deleted messages a queue remembers. */
const REMEMBERED = 10_000;

type Operation = 'delete' | 'change';

/** Why a handle is rejected: the error of its entry in a batch, and that of the operation on one message. */
interface Refusal {
  readonly entry: string;
  readonly single: SqsError;
}

/**
 * `answered`: the request succeeds without being run. A function puts the entries of a batch's answer where SQS would:
 * fauxqs says that it has deleted them all, and changed none of them.
 */
export type HandleVerdict = 'answered' | ((answer: BatchAnswer) => void);

interface BatchAnswer {
  Successful?: { Id: string }[];
  Failed?: { Id: string }[];
}

/**
 * Judges the receipt handles of a request to delete messages or to change their visibility, as SQS does:
 *
 * - A text that never was a handle, or another queue's handle: ReceiptHandleIsInvalid
 *   (https://repost.aws/knowledge-center/sqs-receipt-handle-error).
 * - Of a FIFO queue, after the visibility timeout: DeleteMessage gets InvalidParameterValue, "The receipt handle has
 *   expired" ("Troubleshoot Amazon SQS API errors", SQS Developer Guide), a batch's entry ReceiptHandleIsInvalid
 *   (https://github.com/smaskalik/sqsmover/issues/54).
 * - ChangeMessageVisibility of a message that is gone: InvalidParameterValue and never MessageNotInflight
 *   (https://github.com/aws/aws-sdk-net/issues/1927), a batch's entry ReceiptHandleIsInvalid (SQSMessagePoller.cs,
 *   https://github.com/awslabs/aws-dotnet-messaging). That the same holds for an expired handle of a FIFO queue is assumed.
 * - Of a standard queue, after the visibility timeout: both succeed. DeleteMessage might not delete (SQS API Reference),
 *   and here it does not; ChangeMessageVisibility changes nothing (https://github.com/localstack/localstack/pull/9632).
 * - DeleteMessage of what is deleted succeeds: assumed, so that it can be tried again when its answer is lost.
 */
export class ReceiptHandles {
  readonly #store: FauxqsStore;
  readonly #deleted = new WeakMap<FauxqsQueue, Set<string>>();

  constructor(store: FauxqsStore) {
    this.#store = store;
  }

  /** @throws SqsError for a single message whose handle is rejected */
  judge(action: string, input: Readonly<Record<string, unknown>>, queue: FauxqsQueue): HandleVerdict | undefined {
    const operation = OPERATIONS[action];
    if (operation === undefined) return undefined;
    // Otherwise a timeout that is over would only be seen by the next receive.
    queue.processTimers();
    if (action.endsWith('Batch')) return this.#judgeBatch(operation, entriesOf(input), queue);
    if (typeof input.ReceiptHandle !== 'string') return undefined; // fauxqs says that it is missing
    const verdict = this.#judgeOne(operation, input.ReceiptHandle, queue);
    if (verdict === 'taken') return undefined;
    if (verdict === 'ignored') return 'answered';
    throw verdict.single;
  }

  #judgeBatch(operation: Operation, entries: readonly Entry[], queue: FauxqsQueue): HandleVerdict {
    const judged = entries.map(({ Id, ReceiptHandle }) => {
      return { Id, verdict: this.#judgeOne(operation, String(ReceiptHandle), queue) };
    });
    const ignored = judged.flatMap(({ Id, verdict }) => (verdict === 'ignored' ? [{ Id }] : []));
    const failed = judged.flatMap(({ Id, verdict }) => {
      if (verdict === 'ignored' || verdict === 'taken') return [];
      return [{ Id, SenderFault: true, Code: 'ReceiptHandleIsInvalid', Message: verdict.entry }];
    });
    const ids = new Set([...ignored, ...failed].map(({ Id }) => Id));
    return (answer) => {
      if (answer.Successful === undefined) return; // an error of the whole batch
      answer.Successful = [...answer.Successful.filter(({ Id }) => !ids.has(Id)), ...ignored];
      answer.Failed = [...(answer.Failed ?? []).filter(({ Id }) => !ids.has(Id)), ...failed];
    };
  }

  /** `taken`: by fauxqs, for the message is in flight; `ignored`: SQS answers as if it were. */
  #judgeOne(operation: Operation, handle: string, queue: FauxqsQueue): Refusal | 'ignored' | 'taken' {
    if (!RECEIPT_HANDLE.test(handle))
      return invalid(`The input receipt handle "${handle}" is not a valid receipt handle.`);
    if (queue.inflightMessages.has(handle)) {
      if (operation === 'delete') this.#remember(handle, queue);
      return 'taken';
    }
    if ([...this.#store.allQueues()].some(({ inflightMessages }) => inflightMessages.has(handle))) {
      return invalid(`The receipt handle "${handle}" is not valid for this queue.`);
    }
    const isDeleted = this.#deleted.get(queue)?.has(handle);
    if (operation === 'delete') return isDeleted || !queue.isFifo() ? 'ignored' : expired(handle, EXPIRED);
    return isDeleted || queue.isFifo() ? expired(handle, UNAVAILABLE) : 'ignored';
  }

  #remember(handle: string, queue: FauxqsQueue): void {
    const handles = this.#deleted.get(queue) ?? new Set();
    this.#deleted.set(queue, handles.add(handle));
    const [oldest] = handles;
    if (handles.size > REMEMBERED && oldest !== undefined) handles.delete(oldest);
  }
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  DeleteMessage: 'delete',
  DeleteMessageBatch: 'delete',
  ChangeMessageVisibility: 'change',
  ChangeMessageVisibilityBatch: 'change',
};

const EXPIRED = 'The receipt handle has expired';
const UNAVAILABLE = 'Message does not exist or is not available for visibility timeout change';

function invalid(message: string): Refusal {
  return { entry: message, single: new SqsError('ReceiptHandleIsInvalid', message) };
}

function expired(handle: string, reason: string): Refusal {
  const message = `Value ${handle} for parameter ReceiptHandle is invalid. Reason: ${reason}.`;
  return { entry: reason, single: new SqsError('InvalidParameterValueException', message) };
}

interface Entry {
  readonly Id: string;
  readonly ReceiptHandle?: unknown;
}

function entriesOf({ Entries }: Readonly<Record<string, unknown>>): readonly Entry[] {
  return Array.isArray(Entries) ? Entries : [];
}
