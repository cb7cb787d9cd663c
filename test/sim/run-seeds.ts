import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Report, runShare, type Share } from './seeds-worker.ts';
import { addCounts } from './simulate.ts';

export interface Totals {
  seeds: number;
  counts: Map<string, number>;
  /** Milliseconds from quiet to each outcome after it. */
  timesToOutcome: number[];
  failures: { seed: number; text: string }[];
  milliseconds: number;
}

/** Runs `seeds` seeds from `from` on, on as many threads as asked for; the totals so far go to `onReport`. */
export async function runSeeds(
  from: number,
  seeds: number,
  workers: number,
  onReport: (totals: Totals) => void = () => undefined,
  hasDrains = false,
): Promise<Totals> {
  const begin = performance.now();
  const totals: Totals = { seeds: 0, counts: new Map(), timesToOutcome: [], failures: [], milliseconds: 0 };
  const add = (report: Report) => {
    totals.seeds += report.seeds;
    addCounts(totals.counts, report.counts);
    for (const time of report.timesToOutcome) totals.timesToOutcome.push(time);
    totals.failures.push(...report.failures);
    totals.milliseconds = performance.now() - begin;
    onReport(totals);
  };
  const shares = Array.from(
    { length: workers },
    (_, n): Share => ({ from: from + n, to: from + seeds, step: workers, hasDrains }),
  );
  const [only] = shares;
  if (workers === 1 && only) await runShare(only, add);
  else await Promise.all(shares.map((share) => runOnThread(share, add)));
  totals.timesToOutcome.sort((a, b) => a - b);
  totals.failures.sort((a, b) => a.seed - b.seed);
  return totals;
}

async function runOnThread(share: Share, add: (report: Report) => void): Promise<void> {
  const worker = new Worker(new URL('./seeds-worker.ts', import.meta.url), { workerData: share });
  worker.on('message', add);
  await once(worker, 'exit');
}
