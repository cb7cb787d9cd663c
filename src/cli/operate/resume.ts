import type { Deciding } from '../commands/deciding.ts';
import { confirm } from '../context/confirm.ts';
import type { Context } from '../context/context.ts';
import { ask } from '../context/functions.ts';

/** Ends the pause. */
export async function run(context: Context, decided: Deciding): Promise<undefined> {
  const { stage, out } = context;
  await confirm(context, [`Lines of ${stage.name} are called for again, at once.`], decided);
  const { by, why } = decided;
  const answer = await ask<{ changed: boolean }>(context, 'control', { action: 'resume', by, why });
  if (out.isJson) out.json(answer);
  else out.line(answer.changed ? 'Resumed.' : 'It was not paused.');
  return undefined;
}
