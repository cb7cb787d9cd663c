import { type ChaosEvidence, distinctEvents, type MoveCall, moveCalls } from './evidence.ts';

/** Objections to what Direct Connect saw: two calls at a time for one connection, and answers told otherwise than given. */
export function judgeCalls(evidence: ChaosEvidence): string[] {
  const calls = moveCalls(evidence.journal);
  return [...overlaps(calls), ...misreported(calls, evidence)];
}

function overlaps(calls: readonly MoveCall[]): string[] {
  return [...Map.groupBy(calls, ({ connectionId }) => connectionId)].flatMap(([connectionId, own]) =>
    own.flatMap((call, index) => {
      const previous = own[index - 1];
      return previous && endOf(previous) > call.time
        ? [`two calls at a time for ${connectionId}: ${previous.seq} and ${call.seq} of the journal`]
        : [];
    }),
  );
}

/** When a call can do nothing more: it was answered, or given up by its caller, and its effect has shown. */
function endOf({ time, answer, answeredAt, hiddenEffect }: MoveCall): number {
  const effectAtMs = hiddenEffect === null ? time : 'at' in hiddenEffect ? hiddenEffect.at : hiddenEffect.dueAt;
  const answered = answer.kind === 'pending' ? Number.POSITIVE_INFINITY : (answeredAt ?? time);
  return Math.max(answered, effectAtMs);
}

function misreported(calls: readonly MoveCall[], { received, journal }: ChaosEvidence): string[] {
  const byId = new Map(calls.map((call) => [call.requestId, call]));
  const moved = new Set(journal.moves.map(({ callSeq }) => callSeq));
  return distinctEvents(received).flatMap(({ data }) => {
    const { outcome, disposition, request, awsRequestId, reason } = data;
    const call = byId.get(awsRequestId ?? '');
    const name = `${data.tenant} ${request?.requestId}`;
    if (disposition === 'moved' && call?.answer.kind !== 'success')
      return [`${name} was told as moved without an answer`];
    if (outcome !== 'FAILED' || reason?.code === 'RESOLVED_NOT_MOVED') return [];
    if (call?.answer.kind !== 'error') return [`${name} was told as failed, but no call was refused`];
    return moved.has(call.seq) ? [`${name} was told as failed, but its call moved the connection`] : [];
  });
}
