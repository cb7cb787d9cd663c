import type { PutEventsEntry } from './put-events-request.ts';

/**
 * The limit of one request, over all its entries: "the total entry size must be less than 1MB" (PutEvents, EventBridge
 * API Reference; older editions say 256 KB). Published measurements found exactly 1,048,576 bytes accepted and one more rejected.
 */
export const MAX_REQUEST_BYTES = 1_048_576;

/** An entry's `Time` counts as 14 bytes, whatever it is. */
const TIME_BYTES = 14;

/**
 * Bytes that an entry counts for ("Calculating PutEvents event entry size", EventBridge User Guide): Time, Source,
 * DetailType, Detail and Resources in UTF-8. EventBusName and TraceHeader count nothing.
 */
export function entrySize(entry: PutEventsEntry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  const time = entry.Time === undefined || entry.Time === null ? 0 : TIME_BYTES;
  return texts.reduce((bytes, text) => bytes + Buffer.byteLength(text ?? ''), time);
}
