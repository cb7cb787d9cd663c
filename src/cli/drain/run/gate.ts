import type { Plan } from '../../../drain/plan/plan.ts';
import type { Drain } from '../../../drain/run/drain.ts';

/** Whether a wave is done, and the next one begins only when a person says so. */
export function isAtGate(drain: Drain, plan: Plan): boolean {
  return drain.phase === 'RUNNING' && drain.wave.doneAtMs !== undefined && isGateShut(drain, plan);
}

/** Whether a person still has to let the next wave begin, now or once this one is done. */
export function isGateShut({ rollbackOf, wave: { number }, promoted }: Drain, { waves }: Plan): boolean {
  const isLast = number >= waves.length;
  return rollbackOf === undefined && !isLast && promoted < number && waves[number - 1]?.gate === 'person';
}
