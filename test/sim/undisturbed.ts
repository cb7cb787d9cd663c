import { Random } from '../support/random.ts';
import type { Fate } from './faults.ts';
import { SHORT } from './lists.ts';
import type { Plan } from './run.ts';
import type { Sending } from './scenario/scenario.ts';
import { HOUR, SETTINGS, START, visibilityTimeout } from './settings.ts';

/** A run in which nothing goes wrong but by its fate, with operators, as it is packaged. */
export function undisturbed(fate: Fate, sendings: readonly Sending[]): Plan {
  return {
    ...{ fate, sendings, clear: () => undefined, followUps: [], changes: [], clearAtMs: START + HOUR / 4 },
    ...{
      meddler: undefined,
      health: undefined,
      unpublishable: undefined,
      killer: undefined,
      drains: undefined,
      lists: SHORT,
      lines: [],
      transition: 0,
    },
    ...{ batchSize: 1, reconcilers: 1, concurrency: 1000, pageSize: 100, settings: {} },
    queue: {
      visibilityTimeout: visibilityTimeout(SETTINGS),
      maxReceives: 100,
      clockOffset: 0,
      isOrdered: true,
      random: () => 0,
      redriveAfter: () => HOUR,
    },
    operators: { random: new Random(1), orders: [], visits: [], isStaffed: true },
  };
}
