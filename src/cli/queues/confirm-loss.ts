import { confirm } from '../context/confirm.ts';
import type { Context } from '../context/context.ts';
import { wrapped } from '../output/wrapped.ts';

/** Asks before messages are deleted. What goes is said also to who is not asked: a queue keeps no record of it. */
export async function confirmLoss(context: Context, what: readonly string[], yes: boolean | undefined): Promise<void> {
  if (yes !== true) return confirm(context, what, {});
  const width = process.stderr.columns || Number.POSITIVE_INFINITY;
  for (const part of what.flatMap((line) => wrapped(line, width))) context.out.note(part);
}
