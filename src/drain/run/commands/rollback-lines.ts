import type { Plan } from '../../plan/plan.ts';
import type { DrainDeclined } from '../command.ts';
import type { Drain } from '../drain.ts';
import type { LineProgress } from '../line.ts';
import { type Move, movesOf } from '../moves.ts';
import { declined, type Objection } from './answer.ts';
import type { CommandPorts } from './change-drain.ts';
import { endOfTry, type TryEnd } from './lines.ts';
import type { Rollback } from './rollback.ts';

interface Candidate {
  move: Move;
  line: LineProgress;
  end: TryEnd;
  /** The rollback that has it already. */
  back?: string;
}

/**
 * Which lines go back, by connection id: of those that the drain has moved, and no earlier rollback has taken back. Named ones are all or none,
 * with what stands in each one's way.
 */
export async function linesToTakeBack(
  drain: Drain,
  plan: Plan,
  earlier: readonly Drain[],
  { lines, wave }: Pick<Rollback, 'lines' | 'wave'>,
  ports: CommandPorts,
): Promise<string[] | DrainDeclined> {
  const moves = movesOf(drain, plan);
  const named = Array.isArray(lines) ? [...new Set(lines)] : undefined;
  const unknown = named?.filter((id) => !moves.has(id)) ?? [];
  if (unknown.length > 0)
    return declined(
      'not all of these are lines of its plan',
      unknown.map((about) => ({ about, why: 'it is none' })),
    );
  const meant = [...moves.values()].filter((move) => {
    if (named) return named.includes(move.connectionId);
    return wave === undefined || move.wave === wave;
  });
  const candidates: Candidate[] = [];
  for (const move of meant) candidates.push(await candidateOf(drain, move, earlier, ports));
  const inTheWay = candidates.flatMap((one) => objectionTo(one) ?? []);
  if (named && inTheWay.length > 0) return declined('not all of these lines can go back', inTheWay);
  const found = candidates
    .filter((one) => objectionTo(one) === undefined && (lines !== 'unhealthy' || isNotWell(one.line)))
    .map(({ move }) => move.connectionId);
  if (found.length > 0) return found;
  const open = candidates.filter(({ end }) => end === 'open').flatMap((one) => objectionTo(one) ?? []);
  return declined('there is no such line that the drain has moved and that is not back', open);
}

async function candidateOf(
  { drainId, lines }: Drain,
  move: Move,
  earlier: readonly Drain[],
  ports: CommandPorts,
): Promise<Candidate> {
  const { connectionId } = move;
  const line = lines[connectionId] ?? { state: 'planned', expired: 0 };
  for (const one of earlier) {
    const back = one.lines[connectionId];
    if (back && (await endOfTry(one.drainId, connectionId, back, ports)) !== 'notMoved')
      return { move, line, end: 'moved', back: one.drainId };
  }
  return { move, line, end: await endOfTry(drainId, connectionId, line, ports) };
}

function objectionTo({ move: { connectionId: about }, line, end, back }: Candidate): Objection | undefined {
  if (back !== undefined) return { about, why: `${back} has taken it back` };
  if (end === 'moved') return undefined;
  if (end === 'notMoved')
    return { about, why: `the drain has not moved it, or others have since: it is ${line.state}` };
  return {
    about,
    why: `its last try is not over: it is ${line.state}`,
    help: line.state === 'held' ? `dxm show ${about}, then dxm resolve` : `wait; dxm show ${about} says what for`,
  };
}

/** Also one that a person has set aside since, as far as is known of it. */
function isNotWell({ state, cause, try: last }: LineProgress): boolean {
  const was = state === 'setAside' ? (last?.became ?? cause) : state;
  return was === 'unhealthy' || was === 'unknown';
}
