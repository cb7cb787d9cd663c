import type { ControlAnswer } from '../../migration/operators/control.ts';
import type { Deciding } from '../commands/deciding.ts';
import { confirm } from '../context/confirm.ts';
import type { Context } from '../context/context.ts';
import { ask } from '../context/functions.ts';
import { inUtc } from '../words/standing.ts';

/** Ends the pause. */
export async function run(context: Context, decided: Deciding): Promise<undefined> {
  const { stage, out } = context;
  await confirm(context, [`Lines of ${stage.name} are called for again, at once.`], decided);
  const { by, why } = decided;
  const answer = await ask<ControlAnswer>(context, 'control', { action: 'resume', by, why });
  if (out.isJson) out.json({ ...inUtc(answer), changed: answer.changed });
  else out.line(answer.changed ? 'Resumed.' : 'It was not paused.');
  return undefined;
}
