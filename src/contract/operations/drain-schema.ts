import * as v from 'valibot';
import { envelope, text } from '../event-fields.ts';
import { object } from '../object.ts';
import { DRAIN_EVENTS, type DrainEventName, OPERATIONS_SOURCE } from './names.ts';
import { operatorMetadata } from './operator-metadata.ts';

// It may name lines of several owners, so it is for those who run the service; what is for one owner is the maintenance of a line.

const lineCount = (description: string) => v.pipe(v.number(), v.integer(), v.minValue(0), v.description(description));

export const drainData = object({
  drainId: text('The drain.'),
  rollbackOf: v.exactOptional(text('The drain whose lines this one moves back.')),
  parentConnectionId: text('The interconnect or LAG that is emptied; of a rollback, the one that lines go back to.'),
  rev: v.pipe(v.number(), v.integer(), v.minValue(1), v.description('The revision of its plan.')),
  digest: text('Of the plan: what runs is the plan with this digest.'),
  wave: lineCount('The wave that it is in, or that was completed; 0 before the first.'),
  waived: v.pipe(
    v.array(v.picklist(['notice', 'approval'])),
    v.description('What was not waited for, by the decision of a person.'),
  ),
  stops: v.pipe(
    v.array(
      object({
        id: text('What a resume names.'),
        kind: v.pipe(
          v.picklist(['person', 'line', 'failed', 'drifted', 'target', 'fault']),
          v.description(
            'person: someone has said so. line: one needs a person. failed, drifted: more of its lines than it may go on with. ' +
              'target: one takes no line. fault: of the service.',
          ),
        ),
        about: v.exactOptional(text('The line or the target that it is about.')),
      }),
    ),
    v.description('All that it is stopped for at that time; with Resumed, what was lifted.'),
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
  'Drain Approved': 'Its plan was approved, by its digest.',
  'Drain Started': 'It has begun to move lines.',
  'Drain Wave Completed': 'All lines of a wave are done.',
  'Drain Stopped': 'It has stopped, by itself or by a person: no line is released until all its stops are lifted.',
  'Drain Resumed': 'Stops were lifted, by itself or by a person: it goes on unless it has others.',
  'Drain Completed': 'It has ended, with all lines that could be moved.',
  'Drain Aborted':
    'It has ended before that, by the decision of a person, or because the service lost what it knew of it.',
  'Drain Expired': 'It has ended with its window, before all lines were moved.',
};

export function drainSchemaOf<const Name extends DrainEventName>(name: Name) {
  return envelope(OPERATIONS_SOURCE, name, { metadata: operatorMetadata, data: drainData }, WHEN[name]);
}

export const drainSchemas = DRAIN_EVENTS.map(drainSchemaOf);

export type DrainEventData = v.InferOutput<typeof drainData>;
