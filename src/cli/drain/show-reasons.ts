import type { LeftLine, Plan, PlanBody } from '../../drain/plan/plan.ts';
import type { LeftReason } from '../../drain/plan/reasons.ts';
import { groupBy } from '../../drain/plan/words.ts';
import type { Output } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { say } from '../output/say.ts';

/** What stays on the source, under what would help: first what keeps most lines. */
export function showLeft(out: Output, { left }: Pick<PlanBody, 'left'>): void {
  if (left.length === 0) return;
  out.line(`\n${out.colour.bold(left.length === 1 ? '1 line stays' : `${left.length} lines stay`)}`);
  const all = left.flatMap((line) => line.reasons.map((reason) => ({ ...reason, text: whyOf(line, reason) })));
  for (const [{ code, help }, those] of byHelp(all)) {
    say(out, `${out.colour.yellow(code)} would help: ${printable(help)}`);
    for (const { text } of those) say(out, `  ${text}`);
  }
}

function whyOf({ connectionId, facts }: LeftLine, { why, targets = [] }: LeftReason): string {
  const others = targets.filter((target) => !why.includes(target));
  const about = others.length > 0 ? `${others.join(', ')}: ` : '';
  return `${[connectionId, printable(facts.name ?? '')].join(' ').trimEnd()}: ${about}${printable(why)}`;
}

/** What to know before approving: of the whole plan, then of lines, where many have the same. */
export function showWarnings(out: Output, { warnings, lines }: Plan): void {
  const own = lines.flatMap(({ connectionId, warnings: some }) =>
    some.map((warning) => ({ ...warning, connectionId })),
  );
  if (warnings.length + own.length === 0) return;
  out.line(`\n${out.colour.bold('Before approving')}`);
  for (const { code, why, help } of warnings) {
    say(out, `${out.colour.yellow(code)} ${printable(why)}`);
    say(out, `  do: ${printable(help)}`);
  }
  for (const [{ code, help }, those] of byHelp(own)) {
    say(out, `${out.colour.yellow(code)} do: ${printable(help)}`);
    for (const [why, same] of groupBy(those, (one) => one.why)) {
      say(out, `  ${printable(why)}: ${someOf(same.map(({ connectionId }) => connectionId))}`);
    }
  }
}

/** Lines that are named at most for one warning. */
const MOST_NAMED = 4;

function someOf(ids: readonly string[]): string {
  const more = ids.length - MOST_NAMED;
  return more > 0 ? `${ids.slice(0, MOST_NAMED).join(', ')} and ${more} more` : ids.join(', ');
}

/** Those with the same help together, under the first of them; most first. */
function byHelp<Reason extends { code: string; help: string }>(all: readonly Reason[]): [Reason, Reason[]][] {
  const groups = [...groupBy(all, ({ code, help }) => `${code} ${help}`).values()];
  return groups
    .toSorted((a, b) => b.length - a.length)
    .flatMap((those) => (those[0] ? [[those[0], those] as [Reason, Reason[]]] : []));
}
