import type { EventDetail } from '../../../src/contract/event.ts';
import type { EventData } from '../../../src/contract/event-schema.ts';
import type { RecordedOutcome } from '../../../src/migration/ports/requests.ts';
import type { Invocation } from '../invocation.ts';
import { judgeBothListed, mayMove } from './call-rules.ts';
import type { Evidence, KnownRequest } from './evidence.ts';
import { judgeReason, type Verdict } from './reason-rules.ts';

/** What must be so in the moment in which an outcome is written (W4): it is held against the truth of that moment. */
export function judgeSettlement(
  evidence: Evidence,
  key: string,
  outcome: RecordedOutcome,
  invocation: Invocation,
): void {
  const request = evidence.requests.get(key);
  if (!request) {
    evidence.object('I6', `${key} is settled without having been claimed`);
    return;
  }
  const { data, metadata } = JSON.parse(outcome.event.detail) as EventDetail;
  const { now } = evidence.time;
  rememberDetail(evidence, outcome.event.eventId, outcome.event.detail);
  const observedAtMs = invocation.startedAtMs - evidence.settings.staleMs;
  // What two observations agree on is no truth from before the service knew of the request.
  const since = restsOnOneObservation(data) ? observedAtMs : Math.max(observedAtMs, request.claimedAtMs);
  const verdict: Verdict = {
    request,
    tenants: invocation.deployment.tenants,
    state: outcome.state,
    data,
    since,
    occurredAt: metadata.occurredAt,
  };
  const previous = request.settled?.state;
  if (previous !== undefined && previous !== 'HELD') evidence.object('I8', `${key} is settled twice`);
  request.settled = { state: outcome.state, data, at: now };
  evidence.count(`${outcome.state} ${data.disposition ?? data.reason?.code ?? ''}`.trimEnd());
  if (
    !request.hasRight ||
    (!mayMove(invocation, request) && data.attempts === 0 && data.reason?.code === 'NOT_PERMITTED')
  ) {
    judgeWithoutRight(evidence, verdict);
    return;
  }
  judgeAttempts(evidence, verdict);
  judgeState(evidence, verdict);
  judgeParent(evidence, verdict);
  judgeConfirmed(evidence, verdict, invocation);
  if (data.disposition === 'alreadyThere') judgeBothListed(evidence, request, invocation);
}

const SHOWN_BY_LOOKS: readonly unknown[] = [
  ...['UNEXPECTED_PARENT', 'UNEXPECTED_VLAN', 'CONNECTION_STATE'],
  ...['PARENT_NOT_FOUND', 'PARENT_CANNOT_HOST', 'VLAN_CONFLICT'],
];

/** What two observations have to show is refused only if the first of them still counted when its invocation began, or later. */
function judgeConfirmed(evidence: Evidence, { request, state, data }: Verdict, { startedAtMs }: Invocation): void {
  const code = data.reason?.code;
  if (state !== 'REJECTED' || !SHOWN_BY_LOOKS.includes(code)) return;
  const before = request.refusals.findLast(({ at }) => at <= startedAtMs);
  const counted = [...(before ? [before] : []), ...request.refusals.filter(({ at }) => at > startedAtMs)];
  if (!counted.some((one) => one.code === code))
    evidence.object('refusal', `${request.key} is REJECTED ${code} by one observation`);
}

function restsOnOneObservation({ outcome, reason }: EventData): boolean {
  return outcome === 'PLANNED' || outcome === 'MIGRATED' || reason?.code === 'SUPERSEDED' || reason?.code === 'EXPIRED';
}

/** I7: one event id, one detail. */
export function rememberDetail(evidence: Evidence, eventId: string, told: string): void {
  // serviceVersion apart.
  const detail = told.replace(/"serviceVersion":"[^"]*"/, '');
  const known = evidence.details.get(eventId);
  if (known !== undefined && known !== detail) evidence.object('I7', `event ${eventId} has two details`);
  evidence.details.set(eventId, detail);
}

/** I5: nothing but NOT_PERMITTED, or what the request alone says, and nothing of the connection. */
function judgeWithoutRight(evidence: Evidence, { request: { key }, data }: Verdict): void {
  const { connection, parentConnectionId, previousParentConnectionId, attempts, reason } = data;
  if (reason?.code !== 'NOT_PERMITTED' && reason?.code !== 'EXPIRED')
    evidence.object('I5', `${key} is told ${reason?.code ?? data.outcome}`);
  if (connection || parentConnectionId || previousParentConnectionId || attempts > 0) {
    evidence.object('I5', `${key} is told about a connection that is none of its business`);
  }
}

function judgeAttempts(evidence: Evidence, { request, data }: Verdict): void {
  if (data.attempts < request.calls.length) {
    evidence.object('I8', `${request.key} tells of ${data.attempts} attempts after ${request.calls.length} calls`);
  }
}

function judgeState(evidence: Evidence, verdict: Verdict): void {
  const { request, state, data } = verdict;
  const { key, draft } = request;
  if ((state === 'PLANNED') !== (draft.dryRun === true)) evidence.object('dry run', `${key} is ${state}`);
  switch (state) {
    case 'MIGRATED': {
      judgeMigrated(evidence, verdict);
      return;
    }
    case 'HELD':
      if (isLeftMoved(evidence, request)) evidence.object('I8', `${key} is HELD although it has moved`);
      return;
    default:
      if (isLeftMoved(evidence, request))
        evidence.object('I8', `${key} is ${state} ${data.reason?.code} although it has moved`);
      judgeReason(evidence, verdict);
  }
}

/** Whether a call of the request has moved its line, and no one has changed that since. */
function isLeftMoved(evidence: Evidence, { moves, draft }: KnownRequest): boolean {
  const last = moves.at(-1);
  return last !== undefined && !evidence.isDisturbed(draft.connectionId, last.at);
}

/** There, and by a call of its own unless it was there already. Others may have moved it there, or away since. */
function judgeMigrated(evidence: Evidence, { request, data, since }: Verdict): void {
  const { key, draft, moves, calls, claimedAtMs } = request;
  const parent = evidence.world.parentOf(draft.connectionId);
  if (parent !== draft.to && !evidence.isDisturbed(draft.connectionId, since))
    evidence.object('I8', `${key} is MIGRATED ${data.disposition}, but on ${parent}`);
  const own = data.disposition === 'alreadyThere' ? 0 : 1;
  // An intent whose call no one knows of may be all there was.
  const [call] = calls;
  const isOpenDisturbed = call
    ? evidence.isDisturbedSince(call)
    : evidence.isDisturbed(draft.connectionId, claimedAtMs - evidence.settings.staleMs);
  const isMistaken = own === 1 && data.attempts > 0 && isOpenDisturbed;
  if (moves.length !== own && !isMistaken)
    evidence.object('I8', `${key} is ${data.disposition} after ${moves.length} moves`);
}

/** Where the connection is told to be: as it is, or for a refusal as it was within the time of the observations. */
function judgeParent(evidence: Evidence, { request, state, data, since }: Verdict): void {
  const { connectionId } = request.draft;
  const told = data.parentConnectionId;
  if (told === null || evidence.world.anyKeptSince(since)) return;
  const isTrue = (at: number) => evidence.world.parentOf(connectionId, at) === told;
  const { now } = evidence.time;
  const isNow = state === 'MIGRATED' || state === 'FAILED';
  const wasRight = (from: number) => evidence.world.everWithin(from, now, isTrue);
  const isRight = (isNow ? isTrue(now) : wasRight(since)) || wasRight(sinceDisturbed(evidence, request, since));
  if (!isRight) evidence.object('I8', `${request.key} is ${state} and told on ${told}, where it is not`);
  if (isMoved(data.disposition) && data.previousParentConnectionId !== request.draft.from) {
    evidence.object('I8', `${request.key} is told to come from ${data.previousParentConnectionId}`);
  }
}

/**
 * Around a change by others, what is told may be of just before the request's last call, or before the last call of
 * another: within STALE of that one's outcome the ledger is believed. Without a change, no earlier than any other.
 */
function sinceDisturbed(evidence: Evidence, request: KnownRequest, since: number): number {
  const { staleMs, clockSkewMs } = evidence.settings;
  const { connectionId } = request.draft;
  const settled = evidence.calls.findLast(
    ({ call, request: { settled } }) => settled && call.connectionId === connectionId,
  );
  const calls = [request.calls.at(-1), settled?.call].map((call) => call?.invocation.startedAtMs ?? since);
  const earliest = Math.min(...calls, since) - 2 * (staleMs + clockSkewMs);
  return evidence.isDisturbed(connectionId, earliest) ? earliest : evidence.time.now;
}

function isMoved(disposition: string | undefined): boolean {
  return disposition === 'moved' || disposition === 'observed';
}
