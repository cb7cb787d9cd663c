import type { TopologyView } from '#direct-connect-simulator';
import type { BillingLine } from '../../examples/consumers/billing/line.ts';
import type { OutboxMessage } from '../../examples/consumers/notification/message.ts';
import { startConsumers } from '../consumers/start-consumers.ts';
import type { LocalStack } from '../stack/local-stack.ts';
import { Deliveries, type Received } from './deliveries.ts';

/** The consumers at work, and what was seen of it from outside. */
export interface Observation {
  /** All outcomes that were delivered to them, oldest first, as they were on the wire. */
  received: Received[];
  /** What they could not do, in words. */
  failures: string[];
  /** Billing's lines, by the time of the change. */
  lines(): Promise<BillingLine[]>;
  /** Notification's messages, in the order in which their events came. */
  messages(): Promise<OutboxMessage[]>;
  close(): Promise<void>;
}

export async function observeConsumers(
  stack: LocalStack,
  inventory: TopologyView,
  onEvent: () => void,
): Promise<Observation> {
  const deliveries = new Deliveries();
  const failures: string[] = [];
  const consumers = await startConsumers({
    stack,
    inventory,
    onReceived: (consumer, { Body = '' }) => {
      deliveries.add(consumer, Body);
      onEvent();
    },
    onError: (consumer, error) => void failures.push(`${consumer} could not go on: ${error.message}`),
  });
  const arrival = ({ eventId }: OutboxMessage) => deliveries.placeOf(eventId);
  return {
    received: deliveries.outcomes,
    failures,
    lines: async () => (await consumers.lines()).sort((one, other) => (one.changedBy < other.changedBy ? -1 : 1)),
    messages: async () => (await consumers.messages()).sort((one, other) => arrival(one) - arrival(other)),
    close: () => consumers.close(),
  };
}
