import { isFinal } from '../../../src/migration/model/request-item.ts';
import { roomForCallMs } from '../../../src/migration/model/settings.ts';
import type { LogFields } from '../../../src/migration/ports/log.ts';
import { type Lists, timeOfList } from '../lists.ts';
import { LIST_LATENCY } from '../ports/direct-connect.ts';
import { OWN_PARENTS } from '../topology.ts';
import { judgeCircuitWait } from './circuit-rules.ts';
import type { Evidence, KnownRequest } from './evidence.ts';

/** Waits that are over within minutes, or else by no time at all: each time they say for how long the request has waited. */
const SHORT_BY_NATURE = new Set([
  ...['throttled', 'unreachable', 'observationUnavailable', 'outOfTime', 'contended'],
  ...['staleObservation', 'secondObservation', 'onTwoParents', 'observationUnfinished'],
]);

/** Of those, what lists make a request wait for that are longer than an invocation. */
const BY_LONG_LISTS = ['observationUnfinished', 'outOfTime'];

/** Seconds of WaitAge from which on the alarm `stuck` rings (infra/alarms/progress-alarms.ts). */
const ALARM_AT = 1800;

/** What must be so of every log line about a wait. */
export function judgeWait(evidence: Evidence, { tenant, requestId, cause = '', age }: LogFields): void {
  const key = `${tenant}#${requestId}`;
  const request = evidence.requests.get(key);
  if (!request) return;
  if (cause === 'busy') request.waited = true;
  request.wait = { cause, age, at: evidence.time.now };
  judgeBlindWait(evidence, key, cause);
  if (cause === 'circuit') judgeCircuitWait(evidence, request);
  if (!SHORT_BY_NATURE.has(cause)) return;
  evidence.count(`waits: ${cause}`);
  const { claimedAtMs, draft } = request;
  const waited = evidence.time.now - Math.max(claimedAtMs, draft.notBefore ?? 0);
  // By two clocks, and as it was when the process was frozen perhaps.
  const least = (waited - evidence.settings.clockSkewMs - evidence.settings.functionTimeoutMs) / 1000;
  const isRight = age !== undefined && (age >= least || evidence.frozenUntil > claimedAtMs);
  if (!isRight) evidence.object('wait', `${key} has waited ${waited / 1000} s for ${cause}, and says ${age}`);
}

/** Waits for an observation that cannot be made. */
const BLIND = ['observationUnavailable', 'observationUnfinished'];

/**
 * A request whose window is over, and for which nothing was called, needs no observation to end. By its clock, and as it was
 * when its invocation began: the process may have been frozen since.
 */
function judgeBlindWait(evidence: Evidence, key: string, cause: string): void {
  const notAfter = evidence.requests.get(key)?.draft.notAfter;
  const item = evidence.item(key);
  if (notAfter === undefined || item?.state !== 'RECEIVED' || item.attempt || !BLIND.includes(cause)) return;
  const { clockSkewMs, functionTimeoutMs } = evidence.settings;
  const isOver = evidence.time.now > notAfter + clockSkewMs + functionTimeoutMs && evidence.frozenUntil <= notAfter;
  if (isOver) evidence.object('window', `${key} waits for ${cause}, though its window is over`);
}

/** Whether a request that cannot end rings an alarm: it says what it waits for, and for how long, and did so of late. */
export function isAlarmed(evidence: Evidence, request: KnownRequest): boolean {
  const { wait, key } = request;
  const state = evidence.item(key)?.state;
  if (state === undefined || isFinal(state)) return false;
  const isTooLong = areListsTooLong(evidence, request);
  // A person who observes has no more time than the service.
  if (state === 'HELD') return isTooLong && request.published.has('HELD');
  const causes = [...(isTooLong ? BY_LONG_LISTS : []), ...(isOnBoth(evidence, request) ? ['onTwoParents'] : [])];
  const { postponeLimitMs, pollIntervalMs, functionTimeoutMs } = evidence.settings;
  const often = Math.max(postponeLimitMs, 5 * pollIntervalMs) + 2 * pollIntervalMs + functionTimeoutMs;
  const isRinging = wait !== undefined && causes.includes(wait.cause) && (wait.age ?? 0) >= ALARM_AT;
  return isRinging && wait.at >= evidence.time.now - often;
}

function isOnBoth({ world, time }: Evidence, { draft }: KnownRequest): boolean {
  return world.isListedOnBoth(draft.connectionId, [draft.from, draft.to], time.now);
}

/** Whether two observations of the line and a call may take more than a function's time, wherever it has been since. */
export function areListsTooLong(evidence: Evidence, { draft, hasRight }: KnownRequest, since?: number): boolean {
  const { lists, settings, time, world } = evidence;
  const each = timeOfList(lists, time.now);
  if (each + lists.others === 0) return false;
  // Another account's line is not found.
  const parents = hasRight ? world.parentsWithin(draft.connectionId, since ?? time.now, time.now) : [undefined];
  const most = Math.max(...parents.map((parent) => askedFor(parent, draft, lists)));
  return most * (each + LIST_LATENCY) + roomForCallMs(settings) > settings.functionTimeoutMs;
}

/** How many lists: one after the other before the lock; under it those of the request side by side. */
function askedFor(parent: string | undefined, { from, to }: KnownRequest['draft'], { others }: Lists): number {
  const all = OWN_PARENTS.length + others;
  return parent === from ? 1 + 1 : parent === to ? 2 + 1 : all + all - 1;
}
