import { conclusiveAfter } from '../../../src/migration/model/settings.ts';
import type { Pace } from '../../../src/migration/ports/control.ts';
import type { Intent, Invocation } from '../invocation.ts';
import type { Call } from '../ports/associate.ts';
import { latestEffect, MINUTE, SECOND } from '../settings.ts';
import { hasRight } from '../topology.ts';
import type { Move } from '../world.ts';
import { judgeCircuitOf } from './circuit-rules.ts';
import { judgeDrainCall, judgeDrainMove } from './drain-call-rules.ts';
import type { Evidence, KnownRequest } from './evidence.ts';
import { judgeApart } from './group-rules.ts';
import { judgeObserved } from './search-rules.ts';
import { judgeStops } from './stop-rules.ts';
import { judgeTurns } from './turn-rules.ts';

/** What must be so in the moment in which AssociateHostedConnection is called. */
export function judgeCall(evidence: Evidence, call: Call): void {
  const intent = intentOf(evidence, call);
  const request = intent && evidence.requests.get(intent.key);
  if (!intent || !request) {
    evidence.object('I2', `a call for ${call.connectionId} without any intent`);
    return;
  }
  call.invocation.intents.delete(intent);
  call.intendedAtMs = intent.at;
  intent.call = call;
  call.isBeyond = isBeyond(evidence, call, request);
  if (call.isBeyond) evidence.count('calls of a process frozen beyond the bounds');
  judgeIntent(evidence, call, request, intent);
  judgeDeadline(evidence, call, request);
  judgeWindow(evidence, call, request);
  judgeStops(evidence, call, request, intent);
  judgeDrainCall(evidence, call, request, intent);
  judgeApart(evidence, call, request);
  judgeTurn(evidence, call, request);
  judgeTurns(evidence, request);
  judgeObserved(evidence, call, request);
  judgeCircuitOf(evidence, call, request);
  judgeBothListed(evidence, request, call.invocation);
  evidence.calls.push({ call, request });
  request.calls.push(call);
  evidence.count('calls');
}

/**
 * Its caller was frozen until any effect is assumed to be over; or until its outcome was recorded, as it is before that
 * where someone has moved the line to its target, or an earlier call that was said not to have run.
 */
function isBeyond({ settings }: Evidence, call: Call, { recorded, moves }: KnownRequest): boolean {
  if (call.invocation.frozenFor === 0) return false;
  const isLate = call.at + call.timeout > call.intendedAtMs + latestEffect(settings);
  return isLate || recorded?.state === 'MIGRATED' || moves.length > 0;
}

/**
 * The caller's intent for this connection; of several, as two deliveries in one batch have them, the durable one, or after a
 * long freeze the one that was.
 */
function intentOf(evidence: Evidence, { invocation, connectionId }: Call): Intent | undefined {
  const intents = [...invocation.intents].filter((intent) => intent.connectionId === connectionId);
  const wasWritten = ({ attemptId }: Intent) => evidence.intended.has(attemptId);
  return intents.find((intent) => isDurable(evidence, intent)) ?? intents.findLast(wasWritten) ?? intents.at(-1);
}

/** I2 is the one rule here that reads the ledger. */
function isDurable(evidence: Evidence, { key, attemptId }: Intent): boolean {
  const item = evidence.item(key);
  return item?.state === 'CALLING' && item.attempt?.id === attemptId;
}

function judgeIntent(evidence: Evidence, call: Call, { key, draft }: KnownRequest, intent: Intent): void {
  const isIntended = call.isBeyond ? evidence.intended.has(intent.attemptId) : isDurable(evidence, intent);
  if (!isIntended) {
    evidence.object('I2', `${key} is called for under ${intent.attemptId} while it is ${evidence.item(key)?.state}`);
  }
  if (draft.connectionId !== call.connectionId || draft.to !== call.parentId) {
    evidence.object('I2', `${key} asked for something else than ${call.connectionId} to ${call.parentId}`);
  }
}

/** Others count on it that its HTTP request is closed so long after the intent, by the clock of who calls. */
function judgeDeadline(
  evidence: Evidence,
  { at, timeout, intendedAtMs, invocation }: Call,
  { key }: KnownRequest,
): void {
  const [before, after] = invocation.clockReadings;
  // Its clock may have been set in between.
  const step = Math.abs(after - before);
  const late = at + timeout - (intendedAtMs + evidence.settings.callTimeoutMs + step + invocation.frozenFor);
  if (late > 0) evidence.object('I3', `${key} is called for with ${late} ms more than the call may take`);
}

/** By the tenants file that the invocation began with. */
export function mayMove({ deployment }: Invocation, { draft }: KnownRequest): boolean {
  const { tenant, connectionId, from, to } = draft;
  const order = { connectionId, expectedParentConnectionId: from, parentConnectionId: to };
  return hasRight(deployment.tenants, tenant, order);
}

/** By the caller's own clock, unless it was frozen between its last reading of that and the call. */
function judgeWindow(evidence: Evidence, { invocation }: Call, { key, draft }: KnownRequest): void {
  if (invocation.frozenFor > 0) return;
  const readings = invocation.clockReadings;
  if (draft.notBefore !== undefined && Math.max(...readings) < draft.notBefore)
    evidence.object('window', `${key} is called for early`);
  if (draft.notAfter !== undefined && Math.min(...readings) > draft.notAfter)
    evidence.object('window', `${key} is called for late`);
}

/** A line that all observations of the invocation showed on both of its parents: nothing is done on a guess which one is right. */
export function judgeBothListed(evidence: Evidence, { key, draft }: KnownRequest, { startedAtMs }: Invocation): void {
  const { connectionId, from, to } = draft;
  if (evidence.world.isListedOnBoth(connectionId, [from, to], evidence.seenFrom(startedAtMs)))
    evidence.object('two parents', `${key} is decided though ${connectionId} is listed on both of its parents`);
}

/** Every call has had a turn. */
function judgeTurn(evidence: Evidence, { invocation }: Call, { key }: KnownRequest): void {
  invocation.turns--;
  if (invocation.turns < 0) evidence.object('pace', `${key} is called for out of turn`);
}

/**
 * Turns are an interval apart, as the pace says of the next. Only `dispatch` takes one sooner, after it has waited for an
 * interval itself: the clock of whoever wrote the pace was ahead.
 */
export function judgePace(evidence: Evidence, pace: Pace, invocation: Invocation): void {
  const { settings, pace: before } = evidence;
  evidence.pace = pace;
  const longest = 1000 / settings.callsPerSecond;
  if (pace.callsPerSecond > settings.callsPerSecond)
    evidence.object('pace', `${pace.callsPerSecond} calls a second are more than ${settings.callsPerSecond}`);
  if (before?.slowedAtMs !== pace.slowedAtMs) {
    evidence.count('slower paces');
    return;
  }
  invocation.turns++;
  evidence.count('turns');
  const isSoon = before !== undefined && pace.nextCallAtMs < before.nextCallAtMs + longest - 1;
  if (isSoon && !invocation.name.startsWith('dispatch'))
    evidence.object(
      'pace',
      `${invocation.name} takes a turn ${before.nextCallAtMs - pace.nextCallAtMs + longest} ms early`,
    );
}

/** What must be so in the moment in which a connection moves. */
export function judgeMove(evidence: Evidence, call: Call, move: Move): void {
  const request = evidence.calls.find((known) => known.call === call)?.request;
  if (!request) return;
  request.moves.push(move);
  const { isBeyond, invocation } = call;
  const seenFrom = evidence.seenFrom(invocation.startedAtMs);
  evidence.moves.push({ ...move, request: request.asked, seenFrom, isBeyond });
  evidence.count('moves');
  // It has outlived every first observation of it.
  if (move.at > call.at + conclusiveAfter(0, evidence.settings)) {
    evidence.count('late effects');
    call.isLate = true;
  }
  countReturn(evidence, request, move);
  judgeDrainMove(evidence, call, request);
  judgeMoved(evidence, call, move, request);
}

/** Before its outcome: unless others have changed the line meanwhile. */
function judgeMoved(evidence: Evidence, call: Call, { connectionId }: Move, { key, recorded }: KnownRequest): void {
  // To all others, and to its own request, like a move by hand.
  if (call.isBeyond) {
    evidence.world.disturbances.add(connectionId);
    return;
  }
  // A person may have a held one called again.
  const isCalledAgain = recorded?.state === 'HELD' && call.at > recorded.at;
  if (!recorded || isCalledAgain) return;
  if (recorded.state === 'MIGRATED' && evidence.isDisturbedSince(call)) {
    // Taken for its effect, a move by hand has decided it. To all others it is another of those.
    evidence.world.disturbances.add(connectionId);
    evidence.count('effects after a move by hand was taken for them');
  } else evidence.object('I8', `${key} has moved ${connectionId} after it was ${recorded.state}`);
}

/** A line that comes back soon: what old pictures are most easily mistaken for. */
function countReturn(evidence: Evidence, request: KnownRequest, move: Move): void {
  const out = evidence.calls
    .filter((known) => known.request !== request && known.request.moves.length > 0)
    .findLast(({ call }) => call.connectionId === move.connectionId);
  const outMove = out?.request.moves.at(-1);
  if (!out || !outMove || outMove.from !== move.to || outMove.to !== move.from) return;
  evidence.count('return moves');
  if (out.call.isLate || move.at < outMove.at + MINUTE + SECOND)
    evidence.count(out.call.isLate ? 'return moves after a late effect' : 'return moves within the staleness bound');
}
