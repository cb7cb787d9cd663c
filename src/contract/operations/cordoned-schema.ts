import * as v from 'valibot';
import { envelope, text, time } from '../event-fields.ts';
import { SERVICE } from '../event-names.ts';
import { object } from '../object.ts';
import { CORDONED, OPERATIONS_SOURCE } from './names.ts';

/** Of an event about what an operator did: it is about no request. */
export const operatorMetadata = object({
  eventId: text('The same on every republication of one event: drop repeats by it.'),
  schemaVersion: v.literal('1'),
  occurredAt: time('When it was decided; the same on every republication.'),
  service: v.literal(SERVICE),
  serviceVersion: text('The version of the service that took the decision.'),
});

export const cordonedData = object({
  parentConnectionId: text('The interconnect or LAG.'),
  cordoned: v.pipe(
    v.boolean(),
    v.description(
      'true: nothing more is moved onto it. false: no longer so. Of two events the later occurredAt holds.',
    ),
  ),
});

export const cordonedSchema = envelope(
  OPERATIONS_SOURCE,
  CORDONED,
  { metadata: operatorMetadata, data: cordonedData },
  'An operator has cordoned a parent, so that nothing more is moved onto it, or has lifted that. No two events about ' +
    'cordons have the same occurredAt.',
);

export type OperatorMetadata = v.InferOutput<typeof operatorMetadata>;
export type CordonedData = v.InferOutput<typeof cordonedData>;
