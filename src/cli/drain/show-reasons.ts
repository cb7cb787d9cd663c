import type { LeftLine, Plan, PlanBody } from '../../drain/plan/plan.ts';
import { groupBy } from '../../drain/plan/words.ts';
import type { Output } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { say } from '../output/say.ts';
import { inLocalTime } from '../output/time.ts';

/** Something that is so, of one line or of all, and what would help. */
interface Reason {
  code: string;
  why: string;
  help: string;
}

/** Under its code, or what it is about: what is so, and then what would help. */
export function showReason(out: Output, title: string, facts: readonly string[], help: string): void {
  out.line(title);
  for (const fact of facts) say(out, `  ${worded(fact)}`);
  say(out, `  would help: ${worded(help)}`);
}

/** Printable, with times as the reader's clock has them. */
function worded(text: string): string {
  return inLocalTime(printable(text));
}

/** What stays on the source, under what would help: first what keeps most lines. */
export function showLeft(out: Output, { left }: Pick<PlanBody, 'left'>): void {
  if (left.length === 0) return;
  out.line(`\n${out.colour.bold(left.length === 1 ? '1 line stays' : `${left.length} lines stay`)}`);
  const all = left.flatMap((line) =>
    line.reasons.map(({ targets = [], ...reason }) => {
      const others = targets.filter((target) => !reason.why.includes(target));
      return { ...reason, why: `${others.length > 0 ? `${others.join(', ')}: ` : ''}${reason.why}`, line };
    }),
  );
  for (const [{ code, help }, those] of byHelp(all)) {
    const facts = [...groupBy(those, ({ why }) => why)].map(([why, same]) => {
      const lines = same.map(({ line }) => line);
      return `${whichOf(lines, left)}: ${why}`;
    });
    showReason(out, out.colour.yellow(code), facts, help);
  }
}

/** Of one line the name too. All are named: nothing else does. */
function whichOf(lines: readonly LeftLine[], left: readonly LeftLine[]): string {
  const [first] = lines;
  if (first && lines.length === 1) return [first.connectionId, first.facts.name ?? ''].join(' ').trimEnd();
  if (lines.length === left.length) return `each of the ${lines.length} lines`;
  return lines.map(({ connectionId }) => connectionId).join(', ');
}

/** What to know before approving: of the whole plan, then of lines, where many have the same. */
export function showWarnings(out: Output, { warnings, lines }: Plan): void {
  const own = lines.flatMap(({ connectionId, warnings: some }) =>
    some.map((warning) => ({ ...warning, connectionId })),
  );
  if (warnings.length + own.length === 0) return;
  out.line(`\n${out.colour.bold('Before approving')}`);
  for (const [{ code, help }, those] of byHelp(warnings)) {
    showReason(
      out,
      out.colour.yellow(code),
      those.map(({ why }) => why),
      help,
    );
  }
  for (const [{ code, help }, those] of byHelp(own)) {
    const facts = [...groupBy(those, ({ why }) => why)].map(
      ([why, same]) => `${someOf(same.map(({ connectionId }) => connectionId))}: ${why}`,
    );
    showReason(out, out.colour.yellow(code), facts, help);
  }
}

/** Lines that are named at most for one warning. */
const MOST_NAMED = 4;

function someOf(ids: readonly string[]): string {
  const more = ids.length - MOST_NAMED;
  return more > 0 ? `${ids.slice(0, MOST_NAMED).join(', ')} and ${more} more` : ids.join(', ');
}

/** Those with the same help together, under the first of them; most first. */
function byHelp<Some extends Reason>(all: readonly Some[]): [Some, Some[]][] {
  const groups = [...groupBy(all, ({ code, help }) => `${code} ${help}`).values()];
  return groups
    .toSorted((a, b) => b.length - a.length)
    .flatMap((those) => (those[0] ? [[those[0], those] as [Some, Some[]]] : []));
}
