import { FaultQueue } from '../fault-queue.ts';

/**
 * What a failed PutEvents request does: `entry` fails every entry, by turns with InternalFailure and
 * ThrottlingException, in an HTTP 200; `refuse` answers HTTP 500 InternalException; `drop` takes the events and breaks
 * the connection without an answer.
 */
export const BUS_FAULTS = ['entry', 'refuse', 'drop'] as const;
export type BusFault = (typeof BUS_FAULTS)[number];

export class BusFaults extends FaultQueue<BusFault> {
  #failedEntries = 0;

  /** The result of one failed entry. Both codes are retryable (PutEventsResultEntry, EventBridge API Reference). */
  entryError(): { ErrorCode: string; ErrorMessage: string } {
    this.#failedEntries += 1;
    return this.#failedEntries % 2 === 1
      ? { ErrorCode: 'InternalFailure', ErrorMessage: 'The request processing has failed.' }
      : { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' };
  }
}
