import { randomInt } from 'node:crypto';
import { atHalf, atTheCeiling, N } from '../../pace/goals.ts';
import type { PartOptions } from '../part.ts';
import type { Section } from '../section.ts';
import { aClientEach, oneClient } from './by-sdk.ts';
import { BY_DEFAULT, GENEROUS, mapState } from './by-step-functions.ts';
import type { Night } from './night.ts';
import { playOurs } from './play-ours.ts';
import { playWorkers } from './play-workers.ts';
import { type Played, sectionsOf } from './sections.ts';

/** What Direct Connect takes, in calls a second, with a burst of two. */
const RATES = [1, 4, 20];
const ROUNDS = 11;

interface Way extends Pick<Played, 'what' | 'goals'> {
  play: (apiRate: number, seed: number) => Promise<Night>;
}

/** Those of `npm run pace` at 20 a second, where what a night has besides its calls weighs most. */
const GOALS = { time: 1.13, throttles: 0 };
/** At 40 a second a dozen calls are under way when the first of them is answered as throttled. */
const GOALS_AT_HALF = { time: 1.32, throttles: 0.1 };

const WAYS: Way[] = [
  {
    ...{ what: 'ours, told the rate', goals: GOALS },
    play: (apiRate, seed) => playOurs(atTheCeiling(apiRate).scenario, seed),
  },
  {
    ...{ what: 'ours, told twice the rate', goals: GOALS_AT_HALF },
    play: (apiRate, seed) => playOurs(atHalf(2 * apiRate).scenario, seed),
  },
  workers('50 workers, standard retries', aClientEach({ retryMode: 'standard' })),
  workers('50 workers, adaptive retries', aClientEach({ retryMode: 'adaptive' })),
  workers('50 workers, adaptive, one client', oneClient({ retryMode: 'adaptive' })),
  workers('Step Functions, Retry as by default', mapState(BY_DEFAULT)),
  workers('Step Functions, a generous Retry', mapState(GENEROUS)),
];

function workers(what: string, movers: Parameters<typeof playWorkers>[0]): Way {
  return { what, play: (apiRate, seed) => playWorkers(movers, N, apiRate, seed) };
}

/** A night's moves in virtual time against an API that throttles: by the service, and by what one would write without it. */
export async function measurePace(options: PartOptions): Promise<Section[]> {
  const { seed = randomInt(1, 2 ** 30), rounds = ROUNDS, progress, interruption } = options;
  const played = WAYS.map((way) => ({ ...way, nights: new Map(RATES.map((rate) => [rate, [] as Night[]])) }));
  for (let round = 0; round < rounds; round++) {
    for (const rate of RATES) {
      progress(`pace, seed ${seed}: ${rate} a second, round ${round + 1} of ${rounds}`);
      for (const { play, nights } of played) {
        interruption.throwIfAborted();
        nights.get(rate)?.push(await play(rate, seed + round));
      }
    }
  }
  return sectionsOf(played, N, seed);
}
