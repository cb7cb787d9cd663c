import type { Verdict } from '../../contract/operations/names.ts';
import { isFinal, type State } from '../model/request-item.ts';
import { hasLapsed } from './enter.ts';
import type { Entry, Group, Released } from './group.ts';

/** Nothing is left to find out of the move: its line holds up no other one. */
const SETTLED: ReadonlySet<Verdict | undefined> = new Set<Verdict>(['HEALTHY', 'GONE', 'MOVED_AWAY']);

export function isSettled(verdict: Verdict | undefined): boolean {
  return SETTLED.has(verdict);
}

/** What the ledger says of an entry's request, read after the group. */
export interface Facts {
  /** Absent if there is no such request. */
  state?: State;
  /** Of the request's last call. */
  attemptId?: string;
  /** Of its move; absent while nothing was found yet. */
  verdict?: Verdict;
  /** No verdict will come: the move is over and published, and was not verified. */
  isUnverified?: boolean;
  /** Where another request has moved the line since (OVERTAKEN): of the last one that did. */
  lastVerdict?: Verdict;
}

/**
 * Without the entry of one attempt, which its maker will not call under, or is known to have ended. One that was made when the move
 * was found afterwards stays: a maker that was held up for long knows nothing of it.
 */
export function withoutAttempt(group: Group, attemptId: string): Group {
  return without(group, (entry) => entry.attemptId === attemptId && !entry.found);
}

/** The same group with the entry of a move that was found, as new: the sweep leaves it until the move is recorded. */
export function withFound(group: Group, entry: Entry): Group {
  const { entries } = without(group, ({ attemptId }) => attemptId === entry.attemptId);
  return { ...group, entries: [...entries, { ...entry, found: true }] };
}

/**
 * After a verdict that settles a move: without the entries of its request, and of the line's earlier ones, whose moves it has
 * taken further. Never a later one's: that one may be under way.
 */
export function withoutSettled(
  group: Group,
  { connectionId, request, orderKey }: Pick<Entry, 'connectionId' | 'request' | 'orderKey'>,
): Group {
  const isOver = (entry: Entry) => entry.request === request || entry.orderKey < orderKey;
  return without(group, (entry) => entry.connectionId === connectionId && isOver(entry));
}

/** Without a wish that no one has renewed. */
export function withoutLapsed(group: Group, now: number, pollIntervalMs: number): Group {
  const { wanted, ...rest } = group;
  return wanted && hasLapsed(wanted, now, pollIntervalMs) ? rest : group;
}

/** The entry of one attempt marked: it holds up no one from now on, and still counts for its line's way back. */
export function withRelease(group: Group, attemptId: string, released: Released): Group {
  const mark = (entry: Entry) => (entry.attemptId === attemptId ? { ...entry, released } : entry);
  return { ...group, entries: group.entries.map(mark) };
}

/** Whether a person may release an entry: not before its call is over, or while it never had one. */
export function mayRelease({ attemptId }: Entry, facts: Facts): boolean {
  return facts.attemptId === attemptId && (facts.state === 'HELD' || facts.state === 'MIGRATED');
}

/**
 * Whether an entry holds up others for nothing, by what was read of its request after it.
 *
 * @param workerEndsMs after so long, by this clock, whoever made the entry calls no more, in milliseconds
 */
export function isOver(entry: Entry, facts: Facts, now: number, workerEndsMs: number): boolean {
  const { state } = facts;
  const isLast = facts.attemptId === entry.attemptId;
  if (isLast && state !== 'RECEIVED') return isAttemptOver(facts);
  // The line was seen moved: whoever takes the request up next finds so too, however long who has seen it is held up.
  if (isLast && entry.found) return false;
  // Of an attempt that was never made, revoked, or taken back: who made the entry may still be about to write its intent, or that
  // its call has moved the line after all.
  return (state !== undefined && isFinal(state)) || now - entry.atMs > workerEndsMs;
}

function isAttemptOver({ state, verdict, isUnverified, lastVerdict }: Facts): boolean {
  if (state !== 'MIGRATED') return state !== 'CALLING' && state !== 'HELD';
  return isUnverified === true || isSettled(verdict) || (verdict === 'OVERTAKEN' && isSettled(lastVerdict));
}

/** The same group where nothing is taken out, so that nothing is written. */
function without(group: Group, isOut: (entry: Entry) => boolean): Group {
  const entries = group.entries.filter((entry) => !isOut(entry));
  return entries.length === group.entries.length ? group : { ...group, entries };
}
