/** A line whose move to a parent has come to no good end: held, and perhaps moved. */
export interface Trouble {
  connectionId: string;
  ownerAccount: string;
  /** When that was recorded, in milliseconds since the epoch. */
  atMs: number;
}

/** So long, in milliseconds, troubles of a parent count together. */
const TOGETHER_MS = 15 * 60_000;

/** So many lines close their target parent. */
const CLOSING = 3;

/** Of one owner account, so many of them at most: no customer's lines, and no tenant that has those of one, close a parent alone. */
const OF_AN_OWNER = CLOSING - 1;

/**
 * With one more, its line's latest. Only those are kept that may still be among the ones that close the parent: it is never a long
 * list.
 */
export function withTrouble(troubles: readonly Trouble[], trouble: Trouble): readonly Trouble[] {
  const known = troubles.find(({ connectionId }) => connectionId === trouble.connectionId);
  if (known && known.atMs >= trouble.atMs) return troubles;
  const all = [...troubles.filter((other) => other !== known), trouble].sort((a, b) => b.atMs - a.atMs);
  const kept = latestOf(all);
  return kept.includes(trouble) ? kept : troubles;
}

/** Of all, the latest first. */
function latestOf(all: readonly Trouble[]): readonly Trouble[] {
  const latest = all[0]?.atMs ?? 0;
  const kept: Trouble[] = [];
  for (const one of all) {
    const ofOwner = kept.filter(({ ownerAccount }) => ownerAccount === one.ownerAccount);
    const isLate = one.atMs <= latest - TOGETHER_MS;
    if (!isLate && ofOwner.length < OF_AN_OWNER && kept.length < CLOSING) kept.push(one);
  }
  return kept;
}

/** Whether they say that it is the parent: three lines, so of two owner accounts at least. */
export function areClosing(troubles: readonly Trouble[]): boolean {
  return troubles.length >= CLOSING;
}
