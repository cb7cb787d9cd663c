import type {
  BatchResultErrorEntry,
  SendMessageBatchCommand,
  SendMessageBatchCommandOutput,
  SendMessageBatchRequestEntry,
  SendMessageBatchResultEntry,
} from '@aws-sdk/client-sqs';
import type { MessageSender } from '../../../src/client/index.ts';

/**
 * What becomes of one entry, and what the answer says of it. `…ButQueued`: SQS has it, and does not say so.
 */
export type EntryFate = 'accepted' | 'senderFault' | 'sqsFault' | 'sqsFaultButQueued' | 'missing' | 'missingButQueued';

/** A call that is answered entry by entry (the last fate is that of all further ones), or that throws. */
export type CallFate = EntryFate[] | { throws: Error; queued: boolean };

/** SQS with faults that a real one cannot be made to have: each call has the next fate; without one, all goes well. */
export class FakeSqs implements MessageSender {
  /** The entries of each call. */
  readonly calls: SendMessageBatchRequestEntry[][] = [];
  /** What is in the queue, in its order, without copies of one deduplication id. */
  readonly queue: SendMessageBatchRequestEntry[] = [];
  mostAtOnce = 0;
  readonly #fates: CallFate[];
  #atOnce = 0;

  constructor(...fates: CallFate[]) {
    this.#fates = [...fates];
  }

  /** Ids of the requests in the queue. */
  get queued(): string[] {
    return this.queue.map(requestIdOf);
  }

  /** Ids of the requests of each call. */
  get sent(): string[][] {
    return this.calls.map((entries) => entries.map(requestIdOf));
  }

  async send({ input }: SendMessageBatchCommand): Promise<SendMessageBatchCommandOutput> {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#atOnce);
    await new Promise((resolve) => setImmediate(resolve));
    this.#atOnce--;
    const entries = input.Entries ?? [];
    this.calls.push(entries);
    const fate = this.#fates.shift() ?? ['accepted'];
    if (Array.isArray(fate)) return this.#answer(entries, fate);
    if (fate.queued) for (const entry of entries) this.#enqueue(entry);
    throw fate.throws;
  }

  #answer(entries: SendMessageBatchRequestEntry[], fates: EntryFate[]): SendMessageBatchCommandOutput {
    const Successful: SendMessageBatchResultEntry[] = [];
    const Failed: BatchResultErrorEntry[] = [];
    for (const [index, entry] of entries.entries()) {
      const fate = fates[index] ?? fates.at(-1) ?? 'accepted';
      const { Id } = entry;
      if (fate === 'accepted' || fate.endsWith('ButQueued')) this.#enqueue(entry);
      if (fate === 'accepted')
        Successful.push({ Id, MessageId: `m-${requestIdOf(entry)}`, MD5OfMessageBody: undefined });
      if (fate === 'senderFault') Failed.push({ Id, SenderFault: true, Code: 'InvalidMessageContents' });
      if (fate.startsWith('sqsFault')) Failed.push({ Id, SenderFault: false, Code: 'InternalFailure' });
    }
    return { Successful, Failed, $metadata: { httpStatusCode: 200 } };
  }

  #enqueue(entry: SendMessageBatchRequestEntry): void {
    const isCopy = this.queue.some(({ MessageDeduplicationId: id }) => id === entry.MessageDeduplicationId);
    if (!isCopy) this.queue.push(entry);
  }
}

function requestIdOf({ MessageBody }: SendMessageBatchRequestEntry): string {
  return JSON.parse(MessageBody ?? '').requestId;
}

/** An error as the SDK throws it for an answer of SQS. */
export function sqsError(name: string, httpStatusCode: number, attempts = 1): Error {
  const $fault = httpStatusCode < 500 ? 'client' : 'server';
  return Object.assign(new Error(`${name}: secret of the account`), {
    name,
    $fault,
    $metadata: { httpStatusCode, attempts },
  });
}

/** An error as Node.js and the SDK throw it when no answer comes. */
export const TIMEOUT = Object.assign(new Error('socket hang up'), { name: 'TimeoutError', $metadata: { attempts: 3 } });
