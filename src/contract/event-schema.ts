import * as v from 'valibot';
import { connectionRecord } from './connection-record.ts';
import { envelope, text, time } from './event-fields.ts';
import { DETAIL_TYPES, SERVICE } from './event-names.ts';
import { object } from './object.ts';
import { reason } from './reason.ts';
import { EXACT_EVENT_TIME } from './time.ts';

/*
 * What consumers receive, in one place: the types that the service builds its events by, the parser for consumers and
 * the published JSON Schemas all come from here. Nothing in an event is bounded by the limits of a request: those may be
 * widened within version 1.
 */

function isTexts(value: unknown): value is Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((text) => typeof text === 'string');
}

const labels = v.pipe(
  v.custom<Record<string, string>>(isTexts),
  v.metadata({ type: 'object', additionalProperties: { type: 'string' }, description: 'As in the request.' }),
);

/** The request as events carry it: understood and normalised. */
export const normalizedRequest = v.pipe(
  object({
    schemaVersion: v.literal('1'),
    requestId: text('The idempotency key, chosen by the order system.'),
    connectionId: text('The hosted connection to move.'),
    expectedParentConnectionId: text('Where it was to be before.'),
    parentConnectionId: text('Where it shall be afterwards.'),
    requestedAt: time(
      'When the order was given, as the request says, to the nanosecond. Compare as times, not as texts.',
      EXACT_EVENT_TIME,
    ),
    expectedVlan: v.exactOptional(v.pipe(v.number(), v.integer(), v.description('The VLAN that it had to carry.'))),
    notBefore: v.exactOptional(time('Start of the change window.')),
    notAfter: v.exactOptional(time('End of the change window.')),
    dryRun: v.pipe(v.boolean(), v.description('Whether it was a question only.')),
    correlationId: text('The correlationId, or the requestId if the request had none.'),
    orderId: v.exactOptional(text('As in the request.')),
    requestedBy: v.exactOptional(text('As in the request.')),
    note: v.exactOptional(text('As in the request.')),
    labels: v.exactOptional(labels),
  }),
  v.description('The request as understood and normalised.'),
);

export const eventMetadata = object({
  eventId: text('The same on every republication of one outcome: drop repeats by it.'),
  schemaVersion: v.literal('1'),
  occurredAt: time('When the outcome was recorded; the same on every republication.'),
  service: v.literal(SERVICE),
  serviceVersion: text('The version of the service that published it.'),
  correlationId: v.pipe(v.nullable(v.string()), v.description('null where no request could be read.')),
  causationId: text("SQS message id of the request's first delivery."),
  traceparent: v.exactOptional(text('W3C trace context, if the request carried one.')),
});

const PREVIOUS = 'Where the connection was before the call.';
const PARENT = 'Where the connection is, as far as is known.';
const STARTED = 'When the last call began.';
const FINISHED = 'When the last call was answered; null if it never was.';

/** All that any event may carry. */
const anyData = {
  outcome: v.picklist(Object.keys(DETAIL_TYPES) as (keyof typeof DETAIL_TYPES)[]),
  disposition: v.exactOptional(v.picklist(['moved', 'observed', 'alreadyThere'])),
  tenant: v.pipe(
    v.nullable(v.string()),
    v.description('The order system; null if it is not known, or no request could be read.'),
  ),
  request: v.pipe(v.nullable(normalizedRequest), v.description('null if it was invalid or the sender is unknown.')),
  previousParentConnectionId: v.pipe(
    v.nullable(v.string()),
    v.description(`${PREVIOUS} null where nothing was looked up.`),
  ),
  parentConnectionId: v.pipe(v.nullable(v.string()), v.description(`${PARENT} null where nothing was looked up.`)),
  connection: v.pipe(
    v.nullable(connectionRecord),
    v.description('null where the sender has no right to it, or nothing was looked up.'),
  ),
  attempts: v.pipe(v.number(), v.integer(), v.minValue(0), v.description('Calls made or possibly made.')),
  startedAt: v.pipe(v.nullable(time(STARTED)), v.description(`${STARTED} null without one.`)),
  finishedAt: v.pipe(v.nullable(time(FINISHED)), v.description(FINISHED)),
  observedAt: v.exactOptional(time('When an observation showed it, with the dispositions observed and alreadyThere.')),
  awsRequestId: v.pipe(
    v.nullable(v.string()),
    v.description("Direct Connect's id of the last call; null where there is none."),
  ),
  reason: v.nullable(reason),
};

/** Events of requests that the service could read, of a tenant that it knows. */
const known = { tenant: text('The order system.'), request: normalizedRequest };
const previous = text(PREVIOUS);
const { disposition, observedAt, ...common } = anyData;

const migrated = {
  ...{ ...common, outcome: v.literal('MIGRATED') },
  disposition: v.pipe(
    anyData.disposition.wrapped,
    v.description(
      'moved: by the answered call. observed: an observation showed that an unclear call had moved it. alreadyThere: it was ' +
        'there before any call.',
    ),
  ),
  ...known,
  previousParentConnectionId: previous,
  parentConnectionId: text(PARENT),
  connection: connectionRecord,
  observedAt,
  reason: v.null(),
};

const called = { ...common, ...known, previousParentConnectionId: previous, startedAt: time(STARTED) };
const failed = {
  ...{ ...called, outcome: v.literal('FAILED') },
  parentConnectionId: v.pipe(
    v.nullable(v.string()),
    v.description(`${PARENT} null where a person decided and no observation showed it.`),
  ),
  connection: connectionRecord,
  reason,
};
const held = {
  ...{ ...called, outcome: v.literal('HELD') },
  parentConnectionId: v.pipe(v.null(), v.description('Not known.')),
  connection: connectionRecord,
  reason,
};
const rejected = { ...common, outcome: v.literal('REJECTED'), reason };
const planned = {
  ...{ ...common, outcome: v.literal('PLANNED'), ...known },
  ...{ startedAt: v.null(), finishedAt: v.null(), awsRequestId: v.null() },
  reason: v.pipe(v.nullable(reason), v.description('Why the move would be refused now; null if it would not be.')),
};

function event<const Type extends string, const Data extends v.ObjectEntries>(
  detailType: Type,
  data: Data,
  when: string,
) {
  return envelope(SERVICE, detailType, { metadata: eventMetadata, data: object(data) }, when);
}

/** Every event, by its outcome. */
export const EVENT_SCHEMAS = {
  MIGRATED: event(
    DETAIL_TYPES.MIGRATED,
    migrated,
    'The connection is on the requested parent: moved now, found to be moved by an earlier unclear call, or there ' +
      'already. Final.',
  ),
  FAILED: event(
    DETAIL_TYPES.FAILED,
    failed,
    'Direct Connect refused the call, or a person found that a held request did not move. Final.',
  ),
  REJECTED: event(DETAIL_TYPES.REJECTED, rejected, 'Nothing was moved, and no call has an open outcome. Final.'),
  HELD: event(
    DETAIL_TYPES.HELD,
    held,
    'A call was or may have been made, its outcome is unknown and could not be observed; a person decides. A final ' +
      'outcome overrides it, in whatever order the two arrive.',
  ),
  PLANNED: event(DETAIL_TYPES.PLANNED, planned, 'Answer to a dry run. Final.'),
};

export const eventSchema = v.variant('detail-type', [
  EVENT_SCHEMAS.MIGRATED,
  EVENT_SCHEMAS.FAILED,
  EVENT_SCHEMAS.REJECTED,
  EVENT_SCHEMAS.HELD,
  EVENT_SCHEMAS.PLANNED,
]);

/** An outcome event as EventBridge delivers it; `detail-type` and `detail.data.outcome` say which. */
export type MigrationEvent = v.InferOutput<typeof eventSchema>;

const anyDataSchema = object(anyData);

/** `detail.data` of any event, before it is known which. */
export type EventData = v.InferOutput<typeof anyDataSchema>;
export type EventMetadata = v.InferOutput<typeof eventMetadata>;
