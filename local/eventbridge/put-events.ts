import { busNameOf } from './arns.ts';
import { buildEvent, type EventBridgeEvent, type EventContext } from './event.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';
import type { PutEventsEntry } from './put-events-request.ts';

/** DetailType: "Free-form string, with a maximum of 128 characters" (PutEventsRequestEntry, EventBridge API Reference). */
const MAX_DETAIL_TYPE = 128;

/** An entry that was taken: an event on its way to the rules of the bus that it names, which need not exist. */
export interface AcceptedEntry {
  readonly busName: string;
  readonly event: EventBridgeEvent;
}

/** Why one entry was rejected, as in PutEventsResultEntry. */
export interface RefusedEntry {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

/**
 * Judges one entry by itself ("Handling failures with PutEvents", EventBridge User Guide): one that fails does not keep
 * the others back. Codes are those of PutEventsResultEntry (EventBridge API Reference); texts are those seen from AWS,
 * except that of a long DetailType, which is invented. The API reference also says that a request fails as a whole if
 * none of its entries has all of Source, DetailType and Detail; recorded answers of AWS show HTTP 200 and failed
 * entries, which is followed here. A bus that does not exist is no error, as publicly reported of AWS: the entry gets
 * its EventId and reaches no one.
 */
export function judgeEntry(context: EventContext, entry: PutEventsEntry): AcceptedEntry | RefusedEntry {
  const { Source: source, DetailType: detailType, Detail: detailText } = entry;
  if (!source) {
    return required('Source');
  }
  if (!detailType) {
    return required('DetailType');
  }
  if (!detailText) {
    return required('Detail');
  }
  if (detailType.length > MAX_DETAIL_TYPE) {
    return invalid('DetailType', `DetailType must not be longer than ${MAX_DETAIL_TYPE} characters.`);
  }
  if (source.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  const detail = parseDetail(detailText);
  if (detail === undefined) {
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  }
  const atMs = typeof entry.Time === 'number' ? entry.Time * 1000 : context.clock.now();
  const event = buildEvent(context, { source, detailType, detail, resources: entry.Resources ?? [], atMs });
  return { busName: busNameOf(context, entry.EventBusName), event };
}

function required(parameter: string): RefusedEntry {
  return invalid(parameter, `${parameter} is a required argument.`);
}

function invalid(parameter: string, reason: string): RefusedEntry {
  return { ErrorCode: 'InvalidArgument', ErrorMessage: `Parameter ${parameter} is not valid. Reason: ${reason}` };
}

/** "A valid JSON object" (PutEventsRequestEntry): other JSON is malformed as well. */
function parseDetail(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
