import { describeError } from '../model/describe-error.ts';
import { isFinal, keyOf, type RequestItem } from '../model/request-item.ts';
import { logTransition } from '../model/transition.ts';
import type { OutcomePorts } from '../ports/ports.ts';

/**
 * The transactional outbox: W4 has stored the event together with the state, and whoever comes by publishes it, until the bus
 * has accepted it and W6 says so. False if the bus does not accept it: W4 has stored when it is due again, so no one waits for
 * the bus, least of all the connection's next request.
 */
export async function publish(item: RequestItem, ports: OutcomePorts): Promise<boolean> {
  const { event } = item;
  if (!event || event.eventId === item.publishedEventId) return true;
  try {
    await ports.bus.publish(event);
  } catch (error) {
    const age = (ports.clock() - (item.ended?.atMs ?? ports.clock())) / 1000;
    logTransition(ports, item, 'unpublished', { eventId: event.eventId, age, error: describeError(error) });
    return false;
  }
  await ports.ledger.markPublished(keyOf(item), event.eventId, isFinal(item.state));
  logTransition(ports, item, 'published', { eventId: event.eventId });
  return true;
}
