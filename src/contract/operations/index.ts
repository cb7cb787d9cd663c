/** The events about operations, for consumers that want more than outcomes: types and a parser. Nothing of AWS is behind it. */
export type { AnnouncedData, CancelledData, MaintenanceDoneData } from './maintenance-schema.ts';
export {
  CORDONED,
  DRAIN_EVENTS,
  type DrainEventName,
  FAILINGS,
  type Failing,
  MAINTENANCE_ANNOUNCED,
  MAINTENANCE_CANCELLED,
  MAINTENANCE_DONE,
  OPERATIONS_SOURCE,
  RELEASED,
  VERDICTS,
  VERIFIED,
  type Verdict,
} from './names.ts';
export { type OperationsEvent, type ParsedOperationsEvent, parseOperationsEvent } from './parse-event.ts';
export type { Place } from './verified-schema.ts';
