import { formatTime } from '../../../contract/time.ts';
import type { Plan } from '../../plan/plan.ts';
import type { DrainSettings } from '../ports.ts';
import type { Objection } from './answer.ts';

/** What the stage allows. */
export interface Stage {
  settings: DrainSettings;
  parents: readonly string[];
}

/** With room for a rollback's number, in the 63 characters that a drain's id has. */
const MAX_ID = 58;

/** Why a plan cannot be run on this stage, whatever the drain and Direct Connect show. */
export function planObjections(plan: Plan, stage: Stage, now: number): Objection[] {
  return [name, window, lines, parents, timing, verification].flatMap((check) => check(plan, stage, now));
}

/** Rollbacks' ids are made of their drain's. */
function name({ drainId }: Plan): Objection[] {
  const help = 'make the plan again with another --id';
  if (/-r\d+$/.test(drainId)) return [{ why: 'an id that ends in -r and a number is a rollback’s', help }];
  return drainId.length > MAX_ID ? [{ why: `the drain’s id has more than ${MAX_ID} characters`, help }] : [];
}

function window({ window: { to } }: Plan, _stage: Stage, now: number): Objection[] {
  return now < Date.parse(to) ? [] : [{ why: `its window was over at ${to}`, help: 'make a new plan' }];
}

function lines({ lines }: Plan): Objection[] {
  return lines.length > 0 ? [] : [{ why: 'it moves no line', help: 'there is nothing to drain' }];
}

/** The core would reject every request of it. */
function parents(plan: Plan, { parents }: Stage): Objection[] {
  const used = new Set([plan.source, ...plan.lines.map(({ to }) => to)]);
  return [...used]
    .filter((id) => !parents.includes(id))
    .map((about) => ({
      about,
      why: 'drains may not move lines from or to it',
      help: `set the parameter parents: add ${about}, and deploy`,
    }));
}

/** An estimate with less than the stage waits is too short, and so may be its window. */
function timing({ timing }: Plan, { settings }: Stage): Objection[] {
  const one = (what: string, plannedSeconds: number, ms: number): Objection[] =>
    plannedSeconds * 1000 >= ms
      ? []
      : [
          {
            why: `it was made with a ${what} of ${plannedSeconds} s, and the stage has ${ms / 1000} s`,
            help: 'make a new plan with the settings of this stage',
          },
        ];
  return [
    ...one('staleness bound', timing.staleSeconds, settings.staleMs),
    ...one('clock skew', timing.clockSkewSeconds, settings.clockSkewMs),
    ...one('soak', timing.soakSeconds, settings.soakMs),
  ];
}

function verification(_plan: Plan, { settings }: Stage): Objection[] {
  if (settings.verifyWithinMs > 0) return [];
  return [{ why: 'this stage verifies no move, and a drain verifies every move', help: 'set verifyWithinSeconds' }];
}

/** The last moment at which anything of it may begin. */
export function endOf({ window }: Plan): number {
  return Date.parse(window.to);
}

/** A window in words. */
export function windowText(fromMs: number, toMs: number): string {
  return `${formatTime(fromMs)} to ${formatTime(toMs)}`;
}
