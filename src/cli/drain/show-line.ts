import type { LeftLine, Plan, PlannedLine } from '../../drain/plan/plan.ts';
import { CliError } from '../cli-error.ts';
import { type Field, fields } from '../output/fields.ts';
import type { Output } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { duration } from '../output/time.ts';
import { didYouMean } from '../words/near.ts';
import { local } from './show-plan.ts';
import { showLeft, showReason } from './show-reasons.ts';

/** All that a plan says of one line. */
export function showLine(out: Output, plan: Plan, connectionId: string): void {
  const moved = plan.lines.find((line) => line.connectionId === connectionId);
  const left = plan.left.find((line) => line.connectionId === connectionId);
  const line = moved ?? left;
  if (!line) throw notInPlan(plan, connectionId);
  if (out.isJson) {
    out.json({ ...line, rollback: plan.rollback.find((one) => one.connectionId === connectionId) });
    return;
  }
  const rows = [...factsOf(line), ...(moved ? movesOf(plan, moved) : [])];
  out.line(
    fields(
      rows.map(([title, text]): Field => [title, printable(text)]),
      out,
      0,
    ),
  );
  if (left) showLeft(out, { left: [left] });
  for (const { code, why, help } of moved?.warnings ?? []) {
    out.line();
    showReason(out, out.colour.yellow(code), [why], help);
  }
}

function factsOf({ connectionId, facts, group, customer, contact }: PlannedLine | LeftLine): [string, string][] {
  const known: [string, string | number | boolean | undefined][] = [
    ['line', connectionId],
    ['name', facts.name],
    ['owner', facts.ownerAccount],
    ['customer', customer],
    ['contact', contact],
    ['group', group],
    ['state', facts.state],
    ['VLAN', facts.vlan],
    ['bandwidth', facts.mbps === undefined ? undefined : `${facts.mbps} Mbps`],
    ['device', facts.logicalDevice ?? facts.device],
  ];
  return known.flatMap(([title, value]) => (value === undefined ? [] : [[title, String(value)] as [string, string]]));
}

function movesOf(plan: Plan, { connectionId, to, wave, pinned, lastLeg }: PlannedLine): [string, string][] {
  const { fromSeconds = 0, toSeconds = 0 } = plan.waves.find((one) => one.wave === wave) ?? {};
  const siblings = plan.facts.siblings.filter(({ group, ownerAccount }) => {
    const line = plan.lines.find((one) => one.connectionId === connectionId);
    return group !== undefined ? group === line?.group : ownerAccount === line?.facts.ownerAccount;
  });
  return [
    ['moves', `from ${plan.source} to ${to}${pinned ? ', pinned' : ''}`],
    ['wave', `${wave}: from ${duration(fromSeconds * 1_000)} to ${duration(toSeconds * 1_000)} after the start`],
    ['window', `${local(plan.window.from)} to ${local(plan.window.to)}`],
    ...(lastLeg ? [['last leg', `by the word of ${lastLeg.by}: ${lastLeg.why}`] as [string, string]] : []),
    ['way back', `from ${to} to ${plan.source}`],
    ...siblings.map(({ connectionId: other, parentConnectionId, state }): [string, string] => [
      'sibling',
      `${other} on ${parentConnectionId}, ${state}`,
    ]),
  ];
}

/** A plan has all lines that were on its source, and those elsewhere that belong to one of them. */
function notInPlan({ lines, left, facts, source, readAt }: Plan, connectionId: string): CliError {
  const elsewhere = facts.siblings.find((one) => one.connectionId === connectionId);
  const was = elsewhere ? `it was on ${elsewhere.parentConnectionId}, and not` : 'it was not';
  const ids = [...lines, ...left].map((line) => line.connectionId);
  return new CliError(`the plan has no line ${connectionId}: ${was} on ${source} at ${local(readAt)}`, {
    where: '--line',
    todo: `${elsewhere ? 'make a new plan if it is there now' : (didYouMean(connectionId, ids) ?? `dxm show ${connectionId} says what has become of it`)}; dxm drain show without --line lists all`,
  });
}
