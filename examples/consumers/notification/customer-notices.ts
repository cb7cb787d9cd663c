import type { Provider } from 'dx-migrator/calendar';
import type { Store } from '../store.ts';
import { composeMaintenance } from './maintenance-message.ts';
import { isNews } from './maintenance-news.ts';
import { stateOf } from './maintenance-state.ts';
import type { MaintenanceMessage, OutboxMessage } from './message.ts';
import type { MaintenanceEvent } from './parse.ts';

/** What it takes to tell customers of the maintenance of their lines. */
export interface CustomerNotices {
  /** What has come so far: an event has one line, a message all of a customer's. */
  events: Store<MaintenanceEvent>;
  /** Who tells them. */
  provider: Provider;
}

/**
 * Keeps each event, and tells the customer once that makes news. The messages to one customer about one drain are a list in the
 * outbox, whose next place can be taken only once, and the place is the SEQUENCE of the calendar file.
 */
export function customerNotices(
  outbox: Store<OutboxMessage>,
  { events, provider }: CustomerNotices,
): (event: MaintenanceEvent) => Promise<MaintenanceMessage | undefined> {
  return async (event) => {
    const group = groupOf(event);
    await events.putOnce(group, event.detail.metadata.eventId, event);
    while (true) {
      // The outbox first: then the events that are read are at least those that its last message was made of.
      const earlier = (await outbox.list(group)) as MaintenanceMessage[];
      const now = stateOf(await events.list(group));
      if (!now || !isNews(earlier.at(-1)?.told, now)) return undefined;
      const message = composeMaintenance(now, { event, sequence: earlier.length, provider });
      if (await outbox.putOnce(group, String(earlier.length).padStart(4, '0'), message)) return message;
    }
  };
}

/** All that one customer is told of a drain. Lines of no known owner may be of different ones. */
function groupOf({ detail: { data } }: MaintenanceEvent): string {
  return `maintenance ${JSON.stringify([data.drainId, data.ownerAccount, data.ownerAccount ?? data.connectionId])}`;
}
