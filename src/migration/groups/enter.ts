import { type Entry, type Group, goTogether, type RedundancyLock, type Wanted } from './group.ts';

/** Of 230 bytes each, 450 at most: fits into an item, of which DynamoDB takes 400 KB, with room for who released which and why. */
export const MOST_ENTRIES = 500;

/** After so many poll intervals others let a waiting line go first; and after so many without a word from it, no longer. */
const PATIENCE = 5;

export interface EntryRules {
  lock: RedundancyLock;
  /** It moves its line back to where its last move came from, which was not found healthy (mayGoBack). */
  isWayBack: boolean;
  /** Milliseconds since the epoch. */
  now: number;
  pollIntervalMs: number;
}

/** The group with the entry in it; or what the line waits for: another line's entry, or its turn. */
export type Entered = { kind: 'entered'; group: Group } | { kind: 'waits'; behind: string };

/**
 * Makes the entry, unless a line is down that does not go together with it. The way back is never held up: what entered since the
 * line's own first entry goes together with that.
 */
export function enter(group: Group, mine: Entry, rules: EntryRules): Entered {
  // A write whose answer was lost.
  if (group.entries.some(({ attemptId }) => attemptId === mine.attemptId)) return { kind: 'entered', group };
  const behind = rules.isWayBack ? undefined : standsBefore(group, mine, rules);
  if (behind !== undefined) return { kind: 'waits', behind };
  const { wanted, ...rest } = group;
  const others = wanted && wanted.connectionId !== mine.connectionId ? { wanted } : {};
  return { kind: 'entered', group: { ...rest, entries: [...group.entries, mine], ...others } };
}

/** The line that this one waits for; undefined if it may enter. */
export function standsBefore(
  { entries, wanted }: Group,
  mine: Pick<Entry, 'connectionId' | 'name' | 'side'>,
  { lock, now, pollIntervalMs }: Omit<EntryRules, 'isWayBack'>,
): string | undefined {
  const apart = entries.find((entry) => isAnother(entry, mine) && !entry.released && !goTogether(entry, mine, lock));
  if (apart) return apart.connectionId;
  if (entries.some((entry) => !isAnother(entry, mine))) return undefined;
  if (wanted && isAnother(wanted, mine) && isWanting(wanted, now, pollIntervalMs)) return wanted.connectionId;
  return entries.length < MOST_ENTRIES ? undefined : entries[0]?.connectionId;
}

/**
 * The group with what a line says that has to wait: the first of them that others are to let it go first, once it has waited for
 * long. The same group where another one has said so.
 */
export function askToEnter(group: Group, connectionId: string, now: number, pollIntervalMs: number): Group {
  const { wanted } = group;
  const isMine = wanted?.connectionId === connectionId;
  if (wanted && !hasLapsed(wanted, now, pollIntervalMs)) {
    return isMine ? { ...group, wanted: { ...wanted, atMs: now } } : group;
  }
  return { ...group, wanted: { connectionId, sinceMs: now, atMs: now } };
}

function isWanting(wanted: Wanted, now: number, pollIntervalMs: number): boolean {
  return now - wanted.sinceMs >= PATIENCE * pollIntervalMs && !hasLapsed(wanted, now, pollIntervalMs);
}

/** Its request has ended since, or waits for something else. */
export function hasLapsed({ atMs }: Wanted, now: number, pollIntervalMs: number): boolean {
  return Math.abs(now - atMs) > PATIENCE * pollIntervalMs;
}

function isAnother(one: { connectionId: string }, other: { connectionId: string }): boolean {
  return one.connectionId !== other.connectionId;
}
