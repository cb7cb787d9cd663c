import type { ScheduledEvent, SQSEvent } from 'aws-lambda';
import * as v from 'valibot';
import { parseRequestId } from '../drain/run/request-of.ts';
import type { Tick } from '../drain/run/tick-drain.ts';
import { DRAINS_TENANT } from '../migration/model/drains-tenant.ts';

/** What a message of the ticks queue says: that it is time, or that something has become of a line. */
export type TickMessage = { kind: 'tick'; tick: Tick } | { kind: 'hint'; drainId: string };

const tick = v.strictObject({ drainId: v.string(), number: v.pipe(v.number(), v.integer()) });

/** An outcome names its request as a whole, a verdict by its id. */
const hint = v.object({
  detail: v.object({
    data: v.union([
      v.object({ tenant: v.literal(DRAINS_TENANT), request: v.object({ requestId: v.string() }) }),
      v.object({ tenant: v.literal(DRAINS_TENANT), requestId: v.string() }),
    ]),
  }),
});

/** Undefined for what no drain and no rule sends. */
export function readTickMessage(body: string): TickMessage | undefined {
  const value = parseJson(body);
  if (v.is(tick, value)) return { kind: 'tick', tick: value };
  if (!v.is(hint, value)) return undefined;
  const { data } = value.detail;
  const key = parseRequestId('request' in data ? data.request.requestId : data.requestId);
  return key && { kind: 'hint', drainId: key.drainId };
}

export function isBatch(event: unknown): event is SQSEvent {
  return isObject(event) && Array.isArray(event.Records);
}

export function isSchedule(event: unknown): event is ScheduledEvent {
  return isObject(event) && event.source === 'aws.events';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
