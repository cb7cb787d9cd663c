import { putGuards } from '../../../migration/operators/change-guards.ts';
import type { Running } from '../../../migration/ports/control.ts';
import { type Drain, isOver } from '../drain.ts';
import type { Pass, Step } from './step.ts';

/**
 * What a drain that is over leaves elsewhere: its name in CONTROL, and its cordon, unless the source is empty and about to be cut. Whoever
 * comes next does what was not done.
 */
export const cleanUp: Step = async (pass, ports) => {
  const { drain, plan, control, visit } = pass;
  if (!isOver(drain) || visit.cannotCleanUp) return undefined;
  if (isNamed(drain, control.running)) {
    await ports.ledger.setRunning(control.running, withoutDrain(drain, control.running));
    return 'again';
  }
  if (!hasCordon(pass)) return undefined;
  const by = cordonedBy(drain);
  const lifted = await putGuards({ action: 'uncordon', parent: plan.source, by, why: 'the drain is over' }, ports);
  // Too many changes of cordons wait to be published.
  if (typeof lifted === 'object') visit.cannotCleanUp = true;
  return 'again';
};

/** By whom a cordon is that a drain has set. */
export function cordonedBy({ drainId }: Pick<Drain, 'drainId'>): string {
  return `drain ${drainId}`;
}

/** One drain runs at a time, and one rollback: CONTROL says which. */
export function isNamed({ drainId, rollbackOf }: Drain, running: Running | undefined): boolean {
  return (rollbackOf === undefined ? running?.drain : running?.rollback) === drainId;
}

function withoutDrain({ rollbackOf }: Drain, { drain, rollback }: Running = {}): Running {
  if (rollbackOf === undefined) return rollback === undefined ? {} : { rollback };
  return drain === undefined ? {} : { drain };
}

function hasCordon({ drain, plan, control }: Pass): boolean {
  if (drain.rollbackOf !== undefined || drain.phase === 'COMPLETED') return false;
  const { cordons = {} } = control;
  return Object.hasOwn(cordons, plan.source) && cordons[plan.source]?.by === cordonedBy(drain);
}
