import type { EventDetail } from '../../../src/contract/event.ts';
import type { EventData } from '../../../src/contract/event-schema.ts';
import type { RecordedOutcome } from '../../../src/migration/ports/requests.ts';
import type { Invocation } from '../invocation.ts';
import { judgeBothListed, mayMove } from './call-rules.ts';
import type { Evidence, KnownRequest } from './evidence.ts';
import { judgeReason, type Verdict } from './reason-rules.ts';
import { stoodSince } from './stop-rules.ts';

/** What must be so in the moment in which an outcome is written (W4): it is checked against the truth of that moment. */
export function judgeRecordedOutcome(
  evidence: Evidence,
  key: string,
  outcome: RecordedOutcome,
  invocation: Invocation,
): void {
  const request = evidence.requests.get(key);
  if (!request) {
    evidence.object('I6', `${key} has an outcome without having been claimed`);
    return;
  }
  const event = JSON.parse(outcome.event.detail) as EventDetail;
  const { data, metadata } = event;
  const { now } = evidence.time;
  evidence.events.push({ ...outcome.event, at: now });
  evidence.recordedIds.add(outcome.event.eventId);
  const observedAtMs = evidence.seenFrom(invocation.startedAtMs);
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
  if (outcome.state === 'HELD') {
    const { connectionId, to } = request.draft;
    evidence.troubles.push({ parentId: to, connectionId, at: now, key });
  }
  request.recorded = { state: outcome.state, data, at: now };
  evidence.count(`${outcome.state} ${data.disposition ?? data.reason?.code ?? ''}`.trimEnd());
  const hasRight = hadRight(request, data, invocation);
  const seenBeforeCallFrom = evidence.seenFrom(startOfWork(request));
  const judged = { event, at: now, request: request.asked, hasRight, seenFrom: since, seenBeforeCallFrom };
  evidence.outcomes.push(judged);
  if (!hasRight) return;
  judgeAttempts(evidence, verdict);
  judgeReason(evidence, verdict);
  judgeParent(evidence, verdict);
  judgeConfirmed(evidence, verdict, invocation);
  if (data.disposition === 'alreadyThere') judgeBothListed(evidence, request, invocation);
}

const SHOWN_BY_OBSERVATIONS: readonly unknown[] = [
  ...['UNEXPECTED_PARENT', 'UNEXPECTED_VLAN', 'CONNECTION_STATE'],
  ...['PARENT_NOT_FOUND', 'PARENT_CANNOT_HOST', 'VLAN_CONFLICT'],
];

/** What two observations have to show is rejected only if the first of them still counted when its invocation began, or later. */
function judgeConfirmed(evidence: Evidence, { request, state, data }: Verdict, { startedAtMs }: Invocation): void {
  const code = data.reason?.code;
  if (state !== 'REJECTED' || !SHOWN_BY_OBSERVATIONS.includes(code)) return;
  // A cordon is no observation.
  if (code === 'PARENT_CANNOT_HOST' && stoodSince(evidence, startedAtMs, 'cordons', request.draft.to)) return;
  const before = request.rejections.findLast(({ at }) => at <= startedAtMs);
  const counted = [...(before ? [before] : []), ...request.rejections.filter(({ at }) => at > startedAtMs)];
  if (!counted.some((one) => one.code === code))
    evidence.object('rejection', `${request.key} is REJECTED ${code} by one observation`);
}

/** By the first tenants file; one that was rejected by the file of its invocation had none by that. */
function hadRight(request: KnownRequest, { attempts, reason }: EventData, invocation: Invocation): boolean {
  const isRejected = attempts === 0 && reason?.code === 'NOT_PERMITTED';
  return request.hasRight && !(isRejected && !mayMove(invocation, request));
}

/** An intent whose call no one knows of may be all there was. */
function startOfWork({ calls: [first], claimedAtMs }: KnownRequest): number {
  return first?.invocation.startedAtMs ?? claimedAtMs;
}

function restsOnOneObservation({ outcome, reason }: EventData): boolean {
  return outcome === 'PLANNED' || outcome === 'MIGRATED' || reason?.code === 'SUPERSEDED' || reason?.code === 'EXPIRED';
}

function judgeAttempts(evidence: Evidence, { request, data }: Verdict): void {
  if (data.attempts < request.calls.length) {
    evidence.object('I8', `${request.key} reports ${data.attempts} attempts after ${request.calls.length} calls`);
  }
}

/** Where the connection is said to be: as it is, or for a rejection as it was within the time of the observations. */
function judgeParent(evidence: Evidence, { request, state, data, since }: Verdict): void {
  const { connectionId } = request.draft;
  const parentId = data.parentConnectionId;
  if (parentId === null || evidence.world.anyKeptSince(since)) return;
  const isTrue = (at: number) => evidence.world.parentOf(connectionId, at) === parentId;
  const { now } = evidence.time;
  const isNow = state === 'MIGRATED' || state === 'FAILED';
  const wasRight = (from: number) => evidence.world.everWithin(from, now, isTrue);
  const isRight = (isNow ? isTrue(now) : wasRight(since)) || wasRight(sinceDisturbed(evidence, request, since));
  if (!isRight) evidence.object('I8', `${request.key} is ${state} and reported on ${parentId}, where it is not`);
  if (isMoved(data.disposition) && data.previousParentConnectionId !== request.draft.from) {
    evidence.object('I8', `${request.key} is reported to come from ${data.previousParentConnectionId}`);
  }
}

/**
 * Around a change by others, what is reported may be of just before the request's last call, or before the last call of
 * another: within the staleness bound of that one's outcome the ledger is believed. Without a change, no earlier than
 * any other.
 */
function sinceDisturbed(evidence: Evidence, request: KnownRequest, since: number): number {
  const { staleMs, clockSkewMs } = evidence.settings;
  const { connectionId } = request.draft;
  const recorded = evidence.calls.findLast(
    ({ call, request: { recorded } }) => recorded && call.connectionId === connectionId,
  );
  const calls = [request.calls.at(-1), recorded?.call].map((call) => call?.invocation.startedAtMs ?? since);
  const earliest = Math.min(...calls, since) - 2 * (staleMs + clockSkewMs);
  return evidence.isDisturbed(connectionId, earliest) ? earliest : evidence.time.now;
}

function isMoved(disposition: string | undefined): boolean {
  return disposition === 'moved' || disposition === 'observed';
}
