import type { GuardKind } from '../../../src/migration/model/guards.ts';
import type { Verification } from '../../../src/migration/verification/verification.ts';
import type { Intent } from '../invocation.ts';
import type { Call } from '../ports/associate.ts';
import { MINUTE, SECOND } from '../settings.ts';
import { lineOf, locationOf, ownerOf } from '../topology.ts';
import { cordonChanged } from './cordon-rules.ts';
import { isOfRollback } from './drain-call-rules.ts';
import type { Evidence, KnownRequest, Stop, Trouble } from './evidence.ts';

/** How long a call may come after what stops it, for one that was about to be made. */
const AFTER_STOP = 2 * SECOND;

/** Calls have been paused, or resumed. */
export function followPause(evidence: Evidence, paused: boolean): void {
  if (paused) {
    begin(evidence, 'paused', { kind: 'paused', name: '', sinceMs: evidence.time.now });
    evidence.count('pauses');
  } else end(evidence, 'paused');
}

/** Guards of a kind have been replaced: what is new stands from now on, what is gone until now. */
export function followGuards(evidence: Evidence, kind: GuardKind): void {
  const now: Readonly<Record<string, object>> = evidence.ledger.guards[kind] ?? {};
  for (const [id, stop] of evidence.stops) {
    if (stop.kind !== kind || Object.hasOwn(now, stop.name)) continue;
    end(evidence, id);
    if (kind === 'cordons') cordonChanged(evidence, stop.name, false);
  }
  for (const [name, guard] of Object.entries(now)) followGuard(evidence, kind, name, guard);
}

function followGuard(evidence: Evidence, kind: GuardKind, name: string, guard: object): void {
  const freeze = kind === 'freezes' ? evidence.ledger.guards.freezes?.[name] : undefined;
  const id = `${kind} ${name}`;
  const known = evidence.stops.get(id);
  if (known && JSON.stringify(known.freeze) === JSON.stringify(freeze)) return;
  end(evidence, id);
  begin(evidence, id, { kind, name, sinceMs: evidence.time.now, ...(freeze && { freeze }) });
  if (kind === 'cordons') cordonChanged(evidence, name, true);
  const isByItself = 'by' in guard && guard.by === 'dx-migrator';
  evidence.count(isByItself ? 'parents closed by themselves' : kind);
  if (isByItself && triples(evidence, name).length === 0)
    evidence.object('closing', `${name} is closed without three lines of two accounts that are held or not well`);
}

function begin(evidence: Evidence, id: string, stop: Stop): void {
  evidence.stops.set(id, stop);
}

function end(evidence: Evidence, id: string): void {
  const stop = evidence.stops.get(id);
  if (stop) evidence.pastStops.push({ ...stop, untilMs: evidence.time.now });
  evidence.stops.delete(id);
}

/**
 * D2 and D7: of what stops a call, none is made whose intent is later; nor, unless its process was frozen, one later than the time
 * for those that are about to be made. It stands from when it is written, which is before anyone is answered.
 */
export function judgeStops(evidence: Evidence, call: Call, request: KnownRequest, intent: Intent): void {
  for (const [id, stop] of evidence.stops) {
    if (!stops(evidence, stop, call, request)) continue;
    const rule = stop.kind === 'paused' ? 'pause' : stop.kind;
    if (isIntendedIn(stop, intent, call))
      evidence.object(rule, `${request.key} is called for under an intent that is later than ${id}`);
    const [before, after] = call.invocation.clockReadings;
    const late = call.at - stop.sinceMs - AFTER_STOP - Math.abs(after - before);
    if (late > 0 && call.invocation.frozenFor === 0)
      evidence.object(rule, `${request.key} is called for ${late} ms too late after ${id}`);
  }
}

/** A process that is frozen may come into a freeze after its intent. */
function isIntendedIn({ sinceMs, freeze }: Stop, { writtenAtMs = 0 }: Intent, { invocation }: Call): boolean {
  return writtenAtMs > sinceMs && (freeze === undefined || invocation.frozenFor === 0);
}

/** Whether a call is one of those that it stops, by the clock of its caller. */
function stops(evidence: Evidence, stop: Stop, call: Call, request: KnownRequest): boolean {
  if (stop.kind === 'paused') return true;
  return isAmong(stop, call, request) && (stop.freeze?.stopsWayBack === true || !isWayBack(evidence, call, request));
}

function isAmong({ kind, name, freeze }: Stop, { invocation }: Call, { draft }: KnownRequest): boolean {
  if (kind === 'cordons') return draft.to === name;
  if (kind === 'closedParents') return draft.to === name || draft.from === name;
  if (!freeze) return false;
  const { fromMs, untilMs, location, parent } = freeze;
  const readings = invocation.clockReadings;
  if (Math.min(...readings) < fromMs || Math.max(...readings) >= untilMs) return false;
  if (parent !== undefined) return draft.to === parent || draft.from === parent;
  const line = lineOf(draft.connectionId);
  return location === undefined || (line !== undefined && locationOf(line) === location);
}

/** A line may go back where it came from in its last move, while the ledger does not say that this one is well. */
function isWayBack(evidence: Evidence, call: Call, { draft, key }: KnownRequest): boolean {
  if (isOfRollback(evidence, draft)) return true;
  const moved = [...evidence.requests.values()].filter(
    ({ draft: other, recorded, key: otherKey }) =>
      other.connectionId === draft.connectionId &&
      otherKey !== key &&
      recorded?.state === 'MIGRATED' &&
      recorded.data.disposition !== 'alreadyThere',
  );
  const last = moved.sort((a, b) => (b.recorded?.at ?? 0) - (a.recorded?.at ?? 0))[0];
  if (last?.recorded?.data.previousParentConnectionId !== draft.to) return false;
  evidence.count('ways back past what stops others');
  const { verdict, verdictAtMs = 0 } = evidence.ledger.verifications.get(last.key)?.verification ?? {};
  // It may have become so just now, by another clock.
  return verdict !== 'HEALTHY' || verdictAtMs > call.at - AFTER_STOP - evidence.settings.clockSkewMs;
}

/** Whether a stop of a kind stood at any time from then on; of a parent, if one is named. */
export function stoodSince({ stops: standing, pastStops }: Evidence, since: number, kind: Stop['kind'], name?: string) {
  const isIt = (stop: Stop) => stop.kind === kind && (name === undefined || stop.name === name);
  return [...standing.values()].some(isIt) || pastStops.some((stop) => isIt(stop) && stop.untilMs >= since);
}

/** A line that is not well counts like one that is held. */
export function followVerdict(evidence: Evidence, key: string, { verdict, connectionId, target }: Verification): void {
  const isNew = !evidence.troubles.some((trouble) => trouble.key === key && trouble.verdict === verdict);
  if (verdict === 'UNHEALTHY' && isNew)
    evidence.troubles.push({ parentId: target, connectionId, at: evidence.time.now, key, verdict });
}

/** Three lines that come to that within this time, of two accounts, close the parent that they were called for. */
const TOGETHER = 15 * MINUTE;

function isOpen({ ledger }: Evidence, { key, verdict }: Trouble): boolean {
  if (verdict === undefined) return ledger.requests.get(key)?.state === 'HELD';
  return ledger.verifications.get(key)?.verification.verdict === verdict;
}

/** Every three lines that close a parent, in the order of time; by clocks that differ. */
function triples({ troubles, settings }: Evidence, parentId: string): [Trouble, Trouble, Trouble][] {
  const ofParent = troubles.filter((trouble) => trouble.parentId === parentId).sort((a, b) => a.at - b.at);
  return ofParent.flatMap((first, one) =>
    ofParent.slice(one + 1).flatMap((second, two) =>
      ofParent.slice(one + two + 2).flatMap((third): [Trouble, Trouble, Trouble][] => {
        const all = [first, second, third];
        const lines = new Set(all.map(({ connectionId }) => connectionId));
        const owners = new Set(all.map(({ connectionId }) => ownerOf(connectionId)));
        const isTogether = third.at - first.at < TOGETHER + settings.clockSkewMs;
        return isTogether && lines.size === 3 && owners.size > 1 ? [[first, second, third]] : [];
      }),
    ),
  );
}

/** A parent whose lines are held, or not well, has been closed: at least where they stay so, by clocks that agree, and no one has opened it. */
export function judgeClosings(evidence: Evidence): void {
  for (const parentId of new Set(evidence.troubles.map((trouble) => trouble.parentId))) {
    for (const triple of triples(evidence, parentId)) {
      const [first, , third] = triple;
      const isSurelyTogether = third.at - first.at < TOGETHER - evidence.settings.clockSkewMs;
      const areOpen = triple.every((trouble) => isOpen(evidence, trouble));
      const wasOpened = evidence.pastStops.some(
        ({ kind, name, untilMs }) => kind === 'closedParents' && name === parentId && untilMs >= first.at - MINUTE,
      );
      if (!isSurelyTogether || !areOpen || wasOpened) continue;
      evidence.count('lines that close a parent');
      if (!stoodSince(evidence, third.at, 'closedParents', parentId))
        evidence.object(
          'closing',
          `${parentId} is not closed though ${triple.map(({ key }) => key).join(', ')} are held or not well`,
        );
    }
  }
}
