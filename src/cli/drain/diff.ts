import { checkPlan } from '../../drain/plan/check-plan.ts';
import { diffPlans } from '../../drain/plan/diff-plans.ts';
import type { Context } from '../context/context.ts';
import { readWholeInventory } from '../inventory/read-inventory.ts';
import { count } from '../output/words.ts';
import { readPlanNamed } from './read-plan.ts';
import { showChanges } from './show-changes.ts';

/** What another plan does otherwise; without one, what is not as it was when the plan was made. */
export async function run(context: Context, path: string, other: string | undefined): Promise<undefined> {
  const { out } = context;
  const plan = await readPlanNamed(context, path);
  const changes = other
    ? diffPlans(plan, await readPlanNamed(context, other))
    : checkPlan(plan, (await readWholeInventory(context)).inventory).changes;
  if (out.isJson) out.json({ changes });
  else {
    const now = other ?? 'what is there now';
    out.line(
      changes.length === 0
        ? `No difference between ${path} and ${now}.`
        : `${count(changes.length, 'difference')} between ${path} and ${now}`,
    );
    showChanges(out, changes);
  }
  return undefined;
}
