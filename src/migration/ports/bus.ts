import type { OutcomeEvent } from '../../contract/event.ts';
import type { CordonedEvent } from '../../contract/operations/cordoned.ts';
import type { DrainEvent } from '../../contract/operations/drain-event.ts';
import type { MaintenanceEvent } from '../../contract/operations/maintenance.ts';
import type { ReleasedEvent } from '../../contract/operations/released.ts';
import type { VerifiedEvent } from '../../contract/operations/verified.ts';

/** What is published; `source` and `detailType` say which it is. */
export type BusEvent = OutcomeEvent | VerifiedEvent | CordonedEvent | ReleasedEvent | MaintenanceEvent | DrainEvent;

/** Where events are published. Throws unless the bus has accepted the event. */
export interface Bus {
  publish(event: BusEvent): Promise<void>;
}
