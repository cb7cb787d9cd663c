import { LOG_LINES, type Transition } from './log-lines.ts';

/** One transition of a request, for people. */
export interface HistoryEntry {
  /** Milliseconds since the epoch. */
  atMs: number;
  what: Transition;
  /** Calls made or possibly made by then. */
  attempts: number;
  cause?: string;
  awsRequestId?: string;
  /** A person's doing: who, and why. */
  by?: string;
  why?: string;
}

/** Attempts whose transitions are kept: the history stays bounded however often a request is throttled. */
const ATTEMPTS_KEPT = 16;

/**
 * The place of an entry in a request's history. A later entry for the same place replaces the earlier one, so that a
 * write that is repeated leaves one entry, and old attempts make room for new ones.
 */
export function slotOf({ attempts, what }: HistoryEntry): string {
  return `${attempts % ATTEMPTS_KEPT}-${what}`;
}

/** In the order in which they can happen. */
const LINES = Object.keys(LOG_LINES);

/** Oldest first. */
export function inOrder(history: readonly HistoryEntry[]): HistoryEntry[] {
  const rank = ({ what }: HistoryEntry) => LINES.indexOf(what);
  return history.toSorted((a, b) => a.atMs - b.atMs || a.attempts - b.attempts || rank(a) - rank(b));
}
