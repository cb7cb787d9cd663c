import { DRAIN_TICKS } from '../../../infra/drain-queues.ts';
import { drainSite } from '../../../local/drain-demo/site.ts';
import { withPackagedStack } from '../../../local/stack/with-packaged-stack.ts';
import { Random } from '../../support/random.ts';
import { LogWatch } from '../log-watch.ts';
import { type DrivenDrain, driveDrain } from './drive-drain.ts';

export interface DrainChaosOptions {
  /** On the port that is emptied: from 10 to 1,002. */
  lines: number;
  seed: number;
  /** Time between two troubles, and between two stops by a person, on average, in milliseconds. */
  troubleGapMs: number;
  stopGapMs: number;
  /** How long the whole evening may take, in milliseconds. */
  timeoutMs: number;
  log: (line: string) => void;
  progress: (text: string) => void;
  /** Ends the run: it closes what it has opened and rejects with the reason. */
  interruption: AbortSignal;
}

/** What a run did, and all that it left behind. */
export interface DrainChaosRun extends DrivenDrain {
  seed: number;
  /** Deliveries that were made twice at the same time. */
  duplicated: number;
  /** Events for the function `drain` that the bus has lost, and sent twice. */
  hints: { lost: number; doubled: number };
}

const DUPLICATES = 0.06;
const LOST_HINTS = 0.15;
const DOUBLED_HINTS = 0.15;

/** Describe lags, but less than the local stage's staleness bound. */
const LAG = { describeLagMs: 1_500 };

/**
 * Packages the service and empties a port with it on this machine while everything around it goes wrong. The seed decides what goes wrong
 * when, and what people do; what meets what is up to the machine.
 */
export async function runDrainChaos(options: DrainChaosOptions): Promise<DrainChaosRun> {
  const { lines, seed, log } = options;
  const random = new Random(seed);
  const site = drainSite(lines);
  const topology = { ...site.topology, settings: { ...site.topology.settings, ...LAG } };
  const [twice, onTheBus] = [random.fork(), random.fork()];
  const met = { duplicated: 0, hints: { lost: 0, doubled: 0 } };
  const duplicate = () => {
    const again = twice.chance(DUPLICATES);
    if (again) met.duplicated++;
    return again;
  };
  const copies = (queueArn: string) => {
    if (!queueArn.endsWith(`-${DRAIN_TICKS}`)) return 1;
    const draw = onTheBus.next();
    if (draw >= LOST_HINTS + DOUBLED_HINTS) return 1;
    met.hints[draw < LOST_HINTS ? 'lost' : 'doubled']++;
    return draw < LOST_HINTS ? 0 : 2;
  };
  const watch = new LogWatch(log);
  const driven = await withPackagedStack({ ...options, topology, log: watch.write, duplicate, copies }, (stack) =>
    driveDrain(stack, site, { ...options, random: random.fork(), watch }),
  );
  return { seed, ...driven, ...met };
}
