import type { Plan } from '../plan/plan.ts';
import type { Drain } from './drain.ts';

/** What a drain does with a line. */
export interface Move {
  connectionId: string;
  from: string;
  to: string;
  vlan?: number;
  group?: string;
  /** From 1; a rollback has one. */
  wave: number;
}

/** The moves of a plan by connection id, in the order in which they are released; of a rollback, the way back of its lines. */
export function movesOf(
  { rollbackOf, lines }: Pick<Drain, 'rollbackOf' | 'lines'>,
  plan: Plan,
): ReadonlyMap<string, Move> {
  const planned = new Map(plan.lines.map((line) => [line.connectionId, line]));
  const inOrder = plan.waves.flatMap((wave) => wave.lines).flatMap((id) => planned.get(id) ?? []);
  const moves = inOrder
    .filter(({ connectionId }) => Object.hasOwn(lines, connectionId))
    .map(({ connectionId, to, wave, group, facts: { vlan } }): Move => {
      const direction =
        rollbackOf === undefined ? { from: plan.source, to, wave } : { from: to, to: plan.source, wave: 1 };
      return {
        connectionId,
        ...direction,
        ...(vlan === undefined ? {} : { vlan }),
        ...(group === undefined ? {} : { group }),
      };
    });
  return new Map(moves.map((move) => [move.connectionId, move]));
}
