import { groupBy } from '../../drain/plan/words.ts';
import type { Context } from '../context/context.ts';
import { duration } from '../output/time.ts';
import { wrapped } from '../output/wrapped.ts';
import type { Need } from '../words/needs.ts';

/** Of one kind, so many are shown: there may be hundreds, and the others' urgency is the same. */
const SHOWN = 5;

/** Where all of a kind are listed. */
const ALL: Partial<Record<Need['kind'], string>> = {
  held: 'dxm requests --held',
  calling: 'dxm requests --state CALLING',
  unhealthy: 'dxm status --json',
};

/** Each with its one command, on a line of its own to be copied. */
export function showNeeds(needs: readonly Need[], now: number, { out }: Pick<Context, 'out'>): void {
  for (const [kind, all] of groupBy(needs, (need) => need.kind)) {
    for (const { what, todo, sinceMs } of all.slice(0, SHOWN)) {
      const since = sinceMs === undefined ? '' : `, for ${duration(now - sinceMs)}`;
      const [first = '', ...rest] = wrapped(`${what}${since}`, out.width - 4);
      out.line(`  ${out.colour.red('●')} ${first}`);
      for (const line of rest) out.line(`    ${line}`);
      out.line(`    ${out.colour.cyan(todo)}`);
    }
    if (all.length > SHOWN) out.line(`  … and ${all.length - SHOWN} more like it: ${ALL[kind] ?? 'dxm status --json'}`);
  }
}
