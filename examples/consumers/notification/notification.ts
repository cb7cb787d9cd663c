import type { MigrationEvent } from 'dx-migrator/contract';
import { OPERATIONS_SOURCE } from 'dx-migrator/operations';
import type { Store } from '../store.ts';
import { type CustomerNotices, customerNotices } from './customer-notices.ts';
import type { Devices } from './device.ts';
import { composeMessage, type OutboxMessage } from './message.ts';
import { isMaintenance, type NotifiedEvent, type RequestEvent, type VerdictEvent } from './parse.ts';
import { composeVerdict, isFinal } from './verdict-message.ts';

/** Answers to one message: they are no outcome of the request that they may name. */
const OF_ONE_MESSAGE = new Set<string | undefined>(['INVALID_REQUEST', 'UNKNOWN_SENDER', 'CONFLICTING_REQUEST']);

/**
 * Turns each outcome, and each verdict on a moved line, into one message for people, in an outbox, and what is told of the
 * maintenance of lines into messages for their owners. Gives the message if this delivery has brought it. What is none of these is
 * done with.
 *
 * @param customers without it, customers are told nothing of maintenance
 */
export function notification(
  outbox: Store<OutboxMessage>,
  devices: Devices,
  customers?: CustomerNotices,
): (event: NotifiedEvent | undefined) => Promise<OutboxMessage | undefined> {
  const notify = requestNotices(outbox, devices);
  const tell = customers && customerNotices(outbox, customers);
  return async (event) => {
    if (!event) return undefined;
    return isMaintenance(event) ? tell?.(event) : notify(event);
  };
}

/**
 * The messages about a request are a list in the outbox, and its next place can be taken only once. So each message is
 * decided with all earlier ones in view, whatever other process handles an event of the same request meanwhile.
 */
function requestNotices(
  outbox: Store<OutboxMessage>,
  devices: Devices,
): (event: RequestEvent) => Promise<OutboxMessage | undefined> {
  return async (event) => {
    const group = groupOf(event);
    while (true) {
      const earlier = await outbox.list(group);
      const message = messageAfter(earlier, event, devices);
      if (!message) return undefined;
      if (await outbox.putOnce(group, String(earlier.length).padStart(4, '0'), message)) return message;
    }
  };
}

function messageAfter(
  earlier: readonly OutboxMessage[],
  event: RequestEvent,
  devices: Devices,
): OutboxMessage | undefined {
  if (earlier.some(({ eventId }) => eventId === event.detail.metadata.eventId)) return undefined;
  if (event.source === OPERATIONS_SOURCE) {
    if (earlier.some((message) => isNewerVerdict(message, event))) return undefined;
    return composeVerdict(
      event,
      earlier.some((message) => 'verdict' in message && !isFinal(message.verdict)),
    );
  }
  if (earlier.some((message) => overtakesHeld(message, event))) return undefined;
  const wasHeld = earlier.some((message) => 'outcome' in message && message.outcome === 'HELD');
  return composeMessage(event, devices, wasHeld && event.detail.data.outcome !== 'HELD');
}

/** All messages about one request; without one, about the event alone. */
function groupOf(event: RequestEvent): string {
  const { tenant, requestId } = requestIn(event);
  if (requestId === undefined) return `event ${event.detail.metadata.eventId}`;
  return `request ${JSON.stringify([tenant, requestId])}`;
}

function requestIn(event: RequestEvent): { tenant?: string | null; requestId?: string | undefined } {
  if (event.source === OPERATIONS_SOURCE) return event.detail.data;
  const { tenant, request, reason } = event.detail.data;
  return OF_ONE_MESSAGE.has(reason?.code) ? {} : { tenant, requestId: request?.requestId };
}

/** A final outcome overtakes what was held, and so does a later attempt, or a verdict, which only a moved line gets. */
function overtakesHeld(earlier: OutboxMessage, { detail: { data } }: MigrationEvent): boolean {
  if (data.outcome !== 'HELD') return false;
  return !('outcome' in earlier) || earlier.outcome !== 'HELD' || earlier.attempts > data.attempts;
}

/** Once people were told how it ended, or of a later look, what was seen before is no news. */
function isNewerVerdict(earlier: OutboxMessage, { detail: { metadata, data } }: VerdictEvent): boolean {
  if (!('verdict' in earlier) || isFinal(data.verdict)) return false;
  return isFinal(earlier.verdict) || earlier.occurredAt > metadata.occurredAt;
}
