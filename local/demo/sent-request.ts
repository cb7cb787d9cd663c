import type { Consumer } from '../consumers/start-consumers.ts';
import type { Received } from './deliveries.ts';

export type { Consumer } from '../consumers/start-consumers.ts';

/** A message as it was sent, its sender, and who that is for the service. */
export interface SentRequest {
  line: number;
  messageId: string;
  sentAtMs: number;
  /** The tenant of the sender; null for a stranger. */
  tenant: string | null;
  /** As far as the body can be read. */
  requestId: string | null;
  connectionId: string | null;
}

/** A message and what came of it. */
export interface Result extends SentRequest {
  /** The last word on it, or undefined if none came. */
  event: Received | undefined;
  /** The line of the first message of the same request, for one that was sent again. */
  sameAsLine: number | undefined;
  /** The consumers that the event reached. */
  heardBy: Consumer[];
}

/**
 * What was published about each message: an event names the message that caused it, or it answers the request that the message
 * is a resend of.
 */
export function resultsOf(sent: readonly SentRequest[], received: readonly Received[]): Result[] {
  return sent.map((request) => {
    const own = eventsOf(request, received);
    if (own.length > 0) return { ...request, ...lastWord(own), sameAsLine: undefined };
    const first = sent.find((earlier) => earlier.line < request.line && isSameRequest(earlier, request));
    return { ...request, ...lastWord(first ? eventsOf(first, received) : []), sameAsLine: first?.line };
  });
}

function eventsOf({ messageId }: SentRequest, received: readonly Received[]): Received[] {
  return received.filter(({ detail }) => detail.metadata.causationId === messageId);
}

function isSameRequest(one: SentRequest, other: SentRequest): boolean {
  return one.requestId !== null && one.requestId === other.requestId && one.tenant === other.tenant;
}

/** A final outcome, if there is one, overrides HELD in whatever order they arrived. */
function lastWord(events: readonly Received[]): Pick<Result, 'event' | 'heardBy'> {
  const event = events.find(({ detail }) => detail.data.outcome !== 'HELD') ?? events[0];
  const eventId = event?.detail.metadata.eventId;
  const copies = events.filter(({ detail }) => detail.metadata.eventId === eventId);
  return { event, heardBy: [...new Set(copies.map(({ consumer }) => consumer))].toSorted() };
}
