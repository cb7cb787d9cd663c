import type { Notice } from '../model/notices.ts';
import type { Person } from '../model/transition.ts';

/*
 * Redundancy groups, as values: the lines of one owner account of which no two that fail apart today may be down together.
 * Nothing here reads or writes (docs/adr/0031-redundancy-groups.md).
 */

/** What keeps lines apart: that they belong to one owner account, only that they were named alike, or nothing. */
export type RedundancyLock = 'owner' | 'named' | 'off';

/** A line that may be down: it is about to be called for, or moves, or has moved and is not verified yet. */
export interface Entry {
  connectionId: string;
  /**
   * The id that the intent is written with, and never the request's key: two workers on one request may both stand between
   * entry and intent, and one that gives up must not take out the entry that the other one calls under.
   */
  attemptId: string;
  /** The request's key as one text (formatKey). */
  request: string;
  /** Its place among the requests for its line. */
  orderKey: string;
  /** The parent that the line is on before the call. */
  side: string;
  /** What the request calls its redundancy group. */
  name?: string;
  /** When the entry was made, in milliseconds since the epoch. */
  atMs: number;
  /** Made after the call, which was said not to have run and has moved the line all the same: it is not its maker's to take out. */
  found?: true;
  /** A person has found that it need not hold up others. */
  released?: Released;
}

export interface Released extends Person {
  /** Milliseconds since the epoch. */
  atMs: number;
}

/** A line that has waited long enough: no line without an entry enters before it. Fairness only, so it may lapse. */
export interface Wanted {
  connectionId: string;
  /** Since when it has waited, and when it last said so; in milliseconds since the epoch. */
  sinceMs: number;
  atMs: number;
}

/** `GROUP#<owner account>`. */
export interface Group {
  entries: readonly Entry[];
  wanted?: Wanted;
  /** Releases that others are still to be told; absent while there are none. */
  notices?: readonly Notice[];
}

export const EMPTY: Group = { entries: [] };

/** Nothing is stored of such a one. */
export function isEmpty({ entries, wanted, notices }: Group): boolean {
  return entries.length === 0 && wanted === undefined && notices === undefined;
}

/** Whether the lines of a request can hold up others at all, or be held up. */
export function needsEntry({ name }: Pick<Entry, 'name'>, lock: RedundancyLock): boolean {
  return lock === 'owner' || (lock === 'named' && name !== undefined);
}

/**
 * Whether two lines may be down together. Those with one name never may; those with two names may. Otherwise it is the port that
 * decides: lines on one port fail together today already, lines on two ports are each other's redundancy.
 */
export function goTogether(
  one: Pick<Entry, 'name' | 'side'>,
  other: Pick<Entry, 'name' | 'side'>,
  lock: RedundancyLock,
): boolean {
  const areNamed = one.name !== undefined && other.name !== undefined;
  if (areNamed) return one.name !== other.name;
  return lock === 'named' || one.side === other.side;
}
