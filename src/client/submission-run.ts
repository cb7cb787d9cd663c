import type { MigrationRequestInput } from '../contract/request-schema.ts';
import { parseTraceparent } from '../contract/traceparent.ts';
import { Batch } from './batch.ts';
import { checkRequest } from './check-request.ts';
import { doneOnAbort } from './done-on-abort.ts';
import type { Message } from './message.ts';
import type { MigrationClientOptions, SubmitAllOptions, Surroundings } from './options.ts';
import { sendBatch } from './send-batch.ts';
import { SubmissionInterruptedError, type SubmissionReport } from './submission.ts';
import { notAccepted, Tally } from './tally.ts';

type Requests = Iterable<MigrationRequestInput> | AsyncIterable<MigrationRequestInput>;

/** A message, and its request's place among all of the call. */
interface Placed extends Message {
  place: number;
}

/** One call of submitAll. */
export class SubmissionRun {
  readonly #ports: MigrationClientOptions & Surroundings;
  readonly #options: SubmitAllOptions;
  readonly #tally = new Tally();
  #batch = new Batch<Placed>();
  #reported = 0;

  constructor(ports: MigrationClientOptions & Surroundings, options: SubmitAllOptions) {
    this.#ports = ports;
    this.#options = options;
  }

  async through(requests: Requests): Promise<SubmissionReport> {
    try {
      for await (const request of this.#untilAborted(requests)) await this.#take(request);
      await this.#send();
      await this.#report();
    } catch (cause) {
      throw new SubmissionInterruptedError(this.#tally.report, cause);
    }
    return this.#tally.report;
  }

  get #aborted(): boolean {
    return this.#options.signal?.aborted === true;
  }

  async *#untilAborted(requests: Requests): AsyncGenerator<MigrationRequestInput, void> {
    if (this.#aborted) return;
    const { signal } = this.#options;
    for await (const request of signal && Symbol.asyncIterator in requests ? doneOnAbort(requests, signal) : requests) {
      yield request;
      if (this.#aborted) return;
    }
  }

  async #take(request: MigrationRequestInput): Promise<void> {
    const message = this.#check(request);
    if (!message) return;
    if (!this.#batch.hasRoomFor(message)) await this.#send();
    // Asked only now: what stood in the way may have been in the batch just sent.
    if (this.#tally.isBlocked(message.connectionId)) return this.#hold(message);
    this.#batch.add(message);
    if (this.#batch.isFull) await this.#send();
  }

  #check(request: MigrationRequestInput): Placed | undefined {
    const checked = checkRequest(request, this.#ports.now());
    const { requestId, connectionId } = checked;
    const place = this.#tally.read(requestId);
    if (!checked.ok) {
      this.#tally.count(place, notAccepted('INVALID', requestId, checked.problem), connectionId);
      return undefined;
    }
    return {
      ...checked,
      place,
      deduplicationId: this.#ports.newDeduplicationId(),
      traceparent: parseTraceparent(this.#options.traceparentOf?.(request)),
    };
  }

  #hold({ place, requestId, connectionId }: Placed): void {
    const problem = `it was not sent: an earlier request for ${connectionId} was not accepted`;
    this.#tally.count(place, notAccepted('NOT_SENT', requestId, problem), connectionId);
  }

  async #send(): Promise<void> {
    const { messages } = this.#batch;
    this.#batch = new Batch();
    if (messages.length === 0 || this.#aborted) return;
    const sent = await sendBatch(messages, this.#ports, this.#options.signal);
    for (const [{ place, connectionId }, submission] of sent) this.#tally.count(place, submission, connectionId);
    await this.#report();
  }

  async #report(): Promise<void> {
    const { progress } = this.#tally;
    const counted = progress.accepted + progress.notAccepted;
    if (counted === this.#reported) return;
    this.#reported = counted;
    await this.#options.onProgress?.(progress);
  }
}
