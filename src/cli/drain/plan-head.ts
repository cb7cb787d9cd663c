import type { Plan } from '../../drain/plan/plan.ts';
import { type Field, fields } from '../output/fields.ts';
import { output } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { duration, localTime } from '../output/time.ts';
import { count } from '../output/words.ts';

/** What a plan does, in a few rows. @param now milliseconds since the epoch */
export function headRows(
  { drainId, ticket, source, lines, left, facts, estimate, ...plan }: Plan,
  now: number,
): Field[] {
  const { name, location } = facts.ports.find(({ id }) => id === source) ?? {};
  return [
    ['drain', `${drainId}${ticket === undefined ? '' : `, ticket ${printable(ticket)}`}`],
    [
      'empties',
      [source, name && `"${printable(name)}"`, location && `in ${printable(location)}`].filter(Boolean).join(' '),
    ],
    [
      'moves',
      `${lines.length.toLocaleString('en-GB')} of ${count(lines.length + left.length, 'line')}, in ${count(plan.waves.length, 'wave')}`,
    ],
    [
      'takes',
      `about ${duration(estimate.seconds * 1_000)} of the ${duration(estimate.windowSeconds * 1_000)} that the window has`,
    ],
    ['window', `${localTime(Date.parse(plan.window.from))} to ${localTime(Date.parse(plan.window.to))}`],
    ['announce', announcement(Date.parse(plan.notice.announceBy), now)],
    ['at a time', `${plan.limits.maxMoving} moving, ${plan.limits.maxSoaking} not yet found well`],
    ['read', localTime(Date.parse(plan.readAt))],
  ];
}

/** The same before a question, on standard error, with the digest that is then sent. */
export function headLines(plan: Plan, now: number): string[] {
  const shown = fields(headRows(plan, now), output({ color: false }, process.stderr), 0);
  return [...shown.split('\n'), `digest ${plan.digest}`];
}

const DAY = 86_400_000;

/** Notice that can be given no more is no detail. */
function announcement(byMs: number, now: number): string {
  const by = `by ${localTime(byMs)}`;
  if (byMs < now) return `${by}, ${duration(now - byMs)} ago: it is too late for that notice`;
  return byMs - now < DAY ? `${by}, in ${duration(byMs - now)}` : by;
}
