import * as v from 'valibot';
import { envelope, text } from '../event-fields.ts';
import { object } from '../object.ts';
import { CORDONED, OPERATIONS_SOURCE } from './names.ts';
import { operatorMetadata } from './operator-metadata.ts';

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

export type CordonedData = v.InferOutput<typeof cordonedData>;
