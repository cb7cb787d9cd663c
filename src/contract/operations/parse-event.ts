import type * as v from 'valibot';
import { type ReadEvent, readEvent } from '../read-event.ts';
import { verifiedSchema } from './verified-schema.ts';

/** An event about operations, as EventBridge delivers it. */
export type OperationsEvent = v.InferOutput<typeof verifiedSchema>;

export type ParsedOperationsEvent = ReadEvent<OperationsEvent>;

/** Reads an event about operations as a consumer receives it, in the way of `parseEvent`. */
export function parseOperationsEvent(received: unknown): ParsedOperationsEvent {
  return readEvent(verifiedSchema, received);
}
