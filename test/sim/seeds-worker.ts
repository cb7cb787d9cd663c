import { parentPort, workerData } from 'node:worker_threads';
import { addCounts, describeFailure, runSeed, WITH_DRAINS } from './simulate.ts';

/** Seeds `from`, `from + step`, … below `to`. */
export interface Share {
  from: number;
  to: number;
  step: number;
  /** Whether lines are drained in each. */
  hasDrains: boolean;
}

/** What a worker reports now and then: how many seeds it has run since, and what came of them. */
export interface Report {
  seeds: number;
  counts: [string, number][];
  /** Milliseconds from quiet to each outcome after it. */
  timesToOutcome: number[];
  /** Of failing seeds. */
  failures: { seed: number; text: string }[];
}

const REPORT_EVERY = 500;
const REPORT_EVERY_WITH_DRAINS = 20;

/** Runs a share of the seeds and reports to `onReport`. */
export async function runShare(
  { from, to, step, hasDrains }: Share,
  onReport: (report: Report) => void,
): Promise<void> {
  let counts = new Map<string, number>();
  let timesToOutcome: number[] = [];
  let failures: Report['failures'] = [];
  let seeds = 0;
  for (let seed = from; seed < to; seed += step) {
    const outcome = await runSeed(seed, hasDrains ? WITH_DRAINS : undefined);
    addCounts(counts, outcome.counts);
    timesToOutcome.push(...outcome.timesToOutcome);
    if (outcome.violations.length > 0) failures.push({ seed, text: describeFailure(outcome, hasDrains) });
    if (++seeds < (hasDrains ? REPORT_EVERY_WITH_DRAINS : REPORT_EVERY) && seed + step < to) continue;
    onReport({ seeds, counts: [...counts], timesToOutcome, failures });
    timesToOutcome = [];
    counts = new Map();
    failures = [];
    seeds = 0;
    // Lets a spinner turn and an interruption through.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

if (parentPort) {
  const port = parentPort;
  await runShare(workerData as Share, (report) => port.postMessage(report));
}
