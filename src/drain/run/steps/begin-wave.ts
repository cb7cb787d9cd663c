import { holdUp } from './hold-up.ts';
import type { Step } from './step.ts';
import { nextWave } from './waves.ts';

export const beginWave: Step = async (pass) => {
  const { drain, plan, moves } = pass;
  // CONTROL names a drain before it starts.
  if (drain.phase !== 'RUNNING') return undefined;
  const number = nextWave(drain, plan, moves);
  if (number === undefined || holdUp(pass)) return undefined;
  return { next: { ...drain, wave: { number } } };
};
