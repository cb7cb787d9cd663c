import { lastCall } from '../../pace/goals.ts';
import { play } from '../../pace/run.ts';
import type { Scenario } from '../../pace/scenario.ts';
import type { Night } from './night.ts';

/** The same by the service, as `npm run pace` plays it. */
export async function playOurs(scenario: Scenario, seed: number): Promise<Night> {
  const measures = await play(scenario, seed);
  const all = Object.values(scenario.tenants).reduce((sum, count) => sum + count, 0);
  const { MIGRATED: moved = 0 } = measures.outcomes;
  return { seconds: lastCall(measures), throttles: measures.throttles, moved, lost: all - moved };
}
