import type { Plan } from '../../plan/plan.ts';
import type { Drain } from '../drain.ts';
import type { Move } from '../moves.ts';

/** The moves of a wave, in the order in which they are released. */
export function movesInWave(moves: ReadonlyMap<string, Move>, wave: number): Move[] {
  return [...moves.values()].filter((move) => move.wave === wave);
}

/** The wave that comes after the one that is done; undefined while one goes on, and behind the last. */
export function nextWave({ rollbackOf, wave }: Pick<Drain, 'rollbackOf' | 'wave'>, plan: Plan): number | undefined {
  if (wave.number > 0 && wave.doneAtMs === undefined) return undefined;
  const waves = rollbackOf === undefined ? plan.waves.length : 1;
  return wave.number < waves ? wave.number + 1 : undefined;
}

/** Whether a person still has to let the next wave begin. A rollback has no gate: its only wave is its first. */
export function isGateClosed({ wave, promoted }: Pick<Drain, 'wave' | 'promoted'>, plan: Plan): boolean {
  return plan.waves[wave.number - 1]?.gate === 'person' && promoted < wave.number;
}
