import { eventSchema, type MigrationEvent } from './event-schema.ts';
import { type ReadEvent, readEvent } from './read-event.ts';

export type ParsedEvent = ReadEvent<MigrationEvent>;

/**
 * Reads an outcome event as a consumer receives it: EventBridge's JSON, as text (the body of an SQS message) or as an object
 * (the event of a Lambda function). Fields that this version does not know are left out. `problem` names the field that is
 * wrong, and repeats nothing of the event.
 */
export function parseEvent(received: unknown): ParsedEvent {
  return readEvent(eventSchema, received);
}
