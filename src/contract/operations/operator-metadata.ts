import * as v from 'valibot';
import { text, time } from '../event-fields.ts';
import { SERVICE } from '../event-names.ts';
import { object } from '../object.ts';

/** Of an event about what an operator did: it is about no request. */
export const operatorMetadata = object({
  eventId: text('The same on every republication of one event: drop repeats by it.'),
  schemaVersion: v.literal('1'),
  occurredAt: time('When it was decided; the same on every republication.'),
  service: v.literal(SERVICE),
  serviceVersion: text('The version of the service that took the decision.'),
});

export type OperatorMetadata = v.InferOutput<typeof operatorMetadata>;
