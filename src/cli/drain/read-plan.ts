import { DRAIN_ID } from '../../drain/plan/fields.ts';
import { parsePlan } from '../../drain/plan/parse-plan.ts';
import type { Plan } from '../../drain/plan/plan.ts';
import { UsageError } from '../cli-error.ts';
import type { Context } from '../context/context.ts';
import { NoFileError, readNamed } from './files.ts';
import { readDrain } from './run/read-drain.ts';

/** A plan of a file, or of a drain: where there is no such file, the name may be a drain's id. */
export async function readPlanNamed(context: Context, name: string): Promise<Plan> {
  try {
    return await readPlan(name);
  } catch (error) {
    if (!(error instanceof NoFileError) || !DRAIN_ID.pattern.test(name)) throw error;
    return (await readDrain(context, name)).plan;
  }
}

/** A plan of a file that someone named, plain or compressed. */
export async function readPlan(path: string): Promise<Plan> {
  const parsed = parsePlan(await readNamed(path));
  if (parsed.ok) return parsed.plan;
  throw new UsageError(`this is no plan that dxm takes: ${parsed.problem}`, {
    where: path,
    todo: 'name a file that dxm drain plan has written with -o',
  });
}
