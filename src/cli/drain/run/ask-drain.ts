import type { ApproveCommand, DrainAnswer, DrainCommand } from '../../../drain/run/command.ts';
import type { Context } from '../../context/context.ts';
import { ask } from '../../context/functions.ts';

/** What the fields of commands are called on the command line. */
const WORDS = {
  ...{ drainId: 'DRAIN', connectionId: 'LINE', plan: 'PLAN', by: '--by', why: '--why' },
  ...{ stops: '--stop', waive: '--waive', wave: '--wave', lines: '--line', digest: '--digest' },
};

/** Asks the function `drain`. @throws CliError if it declines, with what stands in the way */
export function askDrain(context: Context, command: DrainCommand, todo?: string): Promise<DrainAnswer> {
  return ask<DrainAnswer>(context, 'drain', command, { words: WORDS, ...(todo === undefined ? {} : { todo }) });
}

/** Asks the function `approve`, which others may invoke than `drain`. */
export function askApproval(context: Context, command: ApproveCommand): Promise<DrainAnswer> {
  return ask<DrainAnswer>(context, 'approve', command, { words: WORDS });
}

/** Shows what a command came to: what was done, or that it was so already. */
export function showDone(
  { out }: Pick<Context, 'out'>,
  answer: DrainAnswer,
  done: readonly string[],
  wasSo: string,
): void {
  if (out.isJson) out.json(answer);
  else for (const line of answer.result === 'done' ? done : [wasSo]) out.line(line);
}
