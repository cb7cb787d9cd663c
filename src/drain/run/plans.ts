import { parsePlan } from '../plan/parse-plan.ts';
import type { Plan } from '../plan/plan.ts';
import type { Drain } from './drain.ts';
import type { Drains } from './ports.ts';

/** The plans of drains, as they were submitted. */
export interface Plans {
  /** Undefined if it is not there, or not the one that the drain names. */
  read(drain: Pick<Drain, 'drainId' | 'rollbackOf' | 'rev' | 'digest'>): Promise<Plan | undefined>;
}

/** A process works on one drain, and the rollback of it. */
const MOST_KEPT = 4;

/** Reads each plan once: it is known by its digest, over all that it says, and never changes. */
export function plans(drains: Pick<Drains, 'readPlan'>): Plans {
  const kept = new Map<string, Plan>();
  return {
    async read({ drainId, rollbackOf = drainId, rev, digest }) {
      const known = kept.get(digest);
      if (known) return known;
      const packed = await drains.readPlan(rollbackOf, rev);
      const parsed = packed && parsePlan(packed);
      if (!parsed?.ok || parsed.plan.digest !== digest || parsed.plan.drainId !== rollbackOf) return undefined;
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(digest, parsed.plan);
      return parsed.plan;
    },
  };
}
