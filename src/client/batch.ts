import { type Message, sizeOf } from './message.ts';

/** SendMessageBatch, SQS API Reference: "up to 10 messages". */
const MAX_MESSAGES = 10;

/**
 * Bytes of all messages of a batch together. SendMessageBatch, SQS API Reference, allows 1,048,576 by now; before, and in
 * what imitates SQS, it is 262,144. Hardly a batch comes near it: that takes ten bodies of 25 KiB.
 */
export const MAX_BYTES = 262_144;

/**
 * Messages for one SendMessageBatch. Never two for one connection: SQS may take the second and not the first, which would
 * turn their order round.
 */
export class Batch<M extends Message> {
  readonly messages: M[] = [];
  #bytes = 0;

  get isFull(): boolean {
    return this.messages.length === MAX_MESSAGES;
  }

  /** An empty batch has room for any one message: the contract's limit on a body sees to that. */
  hasRoomFor(message: M): boolean {
    if (this.isFull || this.#bytes + sizeOf(message) > MAX_BYTES) return false;
    return this.messages.every(({ connectionId }) => connectionId !== message.connectionId);
  }

  add(message: M): void {
    this.messages.push(message);
    this.#bytes += sizeOf(message);
  }
}
