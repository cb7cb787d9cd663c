import type { Random } from '../support/random.ts';
import type { Plan } from './run.ts';
import { START } from './settings.ts';

/**
 * Sometimes Direct Connect goes on listing a line where it is now, whatever becomes of it: once it has moved, it is listed on
 * two parents. For longer than the staleness bound, for hours, or for ever.
 */
export function drawDoubleListings(random: Random, span: number, quietAtMs: number): Plan['changes'] {
  if (random.chance(0.92)) return [];
  const at = START + random.between(0, span);
  const until = random.chance(0.5) ? random.between(at, quietAtMs) : Number.POSITIVE_INFINITY;
  const line = random.chance(0.8) ? 'dxcon-line1' : 'dxcon-line2';
  return [{ at, run: ({ world }) => world.keepListed(line, until) }];
}
