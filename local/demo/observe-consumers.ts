import type { TopologyView } from '#direct-connect-simulator';
import type { BillingLine } from '../../examples/consumers/billing/line.ts';
import type { OutboxMessage } from '../../examples/consumers/notification/message.ts';
import type { EventDetail } from '../../src/contract/event.ts';
import { startConsumers } from '../consumers/start-consumers.ts';
import type { LocalStack } from '../stack/local-stack.ts';
import type { Received } from './sent-request.ts';

/** The consumers at work, and what was seen of it from outside. */
export interface Observation {
  /** All that was delivered to them, oldest first, as it was on the wire. */
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
  const received: Received[] = [];
  const failures: string[] = [];
  const consumers = await startConsumers({
    stack,
    inventory,
    onReceived: (consumer, { Body = '' }) => {
      const { detail } = JSON.parse(Body) as { detail: EventDetail };
      received.push({ consumer, receivedAtMs: Date.now(), detail });
      onEvent();
    },
    onError: (consumer, error) => void failures.push(`${consumer} could not go on: ${error.message}`),
  });
  const arrival = ({ eventId }: OutboxMessage) =>
    received.findIndex(({ detail }) => detail.metadata.eventId === eventId);
  return {
    received,
    failures,
    lines: async () => (await consumers.lines()).sort((one, other) => (one.changedBy < other.changedBy ? -1 : 1)),
    messages: async () => (await consumers.messages()).sort((one, other) => arrival(one) - arrival(other)),
    close: () => consumers.close(),
  };
}
