import type { ControlAnswer } from '../../migration/operators/control.ts';
import type { Deciding } from '../commands/deciding.ts';
import { confirm } from '../context/confirm.ts';
import type { Context } from '../context/context.ts';
import { ask } from '../context/functions.ts';
import { inUtc } from '../words/standing.ts';

/** Stops all calls. Lines on their way are not touched. */
export async function run(context: Context, decided: Deciding): Promise<undefined> {
  const { stage, out } = context;
  const what = `No line of ${stage.name} is called for any more, from two seconds on, until dxm resume. Requests are still taken and kept.`;
  await confirm(context, [what], decided);
  const { by, why } = decided;
  const answer = await ask<ControlAnswer>(context, 'control', { action: 'pause', by, why });
  if (out.isJson) out.json({ ...inUtc(answer), changed: answer.changed });
  else out.line(answer.changed ? `Paused. To go on: dxm resume --why "…"` : 'It was paused already.');
  return undefined;
}
