import type { Output } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { say } from '../../output/say.ts';
import { count } from '../../output/words.ts';

/** A line of a rehearsal, and what it was answered; `none` yet. */
export interface Rehearsed {
  connectionId: string;
  from: string;
  to: string;
  wave: number;
  answer: 'fine' | 'refused' | 'none';
  code?: string;
  /** Why it would be refused, or what its answer waits for. */
  why?: string;
}

/** What would be refused, in the order of the plan, and how many lines could be moved now. */
export function showRehearsal(out: Output, drainId: string, lines: readonly Rehearsed[]): void {
  const refused = lines.filter(({ answer }) => answer === 'refused');
  for (const { connectionId, wave, to, code = 'UNKNOWN', why = 'no reason is known' } of refused) {
    out.line(`${connectionId} ${out.colour.yellow(code)}`);
    say(out, `  wave ${wave}, to ${to}: ${printable(why)}`);
  }
  const number = (answer: Rehearsed['answer']) => lines.filter((line) => line.answer === answer).length;
  const [fine, none] = [number('fine'), number('none')];
  if (refused.length > 0) out.line();
  if (refused.length > 0) out.line(`${count(refused.length, 'line')} of ${lines.length} would be refused now.`);
  else if (none === 0)
    say(
      out,
      `All ${count(fine, 'line')} of ${drainId} could be moved now. Whether an address is taken shows only at the call.`,
    );
  if (none > 0) out.line(out.colour.red(`${count(none, 'line')} of ${lines.length} had no answer.`));
}

export function rehearsalAsJson(drainId: string, number: number, lines: readonly Rehearsed[]): object {
  return {
    ...{ drainId, rehearsal: number },
    lines: lines.map(({ code = null, why = null, ...line }) => ({ ...line, code, why })),
  };
}
