import type { MoveEntry } from '#direct-connect-simulator';
import type { EventDetail } from '../../src/contract/event.ts';

/** A move, and the outcome that reports it. */
export interface Accounted {
  move: MoveEntry;
  report: EventDetail | undefined;
}

/**
 * Finds for each move, oldest first, the one outcome that accounts for it; each outcome can account for one only. A
 * request whose last word is HELD may have moved: that is what being held says.
 */
export function accountFor(moves: readonly MoveEntry[], events: readonly EventDetail[]): Accounted[] {
  const free = new Set(lastWords(events));
  return moves.map((move) => {
    const fitting = [...free]
      .filter((event) => mayReport(event, move))
      .sort((one, other) => fit(other, move) - fit(one, move));
    const [report] = fitting;
    if (report) free.delete(report);
    return { move, report };
  });
}

/** Whether an outcome says that its request's call moved the connection. */
export function claimsMove({ data }: EventDetail): boolean {
  return data.outcome === 'MIGRATED' && data.disposition !== 'alreadyThere';
}

/** Of each request the final outcome if there is one: it overrides HELD. */
function lastWords(events: readonly EventDetail[]): EventDetail[] {
  const decided = new Set(events.filter(({ data }) => data.outcome !== 'HELD').map(keyOf));
  return events.filter((event) => claimsMove(event) || (event.data.outcome === 'HELD' && !decided.has(keyOf(event))));
}

function keyOf({ data }: EventDetail): string {
  return `${data.tenant} ${data.request?.requestId}`;
}

function mayReport({ data }: EventDetail, move: MoveEntry): boolean {
  const { request, previousParentConnectionId, parentConnectionId, startedAt, awsRequestId } = data;
  return (
    request?.connectionId === move.connectionId &&
    (parentConnectionId ?? request.parentConnectionId) === move.to &&
    previousParentConnectionId === move.from &&
    startedAt !== null &&
    Date.parse(startedAt) <= move.time &&
    (awsRequestId === null || awsRequestId === move.requestId)
  );
}

/** The outcome that names the move's call reports it; otherwise the one whose call began last before it. */
function fit({ data }: EventDetail, move: MoveEntry): number {
  return data.awsRequestId === move.requestId ? Number.POSITIVE_INFINITY : Date.parse(data.startedAt ?? '');
}
