/**
 * What a failed PutEvents request does: `entry` fails every entry, by turns with InternalFailure and
 * ThrottlingException, in an HTTP 200; `refuse` answers HTTP 500 InternalException; `drop` takes the events and breaks
 * the connection without an answer.
 */
export type FaultMode = 'entry' | 'refuse' | 'drop';

/** Faults that are waiting for requests, first in, first out. */
export class Faults {
  readonly #waiting: FaultMode[] = [];
  #failedEntries = 0;

  /** Lets the next `count` requests fail, after those asked for before. */
  failNext(count: number, mode: FaultMode): void {
    if (!Number.isInteger(count) || count < 1) {
      throw new RangeError(`failNext: count must be a positive integer, not ${count}`);
    }
    this.#waiting.push(...Array.from({ length: count }, () => mode));
  }

  clear(): void {
    this.#waiting.length = 0;
  }

  /** The fault of the request that has just come, if it has one. */
  take(): FaultMode | undefined {
    return this.#waiting.shift();
  }

  /** The result of one failed entry. Both codes are retryable (PutEventsResultEntry, EventBridge API Reference). */
  entryError(): { ErrorCode: string; ErrorMessage: string } {
    this.#failedEntries += 1;
    return this.#failedEntries % 2 === 1
      ? { ErrorCode: 'InternalFailure', ErrorMessage: 'The request processing has failed.' }
      : { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' };
  }
}
