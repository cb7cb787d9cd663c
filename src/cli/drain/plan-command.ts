import type { Plan } from '../../drain/plan/plan.ts';
import { DEFAULT_LIMITS, DEFAULT_NOTICE_SECONDS, DEFAULT_RULES } from '../../drain/plan/plan-request.ts';

/** What a plan is made anew in. */
interface Now {
  /** Targets, and lines of the plan, that are not where they were. */
  gone: ReadonlySet<string>;
  /** Milliseconds since the epoch. */
  now: number;
  /** What the stage has, unless someone says otherwise. */
  staleSeconds: number;
}

/**
 * The command that makes a plan anew, of what is still there: with all that was asked for, but what a plan does not keep, which is where
 * its groups file was. The new plan goes beside the old one.
 */
export function planCommand(plan: Plan, path: string, { gone, now, staleSeconds }: Now): string {
  const { source, targets, window, drainId, ticket, lines, left } = plan;
  const lasting = targets.map(({ id }) => id).filter((id) => !gone.has(id));
  const here = lines.filter(({ connectionId }) => !gone.has(connectionId));
  const hasGroups = [...lines, ...left].some(
    (line) => (line.group ?? line.customer ?? line.contact) !== undefined || ('reasons' in line && isExempt(line)),
  );
  const isToCome = Date.parse(window.to) > now;
  const words: (string | false)[][] = [
    ['dxm', 'drain', 'plan', source, '--to', lasting.join(',') || 'TARGET'],
    isToCome ? ['--window-from', window.from, '--window-to', window.to, '--id', drainId] : [],
    plan.notice.seconds === DEFAULT_NOTICE_SECONDS ? [] : ['--notice', noticeOf(plan.notice.seconds)],
    hasGroups ? ['--groups', 'groups.csv'] : [],
    ...here.map(({ connectionId, to, pinned }) =>
      pinned && lasting.includes(to) ? ['--pin', `${connectionId}=${to}`] : [],
    ),
    ...here.map(({ connectionId, lastLeg }) => (lastLeg ? ['--last-leg', `${connectionId}=${lastLeg.why}`] : [])),
    ...rulesOf(plan),
    plan.timing.staleSeconds === staleSeconds ? [] : ['--stale', String(plan.timing.staleSeconds)],
    ticket === undefined ? [] : ['--ticket', ticket],
    ['-o', `${path.replace(/\.json(?:\.gz)?$/, '')}-new.json`],
  ];
  return words
    .flat()
    .filter((word) => word !== false)
    .map(quoted)
    .join(' ');
}

function isExempt({ reasons }: Plan['left'][number]): boolean {
  return reasons.some(({ code }) => code === 'EXEMPT');
}

function rulesOf({ rules, limits }: Plan): string[][] {
  const number = (option: string, is: number, usual: number) => (is === usual ? [] : [option, String(is)]);
  return [
    number('--max-moving', limits.maxMoving, DEFAULT_LIMITS.maxMoving),
    number('--max-soaking', limits.maxSoaking, DEFAULT_LIMITS.maxSoaking),
    number('--capacity-factor', rules.capacityFactor, DEFAULT_RULES.capacityFactor),
    rules.spareLinks > DEFAULT_RULES.spareLinks ? ['--spare-link'] : [],
    rules.otherLocations ? ['--other-locations'] : [],
    rules.redundancy === DEFAULT_RULES.redundancy ? [] : ['--redundancy', rules.redundancy],
  ];
}

function noticeOf(seconds: number): string {
  return seconds === 0 ? '0' : `${Math.ceil(seconds / 60)}min`;
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
