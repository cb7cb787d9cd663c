import * as v from 'valibot';
import { connectionRecord } from '../connection-record.ts';
import { envelope, text, time } from '../event-fields.ts';
import { SERVICE } from '../event-names.ts';
import { object } from '../object.ts';
import { FAILINGS, OPERATIONS_SOURCE, VERDICTS, VERIFIED } from './names.ts';

/*
 * What consumers receive of the verification of a move: as with the outcomes (../event-schema.ts), types, parser and the
 * published JSON Schema come from here.
 */

export const verifiedMetadata = object({
  eventId: text('The same on every republication of one verdict: drop repeats by it.'),
  schemaVersion: v.literal('1'),
  occurredAt: time('When the verdict was recorded; the same on every republication.'),
  service: v.literal(SERVICE),
  serviceVersion: text('The version of the service that published it.'),
  correlationId: text('The correlationId of the request, or its requestId if it had none.'),
  causationId: text("SQS message id of the request's first delivery."),
  traceparent: v.exactOptional(text('W3C trace context, if the request carried one.')),
});

export const place = v.pipe(
  object({
    parentConnectionId: text('The interconnect or LAG that it was listed on.'),
    connection: connectionRecord,
  }),
  v.description('Where the connection was seen, and its record there.'),
);

const FIRST_GOOD =
  'The first good look of the last run of good ones; null if there was none. An upper bound: the line was as it should be ' +
  'then, and may have been so before. Before lastBadAt, that run is over.';

export const verifiedData = object({
  verdict: v.pipe(
    v.picklist(VERDICTS),
    v.description(
      'HEALTHY: listed on the target and not on the source, with nothing worse than before, at every look of the soak. ' +
        'UNHEALTHY: not so in time, or no longer; not final. UNKNOWN: it could not be looked at in time; not final. ' +
        'OVERTAKEN: a later request has moved the connection. GONE: listed nowhere, or deleted. MOVED_AWAY: on another ' +
        'parent, to which no request has moved it.',
    ),
  ),
  tenant: text('The order system.'),
  requestId: text('The request that moved the connection.'),
  connectionId: text('The hosted connection that was moved.'),
  failings: v.pipe(
    v.array(v.picklist(FAILINGS)),
    v.description('What was not as it should be at the last look that was not good; empty with HEALTHY.'),
  ),
  before: place,
  after: v.pipe(v.nullable(place), v.description('As it was seen last; null if it was seen nowhere.')),
  movedAt: time("When the move's outcome was recorded."),
  looks: v.pipe(v.number(), v.integer(), v.minValue(0), v.description('Conclusive looks made.')),
  lastBadAt: v.pipe(
    v.nullable(time('The last look that was not good.')),
    v.description('The last look that was not good; null if there was none.'),
  ),
  firstGoodAt: v.pipe(v.nullable(time(FIRST_GOOD)), v.description(FIRST_GOOD)),
  resolutionSeconds: v.pipe(
    v.nullable(v.pipe(v.number(), v.minValue(0))),
    v.description(
      'For how long before firstGoodAt, at most, the line may have been good already: since the move, or since what the ' +
        'last look that was not good can have shown. Null with firstGoodAt. Neither is the time of the interruption.',
    ),
  ),
  observedAt: v.pipe(
    v.nullable(time('The look that the verdict rests on.')),
    v.description('The look that the verdict rests on; null if it rests on none.'),
  ),
});

export const verifiedSchema = envelope(
  OPERATIONS_SOURCE,
  VERIFIED,
  { metadata: verifiedMetadata, data: verifiedData },
  'What Direct Connect showed of a connection after a request had moved it. It changes nothing about the outcome: that is ' +
    'Hosted Connection Migrated, and final.',
);

export type VerifiedMetadata = v.InferOutput<typeof verifiedMetadata>;
/** Where a connection was seen, and its record there. */
export type Place = v.InferOutput<typeof place>;
export type VerifiedData = v.InferOutput<typeof verifiedData>;
