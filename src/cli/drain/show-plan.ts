import type { Plan, PlanBody, PlannedLine, PlanTarget, PlanWave } from '../../drain/plan/plan.ts';
import { fields } from '../output/fields.ts';
import type { Output } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { type Column, table } from '../output/table.ts';
import { duration, localTime } from '../output/time.ts';
import { headRows } from './plan-head.ts';
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

function showHead(out: Output, plan: Plan, now: number): void {
  out.line(fields(headRows(plan, now), out, 0));
  // Beside the others it would not fit on a line of 80 columns.
  out.line(`${out.colour.dim('digest')} ${plan.digest}`);
}

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
