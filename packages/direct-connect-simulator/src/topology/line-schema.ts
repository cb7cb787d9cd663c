import * as v from 'valibot';
import { count, milliseconds, parentId } from './values.ts';

const outage = {
  /** Time until the line goes down: it is up until then. */
  startsAfterMs: v.optional(milliseconds, 0),
  /** Connection state that Describe shows while it is down. */
  state: v.optional(v.picklist(['down', 'pending']), 'down'),
};

/** The line is down for `afterMs`, and for up to `spreadMs` more, which is drawn. */
export const comesLate = {
  kind: v.literal('comesLate'),
  afterMs: milliseconds,
  spreadMs: v.optional(milliseconds, 0),
  ...outage,
};

/** The line does not come back, until it is moved again or someone brings it up. */
export const staysDown = { kind: v.literal('staysDown'), ...outage };

/** The line is down and up by turns, and up in the end. */
export const flaps = {
  kind: v.literal('flaps'),
  downMs: milliseconds,
  upMs: milliseconds,
  /** How often it goes down. */
  rounds: v.optional(count(1, 100), 3),
  ...outage,
};

/** What becomes of a line, from a move on or from now on. */
export const lineBehaviour = v.variant('kind', [
  v.strictObject(comesLate),
  v.strictObject(staysDown),
  v.strictObject(flaps),
]);

const plan = {
  /** For moves to this interconnect or LAG only. */
  parent: v.optional(parentId),
  /** The part of the moves that it is for. */
  share: v.optional(
    v.pipe(
      v.number('expected a number from 0 to 1'),
      v.minValue(0, 'expected a number from 0 to 1'),
      v.maxValue(1, 'expected a number from 0 to 1'),
    ),
    1,
  ),
};

/** What becomes of lines after their moves: for each move at most one of these, or else the line stays as it is. */
export const afterMove = v.array(
  v.variant('kind', [
    v.strictObject({ ...comesLate, ...plan }),
    v.strictObject({ ...staysDown, ...plan }),
    v.strictObject({ ...flaps, ...plan }),
  ]),
);

export type LineBehaviour = v.InferOutput<typeof lineBehaviour>;
export type AfterMove = v.InferOutput<typeof afterMove>;
