import type { ControlItem } from '../../migration/ports/control.ts';
import type { Plan } from '../plan/plan.ts';
import type { Drain } from './drain.ts';

/** STUB: the branch of the driver brings it. */
export function whyWaits(_drain: Drain, _plan: Plan, _control: ControlItem, _now: number): { cause: string }[] {
  return [];
}
