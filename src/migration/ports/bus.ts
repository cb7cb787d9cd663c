import type { OutcomeEvent } from '../../contract/event.ts';
import type { VerifiedEvent } from '../../contract/operations/verified.ts';

/** What is published; `source` says which of the two it is. */
export type BusEvent = OutcomeEvent | VerifiedEvent;

/** Where events are published. Throws unless the bus has accepted the event. */
export interface Bus {
  publish(event: BusEvent): Promise<void>;
}
