import * as v from 'valibot';
import { CONNECTION_ID, PARENT_ID, REDUNDANCY_GROUP } from '../../contract/ids.ts';
import { lineFacts, planFacts } from './facts-schema.ts';
import { amount, count, DRAIN_ID, flag, id, list, seconds, text, time } from './fields.ts';
import { leftReason, targetReason, warning } from './reasons.ts';

/** The most lines that one plan moves. */
export const MAX_LINES = 1_000;

/** The most bytes that a plan has, unpacked. */
export const MAX_PLAN_BYTES = 8 * 1024 * 1024;

const MAX_TARGETS = 64;
const MAX_LEFT = 5_000;

const connectionId = id(CONNECTION_ID, 'The hosted connection.');

/** Of any line on the source: what it is, and what the groups file says of it. */
const lineEntries = {
  connectionId,
  facts: lineFacts,
  group: v.exactOptional(id(REDUNDANCY_GROUP, 'Its group, as the groups file names it.')),
  customer: v.exactOptional(text('As in the groups file.')),
  contact: v.exactOptional(text('As in the groups file.')),
};

export const plannedLine = v.strictObject({
  ...lineEntries,
  to: id(PARENT_ID, 'Where it is moved.'),
  wave: count('The wave that it is in.', 1),
  pinned: v.exactOptional(v.pipe(v.literal(true), v.description('A person has chosen the target.'))),
  lastLeg: v.exactOptional(
    v.pipe(
      v.strictObject({ by: text('Who has said so.'), why: text('Why.') }),
      v.description('It may be moved though another line of its group is not well.'),
    ),
  ),
  warnings: list(warning, 16, 'What to know before approving.'),
});

export const leftLine = v.strictObject({
  ...lineEntries,
  reasons: v.pipe(
    list(leftReason, 16, 'Why it cannot move, and what would help.'),
    v.minLength(1, 'must have an entry'),
  ),
});

export const planTarget = v.strictObject({
  id: id(PARENT_ID, 'An interconnect or LAG that lines may be moved to.'),
  lines: count('How many the plan moves there.', 0, MAX_LINES),
  roomMbps: v.exactOptional(amount('What is left for others afterwards, in Mbps.', -1e9)),
  reasons: list(targetReason, 16, 'Why nothing is moved there; empty if something may be.'),
});

export const planWave = v.strictObject({
  wave: count('From 1.', 1),
  gate: v.pipe(
    v.picklist(['person', 'automatic']),
    v.description('person: one has to let the next wave begin. automatic: it begins when all lines are well.'),
  ),
  lines: list(connectionId, MAX_LINES, 'In the order in which they are released.'),
  fromSeconds: seconds('When it would begin, after the start.'),
  toSeconds: seconds('When its last line would be found well.'),
});

export const planLimits = v.strictObject({
  maxMoving: count('Lines released and not yet seen on their target.', 1, MAX_LINES),
  maxSoaking: count('Lines released and not yet found well.', 1, MAX_LINES),
  minIntervalSeconds: seconds('The least time between two releases.'),
});

export const planTiming = v.strictObject({
  staleSeconds: seconds('How old an answer of Direct Connect may be.'),
  clockSkewSeconds: seconds('By how much clocks may differ.'),
  tickSeconds: seconds('Between two looks at a target.', 1),
  soakSeconds: seconds('For how long a line has to be well.'),
  gateSeconds: seconds('What a person may need at the gate.'),
});

export const planRules = v.strictObject({
  capacityFactor: amount("How much of a target's bandwidth its lines together may have.", 0.01, 100),
  spareLinks: count('Links of a LAG that are not counted on.', 0, 1),
  otherLocations: flag('Whether lines may be moved to another location.'),
  redundancy: v.pipe(
    v.picklist(['owner', 'named']),
    v.description(
      'Which lines must not be down together. owner: those of one group of the groups file, and those of one owner account on ' +
        'different parents unless they are in different groups. named: those of one group only.',
    ),
  ),
});

export const planEstimate = v.strictObject({
  seconds: seconds('From the start until the last line is found well.'),
  windowSeconds: seconds('What the window has, without freezes.'),
  seenSeconds: seconds('From the release of a line until it is first seen on its target.'),
  healthySeconds: seconds('From the release of a line until it is found well.'),
});

export const rollbackDraft = v.strictObject({
  connectionId,
  expectedParentConnectionId: id(PARENT_ID, 'The target of the plan.'),
  parentConnectionId: id(PARENT_ID, 'The source of the plan.'),
  expectedVlan: count('Its VLAN.', 1, 4094),
});

const planEntries = {
  schemaVersion: v.pipe(v.literal('1', 'must be "1"'), v.description('Version of this format.')),
  drainId: id(DRAIN_ID, 'The drain.'),
  leftoversOf: v.exactOptional(id(DRAIN_ID, 'The drain whose leftovers these lines are.')),
  ticket: v.exactOptional(text('The change ticket: becomes the orderId of the requests.')),
  readAt: time('When the reading of what it rests on began.'),
  validUntil: time('Nothing of it begins later.'),
  source: id(PARENT_ID, 'The interconnect or LAG to empty.'),
  window: v.strictObject({ from: time('When moving may begin.'), to: time('When all must be done.') }),
  notice: v.strictObject({
    seconds: seconds('How long before the window customers must have been told.'),
    announceBy: time('When they must have been told at the latest.'),
  }),
  rules: planRules,
  limits: planLimits,
  timing: planTiming,
  estimate: planEstimate,
  targets: list(planTarget, MAX_TARGETS, 'By their ids.'),
  waves: list(planWave, 16, 'In order; the first is the canary.'),
  lines: list(plannedLine, MAX_LINES, 'What is moved, by connection id.'),
  left: list(leftLine, MAX_LEFT, 'What stays on the source, by connection id.'),
  warnings: list(warning, 128, 'What to know before approving.'),
  rollback: list(rollbackDraft, MAX_LINES, 'The way back of each line, by connection id.'),
  facts: planFacts,
};

export const planBodySchema = v.strictObject(planEntries);

export const planSchema = v.pipe(
  v.strictObject({
    ...planEntries,
    digest: v.pipe(
      v.string('must be a text'),
      v.regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal digits'),
      v.description('SHA-256 of the canonical JSON (RFC 8785) of all else: what is approved by it is what runs.'),
    ),
  }),
  v.description(
    'What a drain does: which lines, where to, in which order, and what that rests on. Never changed once made.',
  ),
);

export type Plan = v.InferOutput<typeof planSchema>;
/** A plan without its digest. */
export type PlanBody = v.InferOutput<typeof planBodySchema>;
export type PlannedLine = v.InferOutput<typeof plannedLine>;
export type LeftLine = v.InferOutput<typeof leftLine>;
export type PlanTarget = v.InferOutput<typeof planTarget>;
export type PlanWave = v.InferOutput<typeof planWave>;
export type PlanLimits = v.InferOutput<typeof planLimits>;
export type PlanTiming = v.InferOutput<typeof planTiming>;
export type PlanRules = v.InferOutput<typeof planRules>;
export type PlanEstimate = v.InferOutput<typeof planEstimate>;
export type RollbackDraft = v.InferOutput<typeof rollbackDraft>;
