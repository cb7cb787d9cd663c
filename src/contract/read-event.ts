import * as v from 'valibot';

export type ReadEvent<Event> = { ok: true; event: Event } | { ok: false; problem: string };

/**
 * Reads an event as a consumer receives it: EventBridge's JSON, as text (the body of an SQS message) or as an object (the
 * event of a Lambda function). Fields that the schema does not have are left out. `problem` names the field that is wrong, and
 * repeats nothing of the event.
 */
export function readEvent<Event>(schema: v.GenericSchema<unknown, Event>, received: unknown): ReadEvent<Event> {
  const json = typeof received === 'string' ? parseJson(received) : received;
  const result = v.safeParse(schema, json);
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
