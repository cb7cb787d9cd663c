import type { Line } from './inventory.ts';
import { byText, groupBy } from './words.ts';

/** How many lines are in the first waves; the rest is the last one. */
const WAVE_SIZES = [1, 5, 20, 50] as const;

/**
 * The order in which lines are released. A fault should show where it hurts least and proves most: lines that are well before those
 * that are not, small ones before large ones. And early waves spread out: of each group, or owner account where there is no group, one
 * line before the second of any; lines of one group have to wait for each other anyway.
 */
export function releaseOrder(lines: readonly Line[], nameOf: (id: string) => string | undefined): Line[] {
  const simplest = lines.toSorted(
    (a, b) => Number(isWell(b)) - Number(isWell(a)) || (a.mbps ?? 0) - (b.mbps ?? 0) || byId(a, b),
  );
  // A group's name and an account's number are never the same text.
  const together = groupBy(simplest, ({ connectionId, ownerAccount }) => {
    const name = nameOf(connectionId);
    return name === undefined ? `account ${ownerAccount}` : `group ${name}`;
  });
  const rank = new Map<string, number>();
  for (const same of together.values()) for (const [index, line] of same.entries()) rank.set(line.connectionId, index);
  const rankOf = ({ connectionId }: Line) => rank.get(connectionId) ?? 0;
  return simplest.toSorted((a, b) => rankOf(a) - rankOf(b));
}

/** The canary, then 5, 20 and 50, then the rest. */
export function toWaves<Item>(items: readonly Item[]): Item[][] {
  const waves: Item[][] = [];
  let from = 0;
  for (const size of [...WAVE_SIZES, items.length]) {
    if (from >= items.length) break;
    waves.push(items.slice(from, from + size));
    from += size;
  }
  return waves;
}

const byId = byText<Line>(({ connectionId }) => connectionId);

function isWell({ state }: Line): boolean {
  return state === 'available';
}
