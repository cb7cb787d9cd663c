import type { PlanRequest } from '../../drain/plan/plan-request.ts';
import { isOver } from '../../drain/run/drain.ts';
import { CliError } from '../cli-error.ts';
import type { Context } from '../context/context.ts';
import { readDrain } from './run/read-drain.ts';

/**
 * The lines of a drain that it has not moved, and those that its plan left though nobody had said so. What it moved and rolled back is
 * on its source again, and among them.
 *
 * @throws CliError while it may still move some
 */
export async function leftoversOf(context: Context, drainId: string): Promise<NonNullable<PlanRequest['leftoversOf']>> {
  const { drain, plan } = await readDrain(context, drainId);
  if (!isOver(drain)) {
    throw new CliError(`${drainId} has not ended: what it leaves is not known`, {
      where: '--leftovers-of',
      todo: `dxm drain status ${drainId} says how far it is`,
    });
  }
  const left = plan.left.filter(({ reasons }) => reasons.every(({ code }) => !MEANT.has(code)));
  return { drainId, connectionIds: [...Object.keys(drain.lines), ...left.map(({ connectionId }) => connectionId)] };
}

/** Why a line stays because someone wants it to. */
const MEANT: ReadonlySet<string> = new Set(['EXEMPT', 'NOT_A_LEFTOVER']);
