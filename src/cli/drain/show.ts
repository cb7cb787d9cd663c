import { exportLines } from '../../drain/plan/export-lines.ts';
import type { Context } from '../context/context.ts';
import { readPlanNamed } from './read-plan.ts';
import { showLine } from './show-line.ts';
import { showPlan } from './show-plan.ts';

/** Shows a plan, or one line of it. */
export async function run(
  context: Context,
  path: string,
  { line, csv }: { line?: string; csv?: boolean },
): Promise<undefined> {
  const { out, clock } = context;
  const plan = await readPlanNamed(context, path);
  if (csv) out.text(exportLines(plan));
  else if (line !== undefined) showLine(out, plan, line);
  else if (out.isJson) out.json(plan);
  else showPlan(out, plan, clock());
  return undefined;
}
