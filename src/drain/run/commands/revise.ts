import type { Plan } from '../../plan/plan.ts';
import { some } from '../../plan/words.ts';
import type { DrainDeclined } from '../command.ts';
import { type Announcement, type Decision, type Drain, stateOf } from '../drain.ts';
import type { LineProgress } from '../line.ts';
import { withHistory } from '../told.ts';
import { declined } from './answer.ts';
import { endOf, windowText } from './plan-objections.ts';

/** Of an announced line that a later revision leaves out: why it is set aside. */
export const REPLANNED = 'REPLANNED';

/** A drain of a plan that was just submitted. */
export function newDrain(plan: Plan, rev: number, decision: Decision): Drain {
  const drain: Drain = {
    ...{ drainId: plan.drainId, phase: 'PLANNED', rev, digest: plan.digest, submitted: decision, waivers: {} },
    ...{ endsAtMs: endOf(plan), stops: [], wave: { number: 0 }, promoted: 0, forgiven: { failed: 0, drifted: 0 } },
    lines: Object.fromEntries(plan.lines.map(({ connectionId }) => [connectionId, { state: 'planned', expired: 0 }])),
    ...{ tick: { number: 0, atMs: decision.atMs }, unpublished: [], told: [], history: [] },
  };
  return withHistory(drain, 'submitted', decision);
}

/** Why the drain does not take this plan as its next revision; undefined if it does. */
export function whyNotRevise(drain: Drain, was: Plan, plan: Plan): DrainDeclined | undefined {
  if (drain.phase !== 'PLANNED')
    return declined(
      `it is ${stateOf(drain)}: a new revision is taken only before the start. Abort it, and plan what is left under another id ` +
        `(dxm drain plan --leftovers-of ${drain.drainId})`,
    );
  if (plan.source !== was.source) return declined(`it empties ${was.source}: another source is another drain`);
  return drain.announcement && whyNotAsAnnounced(drain.announcement, was, plan);
}

/** No line may move that its customer was not told of, nor at a time that it was not told for. */
function whyNotAsAnnounced(announcement: Announcement, was: Plan, plan: Plan): DrainDeclined | undefined {
  const { rev, fromMs, toMs, doneAtMs } = announcement;
  // Half of the customers would have been told by one plan, and half by another.
  if (doneAtMs === undefined)
    return declined(`customers are being told of revision ${rev}: submit again when that is done (dxm drain status)`);
  if (Date.parse(plan.window.from) < fromMs || endOf(plan) > toMs)
    return declined(
      `its window is not within the one that was announced, ${windowText(fromMs, toMs)}: keep to that, or abort this drain and plan another`,
    );
  const known = new Set(was.lines.map(({ connectionId }) => connectionId));
  const added = plan.lines.map(({ connectionId }) => connectionId).filter((id) => !known.has(id));
  if (added.length === 0) return undefined;
  return declined(
    `it has lines that were not announced: mark them as exempt in the groups file, and drain them later under another id`,
    added.slice(0, 20).map((about) => ({ about, why: 'its customer was not told' })),
  );
}

/**
 * The drain under its next plan. What was decided of a line stays; a line that was announced and is left out stays too, until its
 * cancellation is told. An announcement that is complete goes for every plan within it.
 */
export function revised(drain: Drain, was: Plan, plan: Plan, rev: number, decision: Decision): Drain {
  const { announcement } = drain;
  const planned = plan.lines.map(({ connectionId }): [string, LineProgress] => [
    connectionId,
    drain.lines[connectionId] ?? { state: 'planned', expired: 0 },
  ]);
  const ids = new Set(plan.lines.map(({ connectionId }) => connectionId));
  const owners = new Map(was.lines.map(({ connectionId, facts }) => [connectionId, facts.ownerAccount]));
  const leftOut = Object.entries(announcement ? drain.lines : {})
    .filter(([connectionId]) => !ids.has(connectionId))
    .map(([connectionId, line]): [string, LineProgress] => {
      const owner = owners.get(connectionId);
      return [connectionId, { ...leaveOut(line, decision), ...(owner === undefined ? {} : { ownerAccount: owner }) }];
    });
  const next: Drain = {
    ...drain,
    ...{ rev, digest: plan.digest, submitted: decision, endsAtMs: endOf(plan) },
    ...(announcement ? { announcement: { ...announcement, rev, published: plan.lines.length } } : {}),
    lines: Object.fromEntries([...planned, ...leftOut]),
  };
  const without = leftOut.length > 0 ? `, without ${some(leftOut.map(([id]) => id))}` : '';
  return withHistory(next, `revision ${rev}${without}`, decision);
}

/** One that a person had set aside is cancelled too, if that was not told yet. */
function leaveOut(line: LineProgress, { by, atMs }: Decision): LineProgress {
  return line.told ? line : { state: 'setAside', expired: 0, cause: REPLANNED, by, atMs };
}
