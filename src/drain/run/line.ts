import type { ReasonCode } from '../../contract/reason.ts';

/**
 * Where a line of a drain is.
 *
 * - planned: not released yet, or free again after a try that moved nothing
 * - released: its request is on its way, waits, or calls
 * - moved: MIGRATED, and not yet seen on its target by a look that counts
 * - seen: seen well there, and not yet for the whole soak
 * - held, unhealthy, unknown: needs a person; the drain is stopped
 * - waits: its third try has ended without a call; the drain is stopped
 * - healthy: done
 * - overtaken, gone, movedAway: done, told, and counted nowhere
 * - failed: set aside by itself, untouched; counted
 * - drifted: gone, moved, or ordered by others before it was released; counted
 * - setAside: by a person
 */
export const LINE_STATES = [
  'planned',
  'released',
  'moved',
  'seen',
  'held',
  'unhealthy',
  'unknown',
  'waits',
  'healthy',
  'overtaken',
  'gone',
  'movedAway',
  'failed',
  'drifted',
  'setAside',
] as const;

export type LineState = (typeof LINE_STATES)[number];

/** One release: all that the message is made of, beside the plan. Written before the message is sent. Times in milliseconds since the epoch. */
export interface Try {
  number: number;
  rev: number;
  wave: number;
  releasedAtMs: number;
  requestedAtMs: number;
  notAfterMs: number;
  /** When its message was last sent once more, because the ledger had no request of it. */
  sentAgainAtMs?: number;
  /** Of a line that a person has set aside since: what has become of this try, as far as is known. */
  became?: LineState;
}

export interface LineProgress {
  state: LineState;
  /** The last one. */
  try?: Try;
  /** Tries that ended without a call, while nothing but the line itself held them up. */
  expired: number;
  /** What ended it, or what it waits for: a reason code, or a cause of waiting. */
  cause?: ReasonCode | string;
  /** By a person, of a line that was set aside. */
  by?: string;
  /** When it came to this state, in milliseconds since the epoch. */
  atMs?: number;
  /** Of a line that was announced, and that a later revision of the plan leaves out: its owner, for its cancellation. */
  ownerAccount?: string;
  /** The end of its maintenance was told: done, or cancelled. */
  told?: true;
}

/** On its way: its request may still be called for, or was, and no one knows yet what became of it. */
const MOVING: ReadonlySet<LineState> = new Set<LineState>(['released', 'moved']);
/** Released, and not known to be well or untouched. */
const OPEN: ReadonlySet<LineState> = new Set<LineState>(['released', 'moved', 'seen', 'held', 'unhealthy', 'unknown']);
/** Nothing more happens to it in its wave. */
const DONE: ReadonlySet<LineState> = new Set<LineState>([
  ...['healthy', 'overtaken', 'gone', 'movedAway', 'failed', 'drifted', 'setAside'],
] as LineState[]);
/** Stops the drain. */
const NEEDS_A_PERSON: ReadonlySet<LineState> = new Set<LineState>(['held', 'unhealthy', 'unknown', 'waits']);

/** Of a line that was set aside: neither its outcome nor its verdict is known, and both will be. */
const UNDECIDED: ReadonlySet<LineState> = new Set<LineState>(['released', 'moved', 'seen']);

export const isMoving = ({ state }: LineProgress): boolean => MOVING.has(state);
export const isOpen = ({ state }: LineProgress): boolean => OPEN.has(state);
export const isDone = ({ state }: LineProgress): boolean => DONE.has(state);
export const needsAPerson = ({ state }: LineProgress): boolean => NEEDS_A_PERSON.has(state);

/** Where its last try is: of a line that was set aside, as if it had not been; undefined while that is not known. */
export function stateOfTry({ state, try: last }: LineProgress): LineState | undefined {
  return state === 'setAside' && last ? last.became : state;
}

/** Whether something may still become of its last try, whoever has set the line aside. */
export function hasOpenTry(line: LineProgress): boolean {
  const state = stateOfTry(line);
  return line.try !== undefined && (state === undefined || OPEN.has(state));
}

/** Whether it will be known by itself what becomes of its last try. */
export function isUndecided(line: LineProgress): boolean {
  const state = stateOfTry(line);
  return line.try !== undefined && (state === undefined || UNDECIDED.has(state));
}
