import * as v from 'valibot';
import { envelope, text } from '../event-fields.ts';
import { object } from '../object.ts';
import { DRAIN_EVENTS, type DrainEventName, OPERATIONS_SOURCE } from './names.ts';
import { operatorMetadata } from './operator-metadata.ts';

const lineCount = (description: string) => v.pipe(v.number(), v.integer(), v.minValue(0), v.description(description));

export const drainData = object({
  drainId: text('The drain.'),
  rollbackOf: v.exactOptional(text('The drain whose lines this one moves back.')),
  parentConnectionId: text('The interconnect or LAG that is emptied; of a rollback, that lines go back to.'),
  rev: v.pipe(v.number(), v.integer(), v.minValue(1), v.description('The revision of its plan.')),
  digest: text('Of the plan.'),
  wave: lineCount('The wave that it is in, or that was completed; 0 before the first.'),
  waived: v.pipe(
    v.array(v.picklist(['notice', 'approval'])),
    v.description('What a person has decided not to wait for.'),
  ),
  stops: v.pipe(
    v.array(
      object({
        id: text('What a resume names.'),
        kind: v.picklist(['person', 'line', 'failed', 'drifted', 'target', 'fault']),
        about: v.exactOptional(text('The line or the target.')),
      }),
    ),
    v.description('What it is stopped for; with Resumed, what was lifted.'),
  ),
  lines: v.pipe(
    object({
      planned: lineCount('Not released yet.'),
      open: lineCount('Released, and not known yet to be well, untouched, or gone elsewhere.'),
      healthy: lineCount('Moved, and found well.'),
      left: lineCount('Not moved: they could not be, or were taken out.'),
      other: lineCount('Moved on by others, or gone.'),
    }),
    v.description('How many of its lines are where.'),
  ),
});

const WHEN: Record<DrainEventName, string> = {
  'Drain Approved': 'A plan was approved: by its digest, it is what runs.',
  'Drain Started': 'It has begun to move lines.',
  'Drain Wave Completed': 'All lines of a wave are done.',
  'Drain Stopped': 'Nothing more is released: by itself, or by a person.',
  'Drain Resumed': 'It goes on.',
  'Drain Completed': 'It has ended, with all lines that could be moved.',
  'Drain Aborted': 'It was ended before that.',
  'Drain Expired': 'It has ended with its window.',
};

export const drainSchemas = DRAIN_EVENTS.map((name) =>
  envelope(OPERATIONS_SOURCE, name, { metadata: operatorMetadata, data: drainData }, WHEN[name]),
);

export type DrainEventData = v.InferOutput<typeof drainData>;
