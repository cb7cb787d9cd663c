import { type Broken, checkPlan } from '../../plan/check-plan.ts';
import type { Inventory } from '../../plan/inventory.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Drain } from '../drain.ts';

/** More lines that have changed by themselves than this, and the plan is not about what is there. */
export const MOST_DRIFTED = 5;

/** What checkPlan says of a line itself, whatever its target: then that line is left out. All else touches where lines go. */
const OF_THE_LINE = new Set(['GONE', 'NOT_ON_SOURCE', 'CHANGED', 'STATE', 'EXEMPT', 'SIBLING', 'ORDER']);

export interface Drift {
  /** Lines that are not what was planned, each with the code of what has changed. */
  drifted: ReadonlyMap<string, string>;
  /** Why the plan does not hold for the others. */
  broken: Broken[];
}

/** Whether the plan still holds for the lines that are to be moved. */
export function driftOf(plan: Plan, lines: Drain['lines'], inventory: Inventory): Drift {
  const meant = only(plan, ({ connectionId }) => lines[connectionId]?.state === 'planned');
  const { broken } = checkPlan(meant, inventory);
  const ids = new Set(meant.lines.map(({ connectionId }) => connectionId));
  const drifted = new Map(
    broken.flatMap(({ id = '', code }) => (ids.has(id) && OF_THE_LINE.has(code) ? [[id, code] as const] : [])),
  );
  if (drifted.size === 0) return { drifted, broken };
  // Without them: where they would have gone there is room for others.
  const rest = only(meant, ({ connectionId }) => !drifted.has(connectionId));
  return { drifted, broken: checkPlan(rest, inventory).broken };
}

/** The plan with some of its lines. The groups of the others stay known. */
function only(plan: Plan, isMeant: (line: Plan['lines'][number]) => boolean): Plan {
  const others = plan.lines.filter((line) => !isMeant(line));
  if (others.length === 0) return plan;
  const left = others.map(({ connectionId, facts, group }) => ({
    ...{ connectionId, facts, reasons: [] },
    ...(group === undefined ? {} : { group }),
  }));
  return { ...plan, lines: plan.lines.filter(isMeant), left: [...plan.left, ...left] };
}
