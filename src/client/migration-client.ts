import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { MigrationRequestInput } from '../contract/request-schema.ts';
import type { MigrationClientOptions, SubmitAllOptions, SubmitOptions, Surroundings } from './options.ts';
import type { Submission, SubmissionReport } from './submission.ts';
import { SubmissionRun } from './submission-run.ts';

const SURROUNDINGS: Surroundings = {
  now: Date.now,
  random: Math.random,
  newDeduplicationId: randomUUID,
  // Takes its timer back on abort, which would keep the process alive.
  wait: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
};

/**
 * Sends migration requests to the service's queue. Each is checked as the service will check it, and sent only if it is
 * valid. Nothing is dropped in silence: every request that is given is answered for, and one with a field that its JSON
 * would not carry as given, such as `notAfter: undefined`, is not valid.
 */
export class MigrationClient {
  readonly #ports: MigrationClientOptions & Surroundings;

  constructor(options: MigrationClientOptions, surroundings: Partial<Surroundings> = {}) {
    this.#ports = { ...SURROUNDINGS, ...surroundings, ...options };
  }

  /** Sends one request. It does not throw for one that is not accepted: read the answer. */
  async submit(request: MigrationRequestInput, options: SubmitOptions = {}): Promise<Submission> {
    const { results } = await this.submitAll([request], { traceparentOf: () => options.traceparent });
    return results[0] as Submission; // One was read, so there is one result.
  }

  /**
   * Sends any number of requests in batches, one batch at a time. The next request is read when there is room for it, so
   * the source may be a stream. A batch goes when it is full, when the next request does not fit in, or when the source
   * ends.
   *
   * Requests for one connection go into the queue in the order in which they are given: after one that was not accepted,
   * later ones for its connection are not sent. That holds within one call; calls side by side know nothing of another.
   *
   * @throws SubmissionInterruptedError if the source or a callback throws; the report goes with it
   */
  async submitAll(
    requests: Iterable<MigrationRequestInput> | AsyncIterable<MigrationRequestInput>,
    options: SubmitAllOptions = {},
  ): Promise<SubmissionReport> {
    return await new SubmissionRun(this.#ports, options).through(requests);
  }
}
