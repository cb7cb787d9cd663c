import type { ControlAnswer } from '../../migration/operators/control.ts';
import type { Standing } from '../../migration/operators/standing.ts';
import { CliError } from '../cli-error.ts';
import type { Deciding } from '../commands/deciding.ts';
import { confirm } from '../context/confirm.ts';
import type { Context } from '../context/context.ts';
import { ask, type Words } from '../context/functions.ts';
import { printable } from '../output/printable.ts';
import { inUtc } from '../words/standing.ts';
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
  /** Of a command that takes away: what there is that could be meant. Then it is an error that there was nothing to take away. */
  isThere?: (standing: Standing) => string;
}

/** `cordoned now: dxcon-a, dxcon-b`. */
export function listed(what: string, names: readonly string[]): string {
  return names.length === 0 ? `nothing is ${what} now` : `${what} now: ${names.join(', ')}`;
}

/** Asks, has it carried out, and shows what stands in the way of calls after it. */
export async function changeGuard(
  context: Context,
  { command, does, words, done, wasSo, isThere }: GuardChange,
  decided: Deciding,
): Promise<undefined> {
  const { out, clock } = context;
  await confirm(context, does.map(printable), decided);
  const { by, why } = decided;
  const named = { ...words, by: '--by', why: '--why' };
  const answer = await ask<ControlAnswer>(context, 'control', { ...command, by, why }, { words: named });
  if (out.isJson) out.json({ ...inUtc(answer), changed: answer.changed });
  if (!answer.changed && isThere) throw new CliError(wasSo, { todo: isThere(answer) });
  if (!out.isJson) {
    for (const line of (answer.changed ? done : wasSo).split('\n')) out.line(printable(line));
    showStanding(answer, out, clock());
  }
  return undefined;
}
