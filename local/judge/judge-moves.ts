import type { Evidence, Objection, SeenMove } from './evidence.ts';

/** Moves: each is of one request, which moves once, and from where it was expected; unless others changed the line meanwhile. */
export function judgeMoves({ moves, changedByOthers }: Evidence): Objection[] {
  const firstOf = new Map<string, SeenMove>();
  return moves.flatMap((move) => {
    const { request, connectionId, at, seenFrom, isBeyond } = move;
    if (!request) return [{ rule: 'I1', what: `${describe(move)}: no outcome of its own reports it`, at }];
    const first = firstOf.get(request.key);
    if (!first) firstOf.set(request.key, move);
    if (isBeyond) return [];
    const objections: Objection[] = [];
    if (first && !changedByOthers(connectionId, first.at, at))
      objections.push({ rule: 'I1', what: `${request.key} has moved ${connectionId} twice`, at });
    if (move.from !== request.from && !changedByOthers(connectionId, seenFrom, at))
      objections.push({ rule: 'I8', what: `${request.key} has moved ${connectionId} away from ${move.from}`, at });
    return objections;
  });
}

function describe({ connectionId, from, to }: SeenMove): string {
  return `${connectionId} moved from ${from} to ${to}`;
}
