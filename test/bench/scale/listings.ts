import { play } from '../../pace/run.ts';
import type { Measures } from '../../pace/scenario.ts';

/** What was listed for each line of a parent that all of its lines were moved off. */
export interface Listed extends Pick<Measures, 'linesListed' | 'listings'> {
  lines: number;
  /** Calls a second. */
  rate: number;
}

/** @param lines on the one parent, 4,093 at most */
export async function measureListed(lines: number, rate: number): Promise<Listed> {
  // All messages have been taken by then.
  const opens = 300 + 2 * lines;
  const { linesListed, listings, outcomes } = await play(
    {
      ...{ rate, tenants: { orders: lines }, linesOnAParent: lines, window: () => ({ from: opens }) },
      until: opens + 600 + (3 * lines) / rate,
    },
    1,
  );
  if (outcomes.MIGRATED !== lines) throw new Error(`${lines} lines off one parent: ${JSON.stringify(outcomes)}`);
  return { lines, rate, linesListed, listings };
}
