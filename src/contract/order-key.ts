import { formatTime, toSortable } from './time.ts';

/** How far `requestedAt` may lie after the message was sent and still order as given: what clocks differ by, in milliseconds. */
export const MAX_ORDERED_AHEAD = 5_000;

/**
 * What the requests for one connection follow each other by; sorts as text. It is `requestedAt`, unless that lies further ahead
 * of the sending than clocks differ: else whoever gave a time of the future would supersede what others order until then. Such
 * a request counts as of its sending, and among those of one moment by its `requestedAt`, which comes second.
 *
 * @param requestedAt in the form of EXACT_EVENT_TIME
 * @param sentAtMs SentTimestamp of the message, in milliseconds since the epoch
 */
export function orderKeyOf(requestedAt: string, sentAtMs: number): string {
  const given = toSortable(requestedAt);
  if (given <= sortableMs(sentAtMs + MAX_ORDERED_AHEAD)) return given;
  return `${sortableMs(sentAtMs)} ${given}`;
}

function sortableMs(timeMs: number): string {
  return toSortable(formatTime(timeMs));
}
