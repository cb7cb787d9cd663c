import type { EventDetail } from '../../src/contract/event.ts';
import type { Asked, Evidence, Objection, Outcome, SeenMove } from './evidence.ts';

type Of<T> = ReadonlyMap<string | undefined, readonly T[]>;

/** Outcomes: what they say is so, and they say nothing to who has no right to hear it. */
export function judgeOutcomes(evidence: Evidence): Objection[] {
  const moves = Map.groupBy(evidence.moves, ({ request }) => request?.key);
  return [...evidence.outcomes.flatMap((one) => judgeOutcome(one, moves, evidence)), ...judgeFinals(evidence)];
}

function judgeOutcome(outcome: Outcome, moves: Of<SeenMove>, evidence: Evidence): Objection[] {
  const { request, hasRight, at } = outcome;
  if (!request) return judgeSilence(outcome);
  const own = (moves.get(request.key) ?? []).filter((move) => move.at <= at);
  const said = hasRight
    ? [...judgeKind(outcome, request), ...judgeReason(outcome, request, evidence)]
    : judgeSilence(outcome);
  return [...said, ...judgeMoved(outcome, request, own, evidence)];
}

/** The reasons that say nothing of a connection. */
const SILENT: (string | undefined)[] = [
  ...['NOT_PERMITTED', 'EXPIRED'],
  ...['INVALID_REQUEST', 'UNKNOWN_SENDER', 'CONFLICTING_REQUEST'],
];

/** I5: to who has no right, and of a message that became no request, nothing is said of a connection. */
function judgeSilence({ event, at }: Outcome): Objection[] {
  const { connection, parentConnectionId, previousParentConnectionId, attempts, reason, outcome } = event.data;
  const objections: Objection[] = [];
  if (!SILENT.includes(reason?.code))
    objections.push({
      rule: 'I5',
      what: `${nameOf(event)} is answered ${reason?.code ?? outcome} without the right`,
      at,
    });
  if (connection || parentConnectionId || previousParentConnectionId || attempts > 0)
    objections.push({ rule: 'I5', what: `${nameOf(event)} is shown a connection without the right to it`, at });
  return objections;
}

function judgeKind({ event, at }: Outcome, { key, dryRun }: Asked): Objection[] {
  const isPlan = event.data.outcome === 'PLANNED';
  return isPlan === dryRun ? [] : [{ rule: 'dry run', what: `${key} is ${event.data.outcome}`, at }];
}

function judgeReason({ event, seenFrom, at }: Outcome, asked: Asked, { parentsWithin }: Evidence): Objection[] {
  const { key, connectionId, from } = asked;
  if (event.data.reason?.code !== 'UNEXPECTED_PARENT') return [];
  const wasElsewhere = parentsWithin(connectionId, seenFrom, at).some((parent) => parent !== from);
  return wasElsewhere ? [] : [{ rule: 'I8', what: `${key} is rejected, but was on ${from} all the time`, at }];
}

function judgeMoved(outcome: Outcome, request: Asked, own: readonly SeenMove[], evidence: Evidence): Objection[] {
  if (outcome.event.data.outcome === 'MIGRATED') return judgeMigrated(outcome, request, own, evidence);
  const { data } = outcome.event;
  const last = own.at(-1);
  if (!last || evidence.changedByOthers(last.connectionId, last.at, outcome.at)) return [];
  const what = `${request.key} is ${data.outcome} ${data.reason?.code}, although it has moved`;
  return [{ rule: 'I8', what, at: outcome.at }];
}

/** There, and by a call of its own unless it was there already. Others may have moved it there, or away since. */
function judgeMigrated(
  { event: { data }, at, seenFrom, seenBeforeCallFrom }: Outcome,
  { key, connectionId, to }: Asked,
  own: readonly SeenMove[],
  { parentsWithin, changedByOthers }: Evidence,
): Objection[] {
  const objections: Objection[] = [];
  const isThere = parentsWithin(connectionId, at, at).includes(to);
  if (!isThere && !changedByOthers(connectionId, seenFrom, at))
    objections.push({ rule: 'I8', what: `${key} is MIGRATED ${data.disposition}, but not on ${to}`, at });
  const expected = data.disposition === 'alreadyThere' ? 0 : 1;
  const isMistaken = expected === 1 && data.attempts > 0 && changedByOthers(connectionId, seenBeforeCallFrom, at);
  if (own.length !== expected && !isMistaken)
    objections.push({ rule: 'I8', what: `${key} is published as ${data.disposition} after ${own.length} moves`, at });
  return objections;
}

/** A request has one final outcome, whatever comes before it. */
function judgeFinals({ outcomes }: Evidence): Objection[] {
  const finals = outcomes.filter(({ request, event }) => request && event.data.outcome !== 'HELD');
  return [...Map.groupBy(finals, ({ request }) => request?.key)].flatMap(([key, own]) => {
    const ids = new Set(own.map(({ event }) => event.metadata.eventId));
    const at = own.at(-1)?.at ?? 0;
    return ids.size > 1 ? [{ rule: 'I8', what: `${key} has ${ids.size} final outcomes`, at }] : [];
  });
}

function nameOf({ data, metadata }: EventDetail): string {
  return data.request ? `${data.tenant} ${data.request.requestId}` : `message ${metadata.causationId}`;
}
