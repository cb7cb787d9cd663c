import * as v from 'valibot';
import { envelope, text, time } from '../event-fields.ts';
import { object } from '../object.ts';
import { MAINTENANCE_ANNOUNCED, MAINTENANCE_CANCELLED, MAINTENANCE_DONE, OPERATIONS_SOURCE } from './names.ts';
import { operatorMetadata } from './operator-metadata.ts';

export const maintenanceWindow = v.pipe(
  object({ from: time('Nothing of it begins earlier.'), to: time('When all is done.') }),
  v.description('The maintenance window.'),
);

/** What every event about the maintenance of a line says. */
const maintenanceEntries = {
  maintenanceId: text('Of this line in this drain: the same in all events about it, whatever becomes of the plan.'),
  drainId: text('The drain; the same for all lines that it moves.'),
  connectionId: text('The hosted connection.'),
  ownerAccount: v.pipe(
    v.nullable(v.string()),
    v.description('The account that owns it; null if Direct Connect did not say.'),
  ),
  window: maintenanceWindow,
};

export const announcedData = object({
  ...maintenanceEntries,
  connectionName: v.exactOptional(text('Its name, as Direct Connect has it.')),
  parentConnectionId: text('Where it is now.'),
  targetParentConnectionId: text('Where it is to be moved.'),
  impact: v.pipe(v.literal('OUTAGE'), v.description('OUTAGE: the line is interrupted once in the window.')),
  linesOfOwner: v.pipe(
    v.number(),
    v.integer(),
    v.minValue(1),
    v.description(
      'How many lines of this owner are announced for this window, this one counted: who has as many of these events has ' +
        'them all. 1 where the owner is not known.',
    ),
  ),
  customer: v.exactOptional(text('As the partner calls it.')),
  contact: v.exactOptional(text('Whom to tell, as the partner wrote it.')),
  ticket: v.exactOptional(text('The change ticket.')),
});

export const cancelledData = object({
  ...maintenanceEntries,
  cause: v.pipe(
    v.picklist(['SET_ASIDE', 'NOT_MOVED', 'DRAIN_ENDED', 'REPLANNED']),
    v.description(
      'SET_ASIDE: the line was taken out by a person. NOT_MOVED: the drain did not move it, since it could not be moved, or was ' +
        'moved, ordered or deleted by others. DRAIN_ENDED: the drain ended before its turn. REPLANNED: a new revision of the ' +
        'plan leaves it out.',
    ),
  ),
});

export const doneData = object({
  ...maintenanceEntries,
  parentConnectionId: text('Where it was moved.'),
  outcome: v.pipe(
    v.picklist(['HEALTHY', 'OTHER']),
    v.description(
      'HEALTHY: found well on its target for the whole soak. OTHER: it was moved, or may have been, and what became of it is ' +
        'in the events about its move.',
    ),
  ),
});

const schemaOf = <const Type extends string, Data extends v.GenericSchema>(type: Type, data: Data, when: string) =>
  envelope(OPERATIONS_SOURCE, type, { metadata: operatorMetadata, data }, when);

export const announcedSchema = schemaOf(
  MAINTENANCE_ANNOUNCED,
  announcedData,
  'A line is to be moved in a maintenance window. One event for a line and window; of two windows the later occurredAt holds.',
);
export const cancelledSchema = schemaOf(
  MAINTENANCE_CANCELLED,
  cancelledData,
  'A line that was announced is not moved in that window after all.',
);
export const maintenanceDoneSchema = schemaOf(
  MAINTENANCE_DONE,
  doneData,
  'The maintenance of a line that was announced is over: it was moved, or may have been.',
);

export type AnnouncedData = v.InferOutput<typeof announcedData>;
export type CancelledData = v.InferOutput<typeof cancelledData>;
export type MaintenanceDoneData = v.InferOutput<typeof doneData>;
