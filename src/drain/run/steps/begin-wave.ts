import { holdUp } from './hold-up.ts';
import type { Step } from './step.ts';
import { nextWave } from './waves.ts';

export const beginWave: Step = async ({ drain, plan, control, now }) => {
  // CONTROL names a drain before it starts.
  if (drain.phase !== 'RUNNING') return undefined;
  const number = nextWave(drain, plan);
  if (number === undefined || holdUp(drain, plan, control, now)) return undefined;
  return { next: { ...drain, wave: { number } } };
};
