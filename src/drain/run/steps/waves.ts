import type { Plan } from '../../plan/plan.ts';
import type { Drain } from '../drain.ts';
import { isDone } from '../line.ts';
import type { Move } from '../moves.ts';

type Moves = ReadonlyMap<string, Move>;

/**
 * The moves of the first wave that is not done, in the order in which they are released: of the one that goes on, or of an earlier one,
 * where a person has a line tried again. That one comes first: no line goes before all of the waves in front are done.
 */
export function movesToMake({ lines, wave }: Pick<Drain, 'lines' | 'wave'>, moves: Moves): Move[] {
  const begun = [...moves.values()].filter((move) => move.wave <= wave.number);
  const undone = begun.filter(({ connectionId }) => {
    const line = lines[connectionId];
    return line === undefined || !isDone(line);
  });
  const first = undone.reduce((least, move) => Math.min(least, move.wave), Number.POSITIVE_INFINITY);
  return undone.filter((move) => move.wave === first);
}

/** Whether a line of the wave that goes on is still to be released; of those that are on their way, one may be free again. */
export function isLeftToRelease(drain: Pick<Drain, 'lines' | 'wave'>, moves: Moves): boolean {
  return movesToMake(drain, moves).some(({ connectionId }) => drain.lines[connectionId]?.state === 'planned');
}

/** The wave that comes after the one that is done; undefined while one goes on, and behind the last. */
export function nextWave(drain: Drain, plan: Plan, moves: Moves): number | undefined {
  const { rollbackOf, wave } = drain;
  if (wave.number > 0 && !isWaveDone(drain, moves)) return undefined;
  const waves = rollbackOf === undefined ? plan.waves.length : 1;
  return wave.number < waves ? wave.number + 1 : undefined;
}

/** It was found to be done, and no line of it, or of an earlier one, is tried again. */
export function isWaveDone(drain: Drain, moves: Moves): boolean {
  return drain.wave.doneAtMs !== undefined && movesToMake(drain, moves).length === 0;
}

/** Whether a person still has to let the next wave begin. A rollback has no gate: its only wave is its first. */
export function isGateClosed({ wave, promoted }: Pick<Drain, 'wave' | 'promoted'>, plan: Plan): boolean {
  return plan.waves[wave.number - 1]?.gate === 'person' && promoted < wave.number;
}
