import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Bus, BusEvent } from '../migration/ports/bus.ts';

/** The EventBridge bus. PutEvents answers 200 for entries that it did not take, so the entry's own answer counts. */
export function bus(client: EventBridgeClient, busName: string): Bus {
  return {
    async publish({ eventId, source, detailType, detail }: BusEvent): Promise<void> {
      const entry = { EventBusName: busName, Source: source, DetailType: detailType, Detail: detail };
      const { FailedEntryCount, Entries } = await client.send(new PutEventsCommand({ Entries: [entry] }));
      const [answer] = Entries ?? [];
      if (FailedEntryCount === 0 && answer?.EventId) return;
      throw new EventNotAcceptedError(`event ${eventId}: ${answer?.ErrorCode ?? 'no answer for the entry'}`);
    },
  };
}

/** Thrown when EventBridge answered but did not take the event: it is to be published again. */
export class EventNotAcceptedError extends Error {
  override name = 'EventNotAcceptedError';
}
