import type { Settings } from '../../src/migration/model/settings.ts';
import { conclusiveAfter } from '../../src/migration/model/settings.ts';
import type { Random } from '../support/random.ts';
import { MINUTE } from './settings.ts';

/** In a share of the runs moves are verified, within times that packaging takes: its limits are met exactly too. */
export function drawVerification(random: Random, times: Settings): Pick<Settings, 'verifyWithinMs' | 'soakMs'> {
  const soakMs = 2 * times.pollIntervalMs + random.pick([0, random.between(0, 10 * MINUTE)]);
  if (random.chance(0.6)) return { verifyWithinMs: 0, soakMs };
  const least = conclusiveAfter(0, times) + 2 * times.pollIntervalMs;
  return { verifyWithinMs: least + random.pick([0, random.between(0, 10 * MINUTE)]), soakMs };
}
