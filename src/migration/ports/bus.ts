import type { OutcomeEvent } from '../../contract/event.ts';

/** Where outcomes are published. Throws unless the bus has accepted the event. */
export interface Bus {
  publish(event: OutcomeEvent): Promise<void>;
}
