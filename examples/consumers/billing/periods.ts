import type { BillingLine } from './line.ts';

/** How long a connection was on one parent. */
export interface Period {
  parent: string;
  /** `changedBy` of the line that brought it there; null if no line reports it. */
  since: string | null;
  /** `changedBy` of the line that took it away: so periods leave no gap. Null if no line reports it. */
  until: string | null;
}

/**
 * The periods of one connection, oldest first, from its lines in whatever order they arrived. Where it was taken on from
 * another parent than the last line brought it to, a line is still under way, or it was moved by hand: the end of
 * one period and the beginning of the next are null then.
 */
export function periodsOf(lines: readonly BillingLine[]): Period[] {
  const periods: Period[] = [];
  for (const { from, to, changedBy } of lines.toSorted(byOrder)) {
    const last = periods.at(-1);
    if (last?.parent === from) last.until = changedBy;
    else periods.push({ parent: from, since: null, until: changedBy });
    periods.push({ parent: to, since: changedBy, until: null });
  }
  return periods;
}

function byOrder(one: BillingLine, other: BillingLine): number {
  // Without the Z: of two texts, one .123Z and one .123456Z, the later time would sort first.
  return one.requestedAt.slice(0, -1) < other.requestedAt.slice(0, -1) ? -1 : 1;
}
