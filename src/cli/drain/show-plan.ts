import type { Plan, PlannedLine, PlanTarget, PlanWave } from '../../drain/plan/plan.ts';
import { type Field, fields } from '../output/fields.ts';
import type { Output } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { say } from '../output/say.ts';
import { type Column, table } from '../output/table.ts';
import { duration, localTime } from '../output/time.ts';
import { count } from '../output/words.ts';

import { showLeft, showWarnings } from './show-reasons.ts';

/** A plan for the person who approves it: what moves where and when, what stays and why, and what to know before. */
export function showPlan(out: Output, plan: Plan): void {
  showHead(out, plan);
  showTargets(out, plan);
  section(out, 'Waves', table(plan.waves, WAVES, out));
  section(out, 'Lines that move', table(plan.lines, movedColumns(plan, out.width >= WIDE), out));
  showLeft(out, plan);
  showWarnings(out, plan);
}

function showHead(out: Output, { drainId, ticket, source, lines, left, facts, estimate, ...plan }: Plan): void {
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
    ['announce', `by ${local(plan.notice.announceBy)}`],
    ['at a time', `${plan.limits.maxMoving} moving, ${plan.limits.maxSoaking} not yet found well`],
    ['read', local(plan.readAt)],
    ['digest', plan.digest],
  ];
  out.line(fields(shown, out, 0));
}

function showTargets(out: Output, { targets }: Plan): void {
  const columns: Column<PlanTarget>[] = [
    { title: 'to', cell: ({ id }) => id },
    { title: 'lines', cell: ({ lines }) => String(lines) },
    { title: 'Gbps left', cell: ({ roomMbps }) => (roomMbps === undefined ? '-' : String(roomMbps / 1_000)) },
    {
      title: 'why not more',
      cell: ({ reasons }) => reasons.map(({ why }) => printable(why)).join('; '),
      isFlexible: true,
    },
  ];
  section(out, 'Targets', table(targets, columns, out));
  for (const { id, reasons } of targets) for (const { help } of reasons) say(out, `  ${id}: ${printable(help)}`);
}

const WAVES: Column<PlanWave>[] = [
  { title: 'wave', cell: ({ wave }) => String(wave) },
  { title: 'lines', cell: ({ lines }) => String(lines.length) },
  { title: 'begins after', cell: ({ fromSeconds }) => duration(fromSeconds * 1_000) },
  { title: 'found well after', cell: ({ toSeconds }) => duration(toSeconds * 1_000) },
  {
    title: 'then',
    cell: ({ gate }) => (gate === 'person' ? 'a person lets the next one begin' : 'the next one begins'),
    isFlexible: true,
  },
];

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
