import type { Drain, DrainState } from '../../../src/drain/run/drain.ts';
import { START } from '../../support/world.ts';
import { madeDrain, madePlan, running } from '../cli/drain/given.ts';

export const plan = madePlan();

const jo = { atMs: START, by: 'jo', why: 'CHG-311' };

export const DRAIN_STATES: readonly DrainState[] = [
  ...(['DRAFT', 'APPROVED', 'RUNNING', 'STOPPED', 'ENDING', 'COMPLETED', 'ABORTED', 'EXPIRED'] as const),
];

/** A drain of `plan` in this state. */
export function drainIn(state: DrainState): Drain {
  switch (state) {
    case 'DRAFT':
      return madeDrain(plan);
    case 'APPROVED':
      return madeDrain(plan, { approval: { ...jo, rev: 1, digest: plan.digest } });
    case 'RUNNING':
      return running(plan);
    case 'STOPPED':
      return running(plan, {
        stops: [
          { ...jo, id: 'a', kind: 'person' },
          { ...jo, id: 'line:dxcon-line1', kind: 'line', about: 'dxcon-line1' },
        ],
      });
    default:
      return running(plan, { phase: state });
  }
}
