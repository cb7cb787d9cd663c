import { withPackagedStack } from '../../local/stack/with-packaged-stack.ts';
import { Random } from '../support/random.ts';
import { chaosTopology } from './chaos-topology.ts';
import { type Driven, drive } from './drive.ts';
import { LogWatch } from './log-watch.ts';
import { planMessages } from './plan-messages.ts';

export interface ChaosOptions {
  /** How many messages to send. */
  requests: number;
  seed: number;
  /** Messages a second. */
  rate: number;
  /** Time between two troubles, on average, in milliseconds. */
  troubleGapMs: number;
  /** Trouble goes on until this share of the messages is answered; with 0, until the last is sent. */
  troubledShare: number;
  /** How long the quiet phase may take, in milliseconds. */
  timeoutMs: number;
  log: (line: string) => void;
  progress: (text: string) => void;
  /** Ends the run: it closes what it has opened and rejects with the reason. */
  interruption: AbortSignal;
}

/** What a run did, and all that it left behind. */
export interface ChaosRun extends Driven {
  seed: number;
  /** Deliveries that were made twice at the same time. */
  duplicated: number;
}

/** Few enough connections that the requests for one meet. */
const MESSAGES_PER_LINE = 4;
const FEWEST_LINES = 80;

const DUPLICATES = 0.06;

/**
 * Packages the service and runs it on this machine while everything around it goes wrong. The seed decides what is sent
 * and what goes wrong when; what meets what is up to the machine.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosRun> {
  const { requests, rate, seed, log } = options;
  const random = new Random(seed);
  const { topology, lines } = chaosTopology(Math.max(FEWEST_LINES, Math.ceil(requests / MESSAGES_PER_LINE)));
  const plan = planMessages(requests, rate, lines, random.fork());
  const twice = random.fork();
  let duplicated = 0;
  const duplicate = () => {
    const again = twice.chance(DUPLICATES);
    if (again) duplicated++;
    return again;
  };
  const watch = new LogWatch(log);
  const driven = await withPackagedStack({ ...options, topology, log: watch.write, duplicate }, (stack) =>
    drive(stack, plan, { ...options, random: random.fork(), watch }),
  );
  return { seed, ...driven, duplicated };
}
