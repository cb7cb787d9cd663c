import type { MigrationEvent } from 'dx-migrator/contract';
import type { Store } from '../store.ts';
import type { Devices } from './device.ts';
import { composeMessage, type OutboxMessage } from './message.ts';

/** Answers to one message: they are no outcome of the request that they may name. */
const OF_ONE_MESSAGE = new Set<string | undefined>(['INVALID_REQUEST', 'UNKNOWN_SENDER', 'CONFLICTING_REQUEST']);

/**
 * Turns each outcome into one message for people, in an outbox. Gives the message if this delivery has brought it.
 *
 * The messages about a request are a list in the outbox, and its next place can be taken only once. So each message is
 * decided with all earlier ones in view, whatever other process handles an event of the same request meanwhile.
 */
export function notification(
  outbox: Store<OutboxMessage>,
  devices: Devices,
): (event: MigrationEvent) => Promise<OutboxMessage | undefined> {
  return async (event) => {
    const group = groupOf(event);
    while (true) {
      const earlier = await outbox.list(group);
      if (earlier.some((message) => makesNeedless(message, event))) return undefined;
      const decidesHeld = event.detail.data.outcome !== 'HELD' && earlier.some(({ outcome }) => outcome === 'HELD');
      const message = composeMessage(event, devices, decidesHeld);
      if (await outbox.putOnce(group, String(earlier.length).padStart(4, '0'), message)) return message;
    }
  };
}

/** All messages about one request; without one, about the event alone. */
function groupOf({ detail: { metadata, data } }: MigrationEvent): string {
  if (!data.request || OF_ONE_MESSAGE.has(data.reason?.code)) return `event ${metadata.eventId}`;
  return `request ${JSON.stringify([data.tenant, data.request.requestId])}`;
}

/** Sent already; or a held attempt that a final outcome, or a later attempt, has overtaken. */
function makesNeedless(earlier: OutboxMessage, { detail: { metadata, data } }: MigrationEvent): boolean {
  if (earlier.eventId === metadata.eventId) return true;
  return data.outcome === 'HELD' && (earlier.outcome !== 'HELD' || earlier.attempts > data.attempts);
}
