import type { Plan, PlanBody, PlannedLine, PlanTarget, PlanWave } from '../../drain/plan/plan.ts';
import { type Field, fields } from '../output/fields.ts';
import type { Output } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { type Column, table } from '../output/table.ts';
import { duration, localTime } from '../output/time.ts';
import { count } from '../output/words.ts';
import { showLeft, showReason, showWarnings } from './show-reasons.ts';

/** A plan for the person who approves it: what moves where and when, what stays and why, and what to know before. */
export function showPlan(out: Output, plan: Plan, now: number): void {
  showHead(out, plan, now);
  showTargets(out, plan);
  section(out, 'Waves', table(plan.waves, wavesColumns(plan), out));
  section(out, 'Lines that move', table(plan.lines, movedColumns(plan, out.width >= WIDE), out));
  showLeft(out, plan);
  showWarnings(out, plan);
  if (out.width < WIDE) out.note(`\nWhose the lines are: a terminal of ${WIDE} columns, or --json.`);
}

function showHead(
  out: Output,
  { drainId, ticket, source, lines, left, facts, estimate, ...plan }: Plan,
  now: number,
): void {
  const { name, location } = facts.ports.find(({ id }) => id === source) ?? {};
  const shown: Field[] = [
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
    ['window', `${local(plan.window.from)} to ${local(plan.window.to)}`],
    ['announce', announcement(Date.parse(plan.notice.announceBy), now)],
    ['at a time', `${plan.limits.maxMoving} moving, ${plan.limits.maxSoaking} not yet found well`],
    ['read', local(plan.readAt)],
  ];
  out.line(fields(shown, out, 0));
  // Beside the others it would not fit on a line of 80 columns.
  out.line(`${out.colour.dim('digest')} ${plan.digest}`);
}

/** Notice that can be given no more is no detail. */
function announcement(byMs: number, now: number): string {
  const by = `by ${localTime(byMs)}`;
  if (byMs < now) return `${by}, ${duration(now - byMs)} ago: it is too late for that notice`;
  return byMs - now < DAY ? `${by}, in ${duration(byMs - now)}` : by;
}

const DAY = 86_400_000;

/** What each target takes, and why one takes nothing. */
export function showTargets(out: Output, { targets }: Pick<PlanBody, 'targets'>): void {
  const columns: Column<PlanTarget>[] = [
    { title: 'to', cell: ({ id }) => id },
    { title: 'lines', cell: ({ lines }) => String(lines) },
    { title: 'Gbps left', cell: ({ roomMbps }) => (roomMbps === undefined ? '-' : String(roomMbps / 1_000)) },
  ];
  section(out, 'Targets', table(targets, columns, out));
  for (const { id, reasons } of targets)
    for (const { code, why, help } of reasons) showReason(out, `${id} ${out.colour.yellow(code)}`, [why], help);
}

function wavesColumns({ waves }: Plan): Column<PlanWave>[] {
  const then = ({ wave, gate }: PlanWave) => {
    if (wave === waves.length) return 'all are moved';
    return gate === 'person' ? 'a person lets the next one begin' : 'the next one begins';
  };
  return [
    { title: 'wave', cell: ({ wave }) => String(wave) },
    { title: 'lines', cell: ({ lines }) => String(lines.length) },
    { title: 'begins after', cell: ({ fromSeconds }) => duration(fromSeconds * 1_000) },
    { title: 'found well after', cell: ({ toSeconds }) => duration(toSeconds * 1_000) },
    { title: 'then', cell: then, isFlexible: true },
  ];
}

/** From here on there is room for owners. */
const WIDE = 100;

function movedColumns({ targets, lines }: Plan, isWide: boolean): Column<PlannedLine>[] {
  const isOne = targets.filter((target) => target.lines > 0).length === 1;
  const hasGroups = lines.some(({ group }) => group !== undefined);
  return [
    { title: 'line', cell: ({ connectionId }) => connectionId },
    { title: 'name', cell: ({ facts }) => printable(facts.name ?? '-'), isFlexible: true },
    ...(isWide ? [{ title: 'owner', cell: ({ facts }: PlannedLine) => printable(facts.ownerAccount ?? '?') }] : []),
    { title: 'VLAN', cell: ({ facts }) => String(facts.vlan ?? '?') },
    { title: 'Mbps', cell: ({ facts }) => String(facts.mbps ?? '?') },
    { title: 'wave', cell: ({ wave }) => String(wave) },
    // With one target, it is named above.
    ...(isOne ? [] : [{ title: 'to', cell: ({ to }: PlannedLine) => to }]),
    ...(hasGroups ? [{ title: 'group', cell: ({ group }: PlannedLine) => group ?? '', isFlexible: true }] : []),
    ...(lines.some((line) => noteOf(line) !== '') ? [{ title: 'note', cell: noteOf, isFlexible: true }] : []),
  ];
}

/** Warnings are told below, where the same one of many lines is told once. */
function noteOf({ pinned, lastLeg, facts }: PlannedLine): string {
  return [
    ...(facts.state === 'available' ? [] : [printable(facts.state)]),
    ...(pinned ? ['pinned'] : []),
    ...(lastLeg ? ['last leg'] : []),
  ].join(', ');
}

function section(out: Output, title: string, text?: string): void {
  out.line(`\n${out.colour.bold(title)}`);
  if (text !== undefined) out.line(text);
}

export function local(time: string): string {
  return localTime(Date.parse(time));
}
