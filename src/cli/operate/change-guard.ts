import type { ControlAnswer } from '../../migration/operators/control.ts';
import type { Deciding } from '../commands/deciding.ts';
import { confirm } from '../context/confirm.ts';
import type { Context } from '../context/context.ts';
import { ask, type Words } from '../context/functions.ts';
import { printable } from '../output/printable.ts';
import { showStanding } from './show-standing.ts';

/** A command of `control` that puts something in the way of calls, or takes it away. */
export interface GuardChange {
  /** Its fields, but who decides and why. */
  command: { action: string } & Record<string, unknown>;
  /** What it will do, for the question. */
  does: readonly string[];
  /** What its fields are called on the command line. */
  words: Words;
  done: string;
  /** Where nothing had to be changed. */
  wasSo: string;
}

/** Asks, has it carried out, and shows what stands in the way of calls after it. */
export async function changeGuard(
  context: Context,
  { command, does, words, done, wasSo }: GuardChange,
  decided: Deciding,
): Promise<undefined> {
  const { out, clock } = context;
  await confirm(context, does.map(printable), decided);
  const { by, why } = decided;
  const named = { ...words, by: '--by', why: '--why' };
  const answer = await ask<ControlAnswer>(context, 'control', { ...command, by, why }, { words: named });
  if (out.isJson) out.json(answer);
  else {
    out.line(printable(answer.changed ? done : wasSo));
    showStanding(answer, out, clock());
  }
  return undefined;
}
