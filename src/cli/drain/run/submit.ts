import { packPlan } from '../../../drain/plan/parse-plan.ts';
import type { Deciding } from '../../commands/deciding.ts';
import { confirm } from '../../context/confirm.ts';
import type { Context } from '../../context/context.ts';
import { headLines } from '../plan-head.ts';
import { readPlan } from '../read-plan.ts';
import { askDrain, showDone } from './ask-drain.ts';

/** Makes a drain of a plan, or of one that has not started a new revision. */
export async function run(context: Context, path: string, decided: Deciding): Promise<undefined> {
  const { by, why } = decided;
  const plan = await readPlan(path);
  const does = 'This plan is stored, to be approved. No line is moved by that, and no customer is told.';
  await confirm(context, [...headLines(plan, context.clock()), does], decided);
  const packed = Buffer.from(packPlan(plan)).toString('base64');
  const answer = await askDrain(context, { action: 'submit', plan: packed, by, why });
  const { drainId, rev } = answer;
  showDone(
    context,
    answer,
    [`Submitted: ${drainId}, revision ${rev}. Next: dxm drain approve ${drainId} --why "…"`],
    `${drainId} has this plan already, as revision ${rev}.`,
  );
  return undefined;
}
