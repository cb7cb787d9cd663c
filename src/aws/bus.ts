import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { OutcomeEvent } from '../contract/event.ts';
import { SERVICE } from '../contract/event-names.ts';
import type { Bus } from '../migration/ports/bus.ts';

/** The EventBridge bus. PutEvents answers 200 for entries that it did not take, so the entry's own answer counts. */
export function bus(client: EventBridgeClient, busName: string): Bus {
  return {
    async publish({ eventId, detailType, detail }: OutcomeEvent): Promise<void> {
      const entry = { EventBusName: busName, Source: SERVICE, DetailType: detailType, Detail: detail };
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
