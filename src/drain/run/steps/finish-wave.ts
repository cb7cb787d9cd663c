import { BY_ITSELF } from '../stop.ts';
import { withNews } from './own-stops.ts';
import type { Step } from './step.ts';
import { movesToMake } from './waves.ts';

/** All lines of the wave are done: well, untouched, gone elsewhere, or set aside by a person. */
export const finishWave: Step = async ({ drain, plan, moves, now }, { serviceVersion }) => {
  const { phase, stops, wave } = drain;
  if (phase !== 'RUNNING' || stops.length > 0 || wave.number === 0 || wave.doneAtMs !== undefined) return undefined;
  if (movesToMake(drain, moves).length > 0) return undefined;
  const done = { ...drain, wave: { ...wave, doneAtMs: now } };
  const news = { name: 'Drain Wave Completed', what: `wave ${wave.number} completed`, by: BY_ITSELF } as const;
  return { next: withNews(done, { ...news, why: 'all of its lines are done' }, { now, plan, serviceVersion }) };
};
