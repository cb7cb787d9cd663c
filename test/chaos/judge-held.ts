import { distinctEvents, type MoveCall, moveCalls } from '../../local/judge/wire.ts';
import type { EventDetail } from '../../src/contract/event.ts';
import type { ChaosEvidence } from './evidence.ts';

/** Why a request had to be held, or undefined if there was no reason. */
export type Justification = 'unclear answer' | 'process ended' | 'table refused' | undefined;

export interface HeldRequest {
  event: EventDetail;
  justification: Justification;
}

/** How long after its intent a caller can live: the local stage's function timeout. */
const CALLER_LIVES_MS = 15_000;

/** How long after an answer it may take to be written down. */
const WRITING_MS = 5_000;

/** Every HELD that was published, with what justifies it. */
export function judgeHeld(evidence: ChaosEvidence): HeldRequest[] {
  const calls = moveCalls(evidence.journal);
  return distinctEvents(evidence.received)
    .filter(({ data }) => data.outcome === 'HELD')
    .map((event) => ({ event, justification: justify(event, calls, evidence) }));
}

function justify({ data }: EventDetail, calls: readonly MoveCall[], evidence: ChaosEvidence): Justification {
  const { tenant, request, startedAt } = data;
  const from = Date.parse(startedAt ?? '');
  const within = (time: number, until: number) => time >= from && time <= until;
  const call = calls.find(
    ({ connectionId, parentId, time }) =>
      connectionId === request?.connectionId &&
      parentId === request.parentConnectionId &&
      within(time, from + CALLER_LIVES_MS),
  );
  if (call && isUnclear(call)) return 'unclear answer';
  const written = call?.answeredAt == null ? from + CALLER_LIVES_MS : call.answeredAt + WRITING_MS;
  const ends = [...evidence.kills.map(({ at }) => at), ...evidence.timeouts];
  if (ends.some((at) => within(at, written))) return 'process ended';
  const pk = `REQUEST#${tenant}#${request?.requestId}`;
  const refused = evidence.tableFailures.some((failure) => failure.pk === pk && within(failure.at, written));
  return refused ? 'table refused' : undefined;
}

/** Whether the caller could not know from the answer what happened. */
function isUnclear({ answer }: MoveCall): boolean {
  if (answer.kind === 'error') return answer.status >= 500 || answer.type === 'DirectConnectServerException';
  return answer.kind !== 'success';
}
