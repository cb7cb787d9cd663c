import type { Verdict } from '../../../src/contract/operations/names.ts';
import type { Entry } from '../../../src/migration/groups/group.ts';
import type { Verification } from '../../../src/migration/verification/verification.ts';
import type { Call } from '../ports/associate.ts';
import { MINUTE } from '../settings.ts';
import { ownerOf } from '../topology.ts';
import type { Evidence, KnownRequest } from './evidence.ts';
import { isReleased } from './release-rules.ts';

/** What a move may come to after which its line holds up no other one. */
const SETTLING: readonly Verdict[] = ['HEALTHY', 'GONE', 'MOVED_AWAY'];

/** When each move has settled, by its request: as the auditor saw it written. */
export class Settled {
  readonly at = new Map<string, number>();
}

export function followSettled({ settled, time }: Evidence, key: string, { verdict }: Verification): void {
  if (verdict && SETTLING.includes(verdict) && !settled.at.has(key)) settled.at.set(key, time.now);
}

/** D3: no two lines of an owner that do not go together move, or have moved and are not found healthy, at a time. */
export function judgeApart(evidence: Evidence, call: Call, request: KnownRequest): void {
  const { redundancyLock } = evidence.settings;
  if (redundancyLock === 'off' || call.isBeyond) return;
  for (const other of evidence.requests.values()) {
    if (other.draft.connectionId === request.draft.connectionId || !isSameOwner(other, request)) continue;
    if (!isDown(evidence, other, call)) continue;
    if ([other, request].some(({ draft }) => isReleased(evidence, draft.connectionId))) continue;
    evidence.count('calls beside another line of the owner');
    if (mayBeTogether(evidence, request, other) || areOnWayBack(evidence, request, other, call)) continue;
    evidence.object('D3', `${request.key} is called for while the line of ${other.key} is down, or not verified`);
  }
}

function isSameOwner({ draft: one }: KnownRequest, { draft: other }: KnownRequest): boolean {
  return ownerOf(one.connectionId) === ownerOf(other.connectionId);
}

/** Under a call whose outcome is not known; or moved by one, while neither that move has settled nor a later one of the line. */
function isDown(evidence: Evidence, other: KnownRequest, { invocation }: Call): boolean {
  const item = evidence.item(other.key);
  const last = other.calls.at(-1);
  if (!item || !last || last.isBeyond) return false;
  if (item.state === 'CALLING') return last.intendedAtMs > 0 && other.calls.length >= item.attempts;
  if (item.state === 'HELD') return true;
  if (item.state !== 'MIGRATED' || !item.attempt) return false;
  // Until then, whoever entered did so rightly.
  if (wasFound(other) && (other.recorded?.at ?? 0) >= invocation.startedAtMs) return false;
  return ![other, ...laterMoves(evidence, other)].some(({ key }) => evidence.settled.at.has(key));
}

/**
 * Its last call was answered as if it had moved nothing, so that its entry was taken out, and its line was found on the target
 * later: moved by that call all the same, or by somebody else. It entered then, whoever was down.
 */
function wasFound({ calls, recorded }: KnownRequest): boolean {
  const answer = calls.at(-1)?.answer;
  return recorded?.data.disposition === 'observed' && (answer === 'neverRan' || answer === 'clear');
}

/** Whether one of two moves was found when the other one's line was down already. */
function isFoundBeside(one: KnownRequest, other: KnownRequest): boolean {
  const isSince = (found: KnownRequest, { calls }: KnownRequest) =>
    wasFound(found) && (calls.at(-1)?.intendedAtMs ?? Number.POSITIVE_INFINITY) < (found.recorded?.at ?? 0);
  return isSince(one, other) || isSince(other, one);
}

function laterMoves({ requests }: Evidence, { draft, recorded }: KnownRequest): KnownRequest[] {
  return [...requests.values()].filter(
    (other) =>
      other.draft.connectionId === draft.connectionId &&
      other.recorded?.state === 'MIGRATED' &&
      other.recorded.data.disposition !== 'alreadyThere' &&
      other.recorded.at > (recorded?.at ?? 0),
  );
}

/** Earlier moves of its line that have not settled: it may go back as well, and has entered before. */
function takenFurtherBy({ requests, settled }: Evidence, { key, draft, claimedAtMs }: KnownRequest): KnownRequest[] {
  return [...requests.values()].filter(
    (other) =>
      other.key !== key &&
      other.draft.connectionId === draft.connectionId &&
      other.recorded?.state === 'MIGRATED' &&
      (settled.at.get(other.key) ?? Number.POSITIVE_INFINITY) > claimedAtMs,
  );
}

/** Of two names it matters whether they are the same; otherwise whether the lines are, or were before their moves, on one port. */
function mayBeTogether(evidence: Evidence, one: KnownRequest, other: KnownRequest): boolean {
  const [name, itsName] = [one.draft.redundancyGroup, other.draft.redundancyGroup];
  if (name !== undefined && itsName !== undefined) return name !== itsName;
  return evidence.settings.redundancyLock === 'named' || sideOf(evidence, one) === sideOf(evidence, other);
}

function sideOf(evidence: Evidence, { key }: KnownRequest): string | undefined {
  return evidence.item(key)?.attempt?.previousParent;
}

/** Either of them goes back, and the other one went together with the move that it takes back. */
function areOnWayBack(evidence: Evidence, one: KnownRequest, other: KnownRequest, call: Call): boolean {
  return isBackBeside(evidence, one, other, call) || isBackBeside(evidence, other, one, call);
}

function isBackBeside(evidence: Evidence, back: KnownRequest, other: KnownRequest, { invocation }: Call): boolean {
  return [...evidence.requests.values()].some((first) => {
    const isTakenBack =
      first !== back &&
      first.draft.connectionId === back.draft.connectionId &&
      first.recorded?.state === 'MIGRATED' &&
      first.recorded.data.previousParentConnectionId === back.draft.to;
    const wentTogether = (each: KnownRequest) => mayBeTogether(evidence, first, each) || isFoundBeside(first, each);
    if (!isTakenBack || ![other, ...takenFurtherBy(evidence, other)].some(wentTogether)) return false;
    // When whoever goes back has entered, it may have settled only just now; of one that has moved since, no one knows when that was.
    const settledAtMs = evidence.settled.at.get(first.key) ?? Number.POSITIVE_INFINITY;
    const enteredAtMs = back.calls.at(-1)?.intendedAtMs ?? invocation.startedAtMs;
    return settledAtMs >= enteredAtMs - MINUTE;
  });
}

/** Whether a request waits for a line of its owner that no one decides, or that never becomes well. */
export function isBehindGroup(evidence: Evidence, request: KnownRequest): boolean {
  if (evidence.settings.redundancyLock === 'off' || evidence.item(request.key)?.state !== 'RECEIVED') return false;
  return [...evidence.requests.values()].some((other) => {
    if (other.draft.connectionId === request.draft.connectionId || !isSameOwner(other, request)) return false;
    const state = evidence.item(other.key)?.state;
    if (state === 'HELD') return true;
    const isMoved = state === 'MIGRATED' && evidence.item(other.key)?.attempt !== undefined;
    return isMoved && ![other, ...laterMoves(evidence, other)].some(({ key }) => evidence.settled.at.has(key));
  });
}

/** Whether nothing is left in a group of requests that are over, as are their moves. */
export function areSwept(evidence: Evidence): boolean {
  return leftOver(evidence).length === 0;
}

/** When all had its time. */
export function judgeGroups(evidence: Evidence): void {
  if (evidence.ledger.groups.size > 0) evidence.count('groups left with entries');
  for (const { request, connectionId } of leftOver(evidence))
    evidence.object('D3', `${request} is over, and still holds up others for ${connectionId}`);
}

function leftOver({ ledger, requests, settled, settings }: Evidence): Entry[] {
  if (settings.redundancyLock === 'off') return [];
  const entries = [...ledger.groups.values()].flatMap(({ group }) => group.entries);
  return entries.filter(({ request }) => {
    const state = ledger.requests.get(request)?.state;
    return !requests.has(request) || state === 'FAILED' || state === 'REJECTED' || settled.at.has(request);
  });
}
