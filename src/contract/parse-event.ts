import * as v from 'valibot';
import { eventSchema, type MigrationEvent } from './event-schema.ts';

export type ParsedEvent = { ok: true; event: MigrationEvent } | { ok: false; problem: string };

/**
 * Reads an event as a consumer receives it: EventBridge's JSON, as text (the body of an SQS message) or as an object (the
 * event of a Lambda function). Fields that this version does not know are left out. `problem` names the field that is
 * wrong, and repeats nothing of the event.
 */
export function parseEvent(received: unknown): ParsedEvent {
  const json = typeof received === 'string' ? parseJson(received) : received;
  const result = v.safeParse(eventSchema, json);
  if (result.success) return { ok: true, event: result.output };
  const [issue] = result.issues;
  return { ok: false, problem: `${v.getDotPath(issue) ?? 'the event'}: is not as the contract says` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
