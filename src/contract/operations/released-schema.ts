import type * as v from 'valibot';
import { envelope, text } from '../event-fields.ts';
import { object } from '../object.ts';
import { OPERATIONS_SOURCE, RELEASED } from './names.ts';
import { operatorMetadata } from './operator-metadata.ts';

export const releasedData = object({
  ownerAccount: text('The account whose other lines it held up.'),
  connectionId: text('The hosted connection.'),
});

export const releasedSchema = envelope(
  OPERATIONS_SOURCE,
  RELEASED,
  { metadata: operatorMetadata, data: releasedData },
  'An operator has decided that a connection, which was called for or moved and is not found healthy, holds up its ' +
    "owner's other connections no more: from now on those may be moved beside it.",
);

export type ReleasedData = v.InferOutput<typeof releasedData>;
