import { parsePlan } from '../../drain/plan/parse-plan.ts';
import type { Plan } from '../../drain/plan/plan.ts';
import { UsageError } from '../cli-error.ts';
import { readNamed } from './files.ts';

/** A plan of a file that someone named, plain or compressed. */
export async function readPlan(path: string): Promise<Plan> {
  const parsed = parsePlan(await readNamed(path));
  if (parsed.ok) return parsed.plan;
  throw new UsageError(`this is no plan that dxm takes: ${parsed.problem}`, {
    where: path,
    todo: 'name a file that dxm drain plan has written with -o',
  });
}
