import { formatTime } from '../../../contract/time.ts';
import type { Plan } from '../../plan/plan.ts';
import { plural } from '../../plan/words.ts';
import type { DrainCommand } from '../command.ts';
import { type Drain, stateOf } from '../drain.ts';
import type { Objection } from './answer.ts';
import { inWords } from './objections.ts';
import { planObjections, type Stage } from './plan-objections.ts';

export type Start = Extract<DrainCommand, { action: 'start' }>;

/** Why a drain that has not started cannot, as far as its item and the stage say. */
export function startObjections(drain: Drain, plan: Plan, command: Start, stage: Stage, now: number): Objection[] {
  return [
    ...planObjections(plan, stage, now),
    ...drain.stops.map((stop) => ({ ...inWords(stop), help: `dxm drain resume ${drain.drainId}` })),
    ...restored(stage, now),
    ...(command.waive?.includes('approval') ? [] : approvalMissing(drain, stage)),
    ...(command.waive?.includes('notice') ? [] : noticeMissing(drain, plan)),
  ];
}

/** What is started earlier counts as restored from a copy, and is aborted. */
function restored({ settings: { minRequestedAt } }: Stage, now: number): Objection[] {
  if (now >= Date.parse(minRequestedAt)) return [];
  return [{ why: `this stage takes no requests from before ${minRequestedAt}`, help: 'wait until then' }];
}

export function approvalMissing(drain: Drain, { settings }: Pick<Stage, 'settings'>): Objection[] {
  const { drainId, rev } = drain;
  if (settings.drainApprovals === 0 || stateOf(drain) === 'APPROVED') return [];
  const why = `revision ${rev} of its plan is not approved`;
  return [{ why, help: `dxm drain approve ${drainId}, by another person; or waive it by name (--waive approval)` }];
}

/** All customers have been told, of this window and these lines, early enough. */
export function noticeMissing({ drainId, rev, announcement }: Drain, { notice, window, lines }: Plan): Objection[] {
  const waive = 'or waive it by name (--waive notice)';
  if (announcement?.rev !== rev)
    return [{ why: 'its customers have not been told', help: `dxm drain announce ${drainId}; ${waive}` }];
  const { doneAtMs, published } = announcement;
  if (doneAtMs === undefined) {
    const why = `customers are still being told: ${published} of ${plural(lines.length, 'line')}`;
    return [{ why, help: `wait; ${waive}` }];
  }
  if (doneAtMs + notice.seconds * 1000 <= Date.parse(window.from)) return [];
  const why = `its customers were told by ${formatTime(doneAtMs)}, and should have been by ${notice.announceBy}`;
  return [{ why, help: `plan another window; ${waive}` }];
}
