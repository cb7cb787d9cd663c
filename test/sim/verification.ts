import type { Settings } from '../../src/migration/model/settings.ts';
import { conclusiveAfter } from '../../src/migration/model/settings.ts';
import type { Random } from '../support/random.ts';
import type { Plan } from './run.ts';
import { MINUTE, START } from './settings.ts';
import { PARENTS } from './topology.ts';

/** In a share of the runs moves are verified, within times that packaging takes: its limits are met exactly too. */
export function drawVerification(random: Random, times: Settings): Pick<Settings, 'verifyWithinMs' | 'soakMs'> {
  const soakMs = 2 * times.pollIntervalMs + random.pick([0, random.between(0, 10 * MINUTE)]);
  if (random.chance(0.6)) return { verifyWithinMs: 0, soakMs };
  const least = conclusiveAfter(0, times) + 2 * times.pollIntervalMs;
  return { verifyWithinMs: least + random.pick([0, random.between(0, 10 * MINUTE)]), soakMs };
}

/** What others do to lines that were moved a while ago: they move them on, or delete them. */
export function drawAfterMoves(random: Random): Plan['changes'] {
  if (random.chance(0.75)) return [];
  const line = random.pick(['dxcon-line1', 'dxcon-line2']);
  const at = START + random.between(2 * MINUTE, 30 * MINUTE);
  const parent = random.pick(PARENTS);
  if (random.chance(0.5)) return [{ at, run: ({ world }) => world.moveByHand(line, parent) }];
  const after = random.pick([0, random.between(0, 20 * MINUTE)]);
  return [{ at, run: ({ world }) => world.deleteLine(line, after) }];
}
