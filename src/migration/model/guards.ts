import type { MigrationRequest } from '../../contract/request-schema.ts';
import type { Person } from './transition.ts';

/** What a person has decided and not taken back, and when, in milliseconds since the epoch. */
export interface Decision extends Person {
  atMs: number;
}

/** A time in which no line is called for: of all, or of those that it names. */
export interface Freeze extends Decision {
  /** Milliseconds since the epoch; it is over at `untilMs`. */
  fromMs: number;
  untilMs: number;
  /** Only lines in this Direct Connect location. */
  location?: string;
  /** Only lines that would move from or to this parent. */
  parent?: string;
  /** Also of a line that goes back where it came from. */
  stopsWayBack?: true;
}

/** What operators have put in the way of calls, for some lines; each absent while there is none. */
export interface Guards {
  /** Parents that are being emptied, by their ids: nothing more is moved onto them. */
  cordons?: Readonly<Record<string, Decision>>;
  /** By name. */
  freezes?: Readonly<Record<string, Freeze>>;
  /** Parents that nothing is moved from or to, by their ids. */
  closedParents?: Readonly<Record<string, Decision>>;
}

export type GuardKind = keyof Guards;

/**
 * How long what was read of the control item holds, in milliseconds: whoever has not begun the call by then reads it again. So a
 * stop that was answered stops every call but those that begin within this time.
 */
export const READING_HOLDS_MS = 2_000;

/** Something that keeps a request waiting. */
export interface Barrier {
  cause: 'frozen' | 'closed';
  /** When it ends by itself, in milliseconds since the epoch. */
  untilMs?: number;
  stopsWayBack: boolean;
}

type Move = Pick<MigrationRequest, 'expectedParentConnectionId' | 'parentConnectionId'>;

/**
 * What keeps a request waiting now; one that a line may not pass even on its way back first. A freeze counts from the moment on in
 * which a call that is decided now may still begin.
 *
 * @param location of the line; undefined where it is not known, and then no freeze of a location is met
 * @param now milliseconds since the epoch
 */
export function barrierFor(
  { expectedParentConnectionId: source, parentConnectionId: target }: Move,
  location: string | undefined,
  { freezes = {}, closedParents = {} }: Guards,
  now: number,
): Barrier | undefined {
  const isMet = (freeze: Freeze) =>
    (freeze.location === undefined || freeze.location === location) &&
    (freeze.parent === undefined || freeze.parent === source || freeze.parent === target);
  const frozen = Object.values(freezes)
    .filter((freeze) => freeze.fromMs <= now + READING_HOLDS_MS && now < freeze.untilMs && isMet(freeze))
    .map(({ untilMs, stopsWayBack = false }): Barrier => ({ cause: 'frozen', untilMs, stopsWayBack }));
  const isClosed = source in closedParents || target in closedParents;
  const barriers: Barrier[] = [...frozen, ...(isClosed ? [{ cause: 'closed', stopsWayBack: false } as const] : [])];
  return barriers.find(({ stopsWayBack }) => stopsWayBack) ?? barriers[0];
}

/** Whether its target is being emptied. */
export function isOntoCordoned({ parentConnectionId }: Move, { cordons = {} }: Guards): boolean {
  return parentConnectionId in cordons;
}

/** Whether a freeze is over. */
export function isOver({ untilMs }: Freeze, now: number): boolean {
  return untilMs <= now;
}
